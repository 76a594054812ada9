"""A hundred names of technologies, each with the forms in which a person would accept it.

One line is one name, typed as its first form; other forms after ` = `. After ` ! ` stand words that hold the
name and are something else.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

_NAMES = """
Python = パイソン
CPython = シーパイソン
PyPy
MicroPython = Micro Python
Cython = サイソン
Ruby = ルビー = mruby = cruby
JRuby
mruby
YJIT
RuboCop
Rails = レイルズ
Sinatra = シナトラ
Hanami = ハナミ = 花見
Sidekiq = サイドキック
RSpec
Bundler = バンドラー = バンドラ
RubyGems = Ruby Gems
Sorbet = ソルベ
Hotwire = ホットワイヤー
Capybara = カピバラ
Java = ジャバ ! JavaScript ! ジャバスクリプト
JavaScript = ジャバスクリプト = Java Script = JS
TypeScript = タイプスクリプト
Scala = スカラ = Scara
Kotlin = コトリン
Clojure = クロージャ = ClojureScript
Haskell = ハスケル
Erlang = アーラン
Elixir = エリクサー
Rust = ラスト ! ブラスト ! ラストワン
Swift = スウィフト
Julia = ジュリア
Perl = パール
Lua
Django = ジャンゴ
Flask = フラスコ
Pyramid = ピラミッド
Plone = プローン
Zope = ゾープ
Tornado = トルネード
asyncio
Celery = セロリ
SQLAlchemy = SQL Alchemy
pytest = py.test
Sphinx = スフィンクス
NumPy = ナンパイ
SciPy = サイパイ
pandas = パンダス ! パンダ
matplotlib
Jupyter = ジュピター = Jupyter Notebook
scikit-learn = scikit learn = sklearn
TensorFlow = テンソルフロー = テンサーフロー
PyTorch = パイトーチ
Keras = ケラス
OpenCV
Numba
Dask
Docker = ドッカー
Kubernetes = k8s = クーバネティス
Ansible = アンシブル
Terraform = テラフォーム
Jenkins = ジェンキンス
Vagrant = ベイグラント
GitHub = ギットハブ
Heroku = ヘロク
OpenStack = オープンスタック
CloudStack = クラウドスタック
CloudFormation = クラウドフォーメーション
Azure = アジュール
Linux = リナックス
nginx = エンジンエックス
Apache = アパッチ
Redis = レディス
MongoDB = モンゴ = モンゴDB = mongo
WiredTiger = ワイアードタイガー = ワイヤードタイガー
MySQL = マイエスキューエル
PostgreSQL = Postgres = ポスグレ = ポストグレス
SQLite
Cassandra = カサンドラ
HBase = エイチベース
Hadoop = ハドゥープ
Spark = スパーク = PySpark
Kafka = カフカ
Fluentd = フルエントディー
Elasticsearch = Elastic Search = エラスティックサーチ
Datomic = デイトミック
DynamoDB = ダイナモDB = Dynamo
BigQuery = ビッグクエリ = ビッグクエリー
GraphQL = グラフキューエル
gRPC
React = リアクト ! リアクトル
Vue = ビュー.js
jQuery
WebAssembly = Wasm
WebRTC
Selenium = セレニウム
Unity = ユニティ
Blender = ブレンダー
Raspberry Pi = ラズパイ = ラズベリーパイ = RaspberryPi
Arduino = アルドゥイーノ
"""
_LONG = 6
"""Letters from which a Latin form counts inside a longer word: Dockerfile, djangogirls; not scalable."""
_ENDING = r"(?:'?s|es|d|ed|ing|r|er|ers|ic|ista|js|\.js|[\d.]+)?"
_LATIN = re.compile(r"[\x20-\x7e]+")


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it is typed, and what says whether a text has it."""

    typed: str
    forms: tuple[str, ...]
    others: tuple[str, ...]

    def stands_in(self, text: str) -> bool:
        """Return whether a text has the name in one of its forms."""
        text = unicodedata.normalize("NFKC", text)
        for other in self.others:
            text = re.sub(re.escape(other), "\n", text, flags=re.IGNORECASE)
        return any(pattern.search(text) for form in self.forms for pattern in _patterns(form))


@cache
def names() -> tuple[Name, ...]:
    """Return the names in the order of the list."""
    found = []
    for line in _NAMES.strip().splitlines():
        forms, *others = line.split(" ! ")
        spelt = tuple(forms.split(" = "))
        found.append(Name(spelt[0], spelt, tuple(others)))
    return tuple(found)


@cache
def _patterns(form: str) -> tuple[re.Pattern[str], ...]:
    """Return what matches a form as a word with an English ending or a version, or as part of a CamelCase
    word; long forms anywhere."""
    if not _LATIN.fullmatch(form):
        # Katakana inside a longer word is another word: ロック is not ブロック.
        edges = ("", "") if len(form) >= _LONG else ("(?<![ァ-ヶー])", "(?![ァ-ヶー])")
        return (re.compile(re.escape(form).join(edges), re.IGNORECASE),)
    spelt = r"[\s_-]?".join(map(re.escape, form.split(" ")))
    if len(form) >= _LONG:
        return (re.compile(spelt, re.IGNORECASE),)
    word = re.compile(rf"(?<![A-Za-z\d.]){spelt}{_ENDING}(?![A-Za-z])", re.IGNORECASE)
    camel = spelt[0].upper() + spelt[1:]
    inside = (rf"(?<=[a-z]){camel}(?![a-z])", rf"(?<![A-Za-z])[A-Z]?{camel}(?=[A-Z]|(?![A-Za-z]))")
    return (word, re.compile("|".join(inside)))
