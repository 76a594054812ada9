"""Operating systems, containers, networks, configuration, monitoring."""

ENTRIES = """
Linux = リナックス
Unix = ユニックス
Ubuntu = ウブントゥ = ウブンツ
Debian = デビアン
CentOS = セントオーエス
Fedora = フェドラ = フェドーラ
Red Hat Enterprise Linux = RHEL = レッドハットエンタープライズリナックス
Red Hat = レッドハット
AlmaLinux = アルマリナックス
Rocky Linux = ロッキーリナックス
Arch Linux = アーチリナックス = ArchLinux
Gentoo = ジェンツー
Alpine Linux = アルパインリナックス
NixOS = ニックスOS = nixpkgs
FreeBSD = フリービーエスディー
OpenBSD = オープンビーエスディー
NetBSD = ネットビーエスディー
Solaris = ソラリス
Plan 9
Windows Server = ウィンドウズサーバ = ウィンドウズサーバー
WSL = Windows Subsystem for Linux = WSL2
Active Directory = アクティブディレクトリ = ActiveDirectory
systemd = システムディー
eBPF = イービーピーエフ = extended BPF
SELinux = エスイーリナックス
Docker = ドッカー
Docker Compose = ドッカーコンポーズ = docker-compose
Podman = ポッドマン
containerd = コンテナディー
LXC = Linux Containers
Kubernetes = k8s = クーバネティス = クバネティス = クバネテス = クーベネティス = クーベネテス = クバネティーズ
kubectl
minikube = ミニキューブ
K3s
~Helm = Helmチャート = Helm chart = Helm Charts
Argo CD = ArgoCD = アルゴCD
Flux CD = FluxCD
Istio = イスティオ
Envoy Proxy = ~Envoy = エンボイプロキシ
Linkerd = リンカーディー
Cilium = シリウム
Knative = ケイネイティブ
Tekton = テクトン
Rancher = >ランチャー
Terraform = テラフォーム
OpenTofu = オープントーフ
Pulumi = プルミ
Vagrant = ベイグラント = ヴェイグラント
HashiCorp Vault = Vault
HashiCorp Packer = Packer
HashiCorp Consul = Consul
Ansible = アンシブル
Chef = >シェフ
Puppet = >パペット
Itamae = >イタマエ
Serverspec = サーバースペック = サーバスペック
SaltStack = ~Salt = ソルトスタック
Capistrano = カピストラーノ
cloud-init = クラウドイニット
VMware = ヴイエムウェア = ブイエムウェア
vSphere = ブイスフィア = VMware vSphere
KVM = Kernel-based Virtual Machine
QEMU = キューエミュ
Xen
Hyper-V = ハイパーブイ
Proxmox = プロックスモックス
VirtualBox = バーチャルボックス
Ceph = セフ
GlusterFS = グラスターFS
ZFS = ゼットエフエス
Btrfs = バターエフエス
nginx = エンジンエックス
Apache = アパッチ = Apache HTTP Server = httpd
Tomcat = トムキャット = Apache Tomcat
JBoss = ジェイボス
WildFly
Squid = スクイッド
HAProxy = エイチエープロキシ
Varnish = ヴァーニッシュ
Traefik
Caddy
BIND
Unbound
Postfix = ポストフィックス
Samba = >サンバ
IPv6 = アイピーブイシックス
BGP = Border Gateway Protocol
DNS = ドメインネームシステム = Domain Name System
DHCP = Dynamic Host Configuration Protocol
TCP/IP = ティーシーピーアイピー
SDN = Software Defined Networking
VPN = 仮想プライベートネットワーク = Virtual Private Network
WireGuard = ワイヤーガード = ワイアガード
Tailscale = テイルスケール
OpenFlow = オープンフロー
Wireshark = ワイヤーシャーク = ワイアーシャーク
Sensu
Nagios = ナギオス
Zabbix = ザビックス
Munin = ムニン
Mackerel = マカレル
Prometheus = プロメテウス
Grafana = グラファナ
Grafana Loki = Loki
Datadog = データドッグ
New Relic = ニューレリック = NewRelic
Sentry = セントリー
Splunk = スプランク
PagerDuty = ページャーデューティー
OpenTelemetry = オープンテレメトリー = OTel = オープンテレメトリ
Jaeger = イェーガー
Fluentd = フルエントディー = フルーエントディー
Fluent Bit = フルーエントビット = fluentbit
Norikra = ノリクラ
Logstash = ログスタッシュ
Kibana = キバナ
k6
JMeter = ジェイメーター = Apache JMeter
Gatling = ガトリング
Locust = ローカスト
Infrastructure as Code = IaC
"""
