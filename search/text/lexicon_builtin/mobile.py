"""Phones, desktops and what their applications are made with."""

ENTRIES = """
Android = アンドロイド
iOS = アイオーエス
iPhone = アイフォン = アイフォーン
iPad = アイパッド = アイパット
macOS = マックオーエス = Mac OS X = OS X
watchOS
visionOS = Vision Pro = ビジョンプロ
Windows = ウィンドウズ = ウインドウズ
Wear OS = ウェアOS
Jetpack Compose = ジェットパックコンポーズ = JetpackCompose
Compose Multiplatform = コンポーズマルチプラットフォーム
Kotlin Multiplatform = KMP = コトリンマルチプラットフォーム = KMM
SwiftUI = スウィフトUI = スイフトユーアイ
UIKit = ユーアイキット
Core Data = コアデータ = CoreData
RxSwift
RxJava
ReactiveX = Rx = Reactive Extensions
Xcode = エックスコード
Android Studio = アンドロイドスタジオ = AndroidStudio
CocoaPods = ココアポッズ
Carthage = >カルタゴ
fastlane = ファストレーン
Flutter = フラッター
React Native = リアクトネイティブ = ReactNative
Expo
Xamarin = ザマリン
.NET MAUI = MAUI
Ionic = アイオニック
Cordova = Apache Cordova = PhoneGap = >コルドバ
Titanium Mobile = チタニウムモバイル = Appcelerator Titanium
RubyMotion = ルビーモーション
Electron = エレクトロン
Tauri = タウリ
Qt = >キュート
GTK = ジーティーケー
WPF = Windows Presentation Foundation
Firebase = ファイアベース = ファイヤーベース
Crashlytics = クラッシュリティクス
LIFF = LINE Front-end Framework
Mastodon = マストドン
ActivityPub = アクティビティパブ
Notion = ノーション
kintone = キントーン
Salesforce = セールスフォース
Excel = エクセル
Google Workspace = グーグルワークスペース = G Suite
Google Apps Script = GAS = グーグルアップススクリプト
Power Automate = パワーオートメイト
Power Apps = パワーアップス = PowerApps
Zapier = ザピアー
"""
