"""Programming languages, and what runs and compiles them."""

ENTRIES = """
Python = パイソン = python3
CPython = シーパイソン
Cython = サイソン
PyPy = パイパイ
MicroPython = マイクロパイソン = Micro Python
Ruby = >ルビー
mruby = エムルビー
mruby/c
CRuby = シールビー
JRuby = ジェイルビー
TruffleRuby = トリュフルビー
YJIT = ワイジット
RBS
Sorbet = ソルベ
JavaScript = ジャバスクリプト = js = ECMAScript
TypeScript = タイプスクリプト
CoffeeScript = コーヒースクリプト
PHP = ピーエイチピー
Perl = >パール
Raku = Perl 6
Java = ジャバ
Kotlin = コトリン
Scala = >スカラ = Scara
Groovy = グルービー = グルーヴィー
Clojure = >クロージャ = >クロージャー
ClojureScript = クロージャスクリプト
Haskell = ハスケル
Idris = イドリス
OCaml = オーキャムル = オーキャメル
F# = エフシャープ = fsharp
Standard ML = SML
PureScript = ピュアスクリプト
Elm = エルム
Erlang = アーラン
Elixir = エリクサー
Rust = >ラスト言語 = Rust言語 = Rustlang
~Go = Golang = Go言語 = ゴーラング
Zig = Zig言語 = Ziglang
Nim = Nim言語 = Nimlang
Swift = スウィフト = >スイフト
Objective-C = オブジェクティブシー = ObjC = Obj-C
Dart = Dart言語 = >ダート
~C = C言語 = シー言語
C++ = シープラスプラス = シープラプラ = cpp
C# = シーシャープ = csharp
.NET = ドットネット = dotnet
.NET Core = ドットネットコア = dotnet core
Visual Basic = ビジュアルベーシック = VB.NET
VBA = Visual Basic for Applications = エクセルマクロ
Delphi = デルファイ
Pascal = >パスカル
COBOL = コボル
Fortran = フォートラン
Lisp = リスプ
~Scheme = Scheme言語
Gauche = ゴーシュ
Common Lisp = コモンリスプ
Emacs Lisp = elisp = イーリスプ
Prolog = プロログ
Smalltalk = >スモールトーク
Lua = ルア
LuaJIT = ルアジット
~R = R言語 = アール言語
Julia = Julia言語 = Julialang
MATLAB = マトラボ = マットラブ
Crystal = Crystal言語 = クリスタル言語
~V = V言語 = vlang
Solidity = ソリディティ
PowerShell = パワーシェル
Bash = バッシュ
Zsh = ズィーシェル = Zシェル
LLVM = エルエルブイエム
JVM = Java仮想マシン = Java VM
HHVM
GraalVM = グラールVM = グラールブイエム
WebAssembly = Wasm = ウェブアセンブリ = ワズム
WASI
Scratch = >スクラッチ
~Processing = Processing言語
p5.js
正規表現 = regular expression = regexp = regex
"""
