"""Security, hardware, games and what publishes pages."""

ENTRIES = """
OAuth = オーオース = OAuth 2.0 = OAuth2
OpenID Connect = OIDC = オープンIDコネクト
OpenID = オープンID
SAML = サムル
JWT = JSON Web Token = ジョット
WebAuthn = ウェブオースン = Web Authentication
FIDO = FIDO2 = ファイド
パスキー = passkey = passkeys
二要素認証 = 2FA = two-factor authentication
多要素認証 = MFA = multi-factor authentication
TLS = Transport Layer Security = SSL/TLS
Let's Encrypt = レッツエンクリプト = LetsEncrypt
OpenSSL = オープンSSL = オープンエスエスエル
SSH = セキュアシェル
XSS = クロスサイトスクリプティング = Cross-Site Scripting
CSRF = クロスサイトリクエストフォージェリ = Cross-Site Request Forgery
SQLインジェクション = SQL injection
DDoS = ディードス = Distributed Denial of Service
WAF = Web Application Firewall = ウェブアプリケーションファイアウォール
OWASP = オワスプ
SBOM = ソフトウェア部品表 = Software Bill of Materials
Keycloak = キークローク
Metasploit = メタスプロイト
Burp Suite = バープスイート
Trivy = トリビー
Snyk = スニーク
ブロックチェーン = blockchain = ブロックチェイン
Bitcoin = ビットコイン
Ethereum = イーサリアム = イーサリウム
スマートコントラクト = smart contract
Web3 = ウェブスリー
IoT = モノのインターネット = Internet of Things
Raspberry Pi = ラズベリーパイ = ラズパイ = RasPi
Arduino = アルドゥイーノ = アルディーノ
ESP32 = イーエスピー32
ESP8266
M5Stack = M5スタック
micro:bit = マイクロビット = microbit
obniz = オブナイズ
SORACOM = ソラコム
Jetson = ジェットソン
FPGA = Field-Programmable Gate Array
Verilog = ベリログ
RISC-V = リスクファイブ = RISCV
ARM
x86 = x86-64 = x86_64
BLE = Bluetooth Low Energy
Bluetooth = ブルートゥース
Zigbee = ジグビー
LoRaWAN = ローラワン = LoRa
NFC = 近距離無線通信 = Near Field Communication
FeliCa = フェリカ
MQTT = エムキューティーティー
ROS = Robot Operating System = ROS 2 = ROS2
Moonshot = ムーンショット
Kinect = キネクト
Oculus = オキュラス = Oculus Rift = Meta Quest
HoloLens = ホロレンズ
VR = バーチャルリアリティ = virtual reality = 仮想現実
AR = 拡張現実 = augmented reality
XR = クロスリアリティ = extended reality
ドローン = drone = UAV
量子コンピュータ = quantum computer = quantum computing
Unity = ユニティ
Unreal Engine = アンリアルエンジン = UE4 = UE5 = UnrealEngine
Godot = ゴドー = Godot Engine
Cocos2d-x = ココス2d = Cocos2d
RPGツクール = RPG Maker
DXRuby
Blender = ブレンダー
Maya = >マヤ
DirectX = ダイレクトX = ダイレクトエックス
OpenGL = オープンGL = オープンジーエル
Vulkan = >バルカン
シェーダー = shader = シェーダ
VRChat = ブイアールチャット
Live2D = ライブ2D
FFmpeg = エフエフエムペグ
WordPress = ワードプレス
Drupal = ドルーパル = ドゥルーパル
Joomla! = Joomla = ジュームラ
Movable Type = ムーバブルタイプ = MovableType
MediaWiki = メディアウィキ
concrete5 = コンクリートファイブ = Concrete CMS
EC-CUBE = イーシーキューブ = ECCUBE
Magento = マジェント
Shopify = ショッピファイ
microCMS = マイクロCMS
Contentful = コンテントフル
Strapi = ストラピ
Jekyll = ジキル = ジェキル
Hugo = ヒューゴ
Hexo = ヘキソ
Eleventy = イレブンティ = 11ty
Docusaurus = ドキュサウルス
VuePress = ビュープレス
Plone = プローン
"""
