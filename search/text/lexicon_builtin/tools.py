"""Editors, version control, tests, delivery and what teams work with."""

ENTRIES = """
Git = ギット
GitHub = ギットハブ
GitHub Actions = ギットハブアクションズ = GitHubActions = ギットハブアクション
GitHub Codespaces = Codespaces = コードスペース
GitLab = ギットラボ
Bitbucket = ビットバケット
Subversion = サブバージョン = svn
Mercurial = マーキュリアル
Gerrit = ゲリット
Redmine = レッドマイン
Jira = ジラ
Confluence = コンフルエンス
Figma = フィグマ
Photoshop = フォトショップ = フォトショ
Illustrator = イラストレーター = イラレ
Jenkins = ジェンキンス
CircleCI = サークルCI = サークルシーアイ
Travis CI = トラビスCI = TravisCI = トラヴィスCI
Bitrise = ビットライズ
Drone CI = DroneCI
Spinnaker = スピネーカー
Renovate = >リノベート
Dependabot = ディペンダボット
SonarQube = ソナーキューブ
Bazel = ベイゼル = ベーゼル
CMake = シーメイク
Gradle = グレイドル = グラドル
Maven = メイブン = メイヴン = Apache Maven
Homebrew = ホームブリュー
Poetry = ポエトリー
Pipenv = ピップエンブ
Vim = ヴィム
Neovim = ネオヴィム = ネオビム
Emacs = イーマックス
Visual Studio Code = VSCode = VS Code = ブイエスコード
Visual Studio = ビジュアルスタジオ
IntelliJ IDEA = IntelliJ = インテリジェイ
WebStorm = ウェブストーム
PyCharm = パイチャーム
RubyMine = ルビーマイン
Eclipse = エクリプス
NetBeans = ネットビーンズ
Sublime Text = サブライムテキスト
Atomエディタ = ~Atom = Atom Editor
Language Server Protocol = LSP = 言語サーバー = language server
tmux = ティーマックス
Selenium = セレニウム = Selenium WebDriver
Appium = アピウム
Playwright = プレイライト
Puppeteer = パペティア
Cypress = サイプレス
Autify = オーティファイ
MagicPod = マジックポッド
Jest = ジェスト
Vitest = ヴィテスト
Mocha = >モカ
Jasmine = >ジャスミン
Testing Library = React Testing Library = テスティングライブラリ
RSpec = アールスペック
minitest = ミニテスト
Capybara = >カピバラ
Cucumber = キューカンバー
Turnip = ターニップ
RuboCop = ルボコップ
JUnit = ジェイユニット
Mockito = モッキート
PHPUnit = ピーエイチピーユニット
PHPStan = ピーエイチピースタン
pytest = パイテスト
mypy = マイパイ
Ruff
Robot Framework = ロボットフレームワーク
Postman = ポストマン
Sphinx = >スフィンクス
reStructuredText
AsciiDoc = アスキードック
LaTeX = ラテフ = ラテック
TeX = テフ
PlantUML = プラントUML
Mermaid = >マーメイド
draw.io
UML = Unified Modeling Language
GitOps = ギットオプス
"""
