"""What talks speak of beside technologies: terms, companies, ways of working."""

ENTRIES = """
sharding = シャーディング = シャード分割
replication = レプリケーション = レプリ
load balancer = ロードバランサー = ロードバランサ = ELB = LB
blue-green deployment = ブルーグリーンデプロイ = ブルーグリーンデプロイメント
deploy = デプロイ = deployment = デプロイメント
microservices = マイクロサービス = microservice
monolith = モノリス
event sourcing = イベントソーシング
CQRS = コマンドクエリ責務分離
serverless = サーバーレス = サーバレス
pluggable = プラガブル
in-memory = インメモリ = オンメモリ = インメモリー
write-ahead log = WAL = ログ先行書き込み
transactor = トランザクター = トランザクタ
garbage collection = ガベージコレクション = ガーベジコレクション = ガベコレ
JIT = 実行時コンパイル = just-in-time compilation
concurrency = 並行処理
parallel processing = 並列処理
asynchronous = 非同期処理
type inference = 型推論
refactoring = リファクタリング = リファクタ
technical debt = 技術的負債
legacy code = レガシーコード
code review = コードレビュー
pair programming = ペアプログラミング = ペアプロ
mob programming = モブプログラミング = モブプロ
domain-driven design = ドメイン駆動設計 = DDD
clean architecture = クリーンアーキテクチャ
design pattern = デザインパターン = design patterns
object-oriented = オブジェクト指向 = OOP
functional programming = 関数型プログラミング
agile = アジャイル
scrum = スクラム
kanban = カンバン方式
lean startup = リーンスタートアップ
OKR = Objectives and Key Results
performance tuning = パフォーマンスチューニング = パフォチュー
accessibility = アクセシビリティ = a11y
internationalization = 国際化 = i18n
localization = ローカライズ = l10n
user experience = ユーザーエクスペリエンス = UX
user interface = ユーザーインターフェース = UI = ユーザインタフェース
design system = デザインシステム
artificial intelligence = AI = 人工知能
Google = グーグル
Microsoft = マイクロソフト
Apple = アップル
Amazon = アマゾン
Yahoo! = Yahoo = ヤフー
Mercari = メルカリ
CyberAgent = サイバーエージェント
Cookpad = クックパッド
DeNA = ディーエヌエー
Wikipedia = ウィキペディア
TV = テレビ
Web = ウェブ = ウエブ
API = エーピーアイ
LT = ライトニングトーク = lightning talk = lightning talks
keynote = キーノート = 基調講演
OSS = オープンソース = open source = オープンソースソフトウェア
SRE = サイトリライアビリティエンジニアリング = site reliability engineering
DevOps = デブオプス
DevSecOps = デブセックオプス
HPC = ハイパフォーマンスコンピューティング = high performance computing
postmortem = ポストモーテム
onboarding = オンボーディング
PaaS = Platform as a Service
IaaS = Infrastructure as a Service
SaaS = Software as a Service = サース
FaaS = Function as a Service
BI = ビジネスインテリジェンス = Business Intelligence
データレイク = data lake
データ基盤 = data platform
HashiCorp = ハシコープ
サービスメッシュ = service mesh
オブザーバビリティ = observability = 可観測性
推薦システム = recommender system = レコメンドシステム = レコメンデーション
異常検知 = anomaly detection
因果推論 = causal inference
プロンプトエンジニアリング = prompt engineering
Anthropic = アンソロピック
Google Play = グーグルプレイ
App Store = アップストア = AppStore
LINE
Slack = スラック
Discord = ディスコード
Twitter = ツイッター
Facebook = フェイスブック
Instagram = インスタグラム = インスタ
YouTube = ユーチューブ
Zoom = >ズーム
CTF = Capture The Flag
ゼロトラスト = zero trust
暗号資産 = cryptocurrency = 仮想通貨
NFT = 非代替性トークン = non-fungible token
メタバース = metaverse
デジタルツイン = digital twin
自動運転 = autonomous driving = self-driving
3Dプリンタ = 3Dプリンター = 3D printer
Backlog = >バックログ
Trello = トレロ
Asana = >アサナ
Qiita = キータ
connpass = >コンパス
Miro = >ミロ
TDD = テスト駆動開発 = Test-Driven Development
BDD = 振る舞い駆動開発 = ビヘイビア駆動開発 = Behavior-Driven Development
E2E = end-to-end test = E2Eテスト
CI/CD = 継続的インテグレーション = 継続的デリバリー
DOM = Document Object Model
Micro Frontends = マイクロフロントエンド = micro frontend
SPA = シングルページアプリケーション = Single Page Application
"""
