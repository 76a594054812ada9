"""Common technologies and how else they are written. Used on queries only; the stored text is never changed.

One line is one thing: its spellings parted by ` = `, the canonical one first. Left out on purpose: what
Sudachi's normalised forms bridge already (kernel = カーネル), and spellings that are common words (go, c, r,
make, 蟻). A spelling fires only as a whole query word.
"""

from functools import cache

_ENTRIES = """
Kubernetes = k8s = クーバネティス = クバネティス = クバネテス = クーベネティス
Docker = ドッカー
Podman = ポッドマン
Terraform = テラフォーム
Ansible = アンシブル
CloudFormation = クラウドフォーメーション = cfn
Amazon Web Services = AWS = アマゾンウェブサービス
Google Cloud Platform = GCP = Google Cloud = グーグルクラウド
Microsoft Azure = Azure = アジュール
OpenStack = オープンスタック
CloudStack = クラウドスタック
VMware = ヴイエムウェア
Linux = リナックス
Ubuntu = ウブントゥ
Debian = デビアン
CentOS = セントオーエス
Fedora = フェドラ
Red Hat Enterprise Linux = RHEL = レッドハットエンタープライズリナックス
Red Hat = レッドハット
FreeBSD = フリービーエスディー
systemd = システムディー
nginx = エンジンエックス
Apache = アパッチ
Jenkins = ジェンキンス
GitHub = ギットハブ
GitLab = ギットラボ
Git = ギット
Subversion = サブバージョン = svn
Vagrant = ベイグラント
Chef = シェフ
Puppet = パペット
Nagios = ナギオス
Zabbix = ザビックス
Prometheus = プロメテウス
Grafana = グラファナ
Datadog = データドッグ
New Relic = ニューレリック
Fluentd = フルエントディー
Logstash = ログスタッシュ
Kibana = キバナ
Elasticsearch = エラスティックサーチ = Elastic Search
OpenSearch = オープンサーチ
Solr = ソーラー
Lucene = ルシーン
Groonga = グルンガ
MySQL = マイエスキューエル
PostgreSQL = Postgres = ポストグレス = ポスグレ = pgsql
SQLite = エスキューライト
Oracle = オラクル
Aurora = オーロラ
DynamoDB = ダイナモディービー
MongoDB = モンゴディービー = mongo = モンゴDB
WiredTiger = ワイアードタイガー = ワイヤードタイガー
Cassandra = カサンドラ
HBase = エイチベース
Redis = レディス
Memcached = メムキャッシュディー = memcache
Datomic = デイトミック = データミック
Hadoop = ハドゥープ = ハドープ
Apache Spark = Spark = スパーク
Kafka = カフカ
Hive = ハイブ
Presto = プレスト
Mesos = メソス
ZooKeeper = ズーキーパー
BigQuery = ビッグクエリ = ビッグクエリー
Redshift = レッドシフト
CloudFront = クラウドフロント
Lambda = ラムダ
EC2 = Elastic Compute Cloud
S3 = Simple Storage Service
CDN = コンテンツデリバリーネットワーク = Content Delivery Network
DDoS = ディードス = Distributed Denial of Service
CI/CD = 継続的インテグレーション = 継続的デリバリー
Python = パイソン
Ruby = ルビー
Ruby on Rails = Rails = レイルズ = ルビーオンレイルズ = RoR
JavaScript = ジャバスクリプト = js
TypeScript = タイプスクリプト
Node.js = ノードジェイエス = nodejs
React = リアクト
Vue.js = Vue = ビュージェイエス
Angular = アンギュラー
jQuery = ジェイクエリー
PHP = ピーエイチピー
Perl = パール
Java = ジャバ
Scala = スカラ = Scara
Kotlin = コトリン
Clojure = クロージャ = クロージャー
Haskell = ハスケル
Erlang = アーラン
Elixir = エリクサー
Rust = ラスト言語 = Rust言語
Golang = Go言語 = ゴーラング
Swift = スウィフト = スイフト
C++ = シープラスプラス = シープラプラ = cpp
C# = シーシャープ = csharp
Django = ジャンゴ
Flask = フラスク
NumPy = ナンパイ
pandas = パンダス
Jupyter = ジュピター
TensorFlow = テンソルフロー
PyTorch = パイトーチ
scikit-learn = サイキットラーン
WebAssembly = Wasm = ウェブアセンブリ
GraphQL = グラフキューエル
gRPC = ジーアールピーシー
OAuth = オーオース
sharding = シャーディング = シャード分割
replication = レプリケーション = レプリ
load balancer = ロードバランサー = ロードバランサ = ELB = LB
blue-green deployment = ブルーグリーンデプロイ = ブルーグリーンデプロイメント
deploy = デプロイ = deployment = デプロイメント
microservices = マイクロサービス = microservice
serverless = サーバーレス = サーバレス
pluggable = プラガブル
in-memory = インメモリ = オンメモリ = インメモリー
write-ahead log = WAL = ログ先行書き込み
transactor = トランザクター = トランザクタ
machine learning = 機械学習 = マシンラーニング
deep learning = 深層学習 = ディープラーニング
artificial intelligence = AI = 人工知能
large language model = LLM = 大規模言語モデル
natural language processing = NLP = 自然言語処理
Raspberry Pi = ラズベリーパイ = ラズパイ
Arduino = アルドゥイーノ
IoT = モノのインターネット
Windows = ウィンドウズ
Android = アンドロイド
iPhone = アイフォン = アイフォーン
Twitter = ツイッター
Facebook = フェイスブック
YouTube = ユーチューブ
Google = グーグル
Yahoo! = Yahoo = ヤフー
Wikipedia = ウィキペディア
Unix = ユニックス = UNIX
TV = テレビ
Web = ウェブ = ウエブ
LT = ライトニングトーク = lightning talk
OSS = オープンソース = open source = オープンソースソフトウェア
SRE = サイトリライアビリティエンジニアリング = site reliability engineering
DevOps = デブオプス
HPC = ハイパフォーマンスコンピューティング = high performance computing
Moonshot = ムーンショット
"""

ONE_WAY = frozenset(
    {"スパーク", "シェフ", "オーロラ", "ルビー", "パール", "ラスト言語", "ハイブ", "ラムダ", "スカラ"}
    | {"スイフト", "ソーラー", "カフカ", "パペット", "プレスト"}
)
"""Kana that is mostly a common word: asking for the name finds the kana, asking for the kana not the name."""


@cache
def common_names() -> tuple[tuple[str, ...], ...]:
    """Return one tuple of spellings a thing, the canonical one first."""
    return tuple(tuple(s.strip() for s in line.split(" = ")) for line in _ENTRIES.split("\n") if line)
