"""The web: browsers, markup, frameworks in front and behind, protocols."""

ENTRIES = """
HTML = エイチティーエムエル = HTML5
CSS = シーエスエス = CSS3 = カスケーディングスタイルシート
Sass = SCSS
PostCSS = ポストCSS
Tailwind CSS = テイルウィンド = Tailwind = TailwindCSS = テイルウインド
Bootstrap = >ブートストラップ
CSS Modules = CSSモジュール
styled-components = スタイルドコンポーネント
SVG
WebGL = ウェブジーエル = ウェブGL
WebGPU = ウェブGPU
WebRTC = ウェブRTC = ウェブアールティーシー
WebSocket = ウェブソケット = WebSockets
WebTransport
Web Components = ウェブコンポーネント = WebComponents
Service Worker = サービスワーカー = ServiceWorker
PWA = Progressive Web App = プログレッシブウェブアプリ = Progressive Web Apps
AMP = Accelerated Mobile Pages
Ajax = エイジャックス
JSON = ジェイソン
JSON-LD
JSON-RPC
XML-RPC
XML = エックスエムエル
YAML = ヤムル = ヤメル
Markdown = マークダウン
MathJax = マスジャックス
HTTP/2 = HTTP2
HTTP/3 = HTTP3
QUIC
REST = REST API = RESTful API
GraphQL = グラフキューエル
gRPC = ジーアールピーシー
tRPC
Protocol Buffers = プロトコルバッファ = protobuf = プロトコルバッファー
OpenAPI = オープンAPI = Swagger = スワッガー
Chrome = >クローム = Google Chrome
Firefox = ファイヤーフォックス = ファイアフォックス
Safari = >サファリ
Microsoft Edge = マイクロソフトエッジ
Chromium = クロミウム
Servo = サーボエンジン
Node.js = ~Node = ノードジェイエス = nodejs = ノードJS
Deno = ディーノ
Bun = bun.sh
npm = エヌピーエム
pnpm = ピーエヌピーエム
Yarn = >ヤーン
React = リアクト = React.js = ReactJS
Redux = リダックス
Recoil = リコイル
Next.js = ネクストジェイエス = NextJS = ネクストJS
Gatsby = ギャツビー = GatsbyJS
Vue.js = Vue = ビュージェイエス = VueJS
Vuex = ビューエックス
Pinia = ピニア
Nuxt = ナクスト = Nuxt.js = NuxtJS
Angular = アンギュラー = アンギュラ
AngularJS = アンギュラーJS = Angular.js
Svelte = スベルト
SvelteKit = スベルトキット
SolidJS = Solid.js
Preact = プリアクト
Ember.js = ~Ember = EmberJS
Backbone.js = ~Backbone = BackboneJS = バックボーンジェイエス
jQuery = ジェイクエリー = ジェイクエリ
Alpine.js
htmx = エイチティーエムエックス
Hotwire = ホットワイヤー = ホットワイア
Stimulus.js = Stimulus
Turbolinks = ターボリンクス
Astro = アストロ
Qwik
D3.js = D3 = ディースリージェイエス
Three.js = スリージェイエス = ThreeJS
Storybook = ストーリーブック
webpack = ウェブパック
Vite = ヴィート
Rollup = >ロールアップ
esbuild = イーエスビルド
SWC
Parcel
Turbopack = ターボパック
Babel = >バベル
Gulp = ガルプ
Grunt = グラント
Biome
ESLint = イーエスリント
Prettier = プリティア
Express.js = ~Express = ExpressJS = エクスプレスジェイエス
NestJS = ~Nest = ネストJS = Nest.js = ネストジェイエス
Fastify = ファスティファイ
Hono = Hono.js
Prisma = プリズマ
Ruby on Rails = Rails = レイルズ = ルビーオンレイルズ = RoR
Active Record = ActiveRecord = アクティブレコード
Action Cable = ActionCable = アクションケーブル
Action Text = ActionText
Active Storage = ActiveStorage
Sinatra = シナトラ
Hanami
Sidekiq = >サイドキック
Puma = >プーマ
Unicorn = >ユニコーン
Passenger = >パッセンジャー
Django = ジャンゴ
Django REST Framework = DRF
Flask = フラスク
FastAPI = ファストAPI = ファーストAPI
Pyramid = >ピラミッド
aiohttp
Gunicorn = グニコーン
uWSGI
WSGI = ウィズギー
Celery = >セロリ
SQLAlchemy = エスキューエルアルケミー
Laravel = ララベル = ララヴェル
Symfony = シンフォニー
CakePHP = ケイクPHP = ケイクピーエイチピー
CodeIgniter = コードイグナイター
FuelPHP = フューエルPHP
Composer = >コンポーザー
Catalyst = >カタリスト
Mojolicious = モジョリシャス
Spring Boot = スプリングブート = SpringBoot
Spring Framework = ~Spring = スプリングフレームワーク
Struts = ストラッツ = Apache Struts
Quarkus = クォーカス
Micronaut = マイクロノート
Ktor = ケイター
Play Framework = プレイフレームワーク = PlayFramework
Akka = アッカ
ASP.NET = ASP.NET Core = エーエスピードットネット
Blazor = ブレイザー
Phoenix Framework = ~Phoenix = フェニックスフレームワーク
LiveView = ライブビュー = Phoenix LiveView
Apollo GraphQL = Apollo Client
Hasura = ハスラ
Jamstack = ジャムスタック
SSR = サーバーサイドレンダリング = サーバサイドレンダリング = Server Side Rendering
React Server Components = RSC
"""
