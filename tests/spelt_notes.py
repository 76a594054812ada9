"""Notes for each family of spellings and each meaning of an ambiguous word, and how they are asked for."""

import datetime
from dataclasses import dataclass

from search.answers import Hit, WhyRoute
from search.index import TalkIndex
from search.model import Event, Query, Talk

EVENING = Event("yoru", "夜の勉強会", datetime.date(2018, 5, 11))


NOTES = {
    "hbase": (
        "HBase徹底入門のさわり",
        "HBaseはカラム指向のデータベース。行キーの設計が大事。WALに書いてからメモリにためる。自動でシャーディングもする。",
    ),
    "column": ("技術書のコラム", "本の余白にあるコラムの書き方。コラムは短く、読者に一息ついてもらう。"),
    "chef": ("サーバ構築の自動化", "Chefのレシピでサーバを構築した。cookbookの管理がつらい。"),
    "cook": ("料理教室の夜", "シェフが教える家庭料理。シェフの包丁さばきを間近で見た。"),
    "whirl": ("洗濯機を選ぶ", "ワールプール社の洗濯機を使っている。ワールドカップも見る。"),
    "jam": ("ログ収集でつかえた話", "書き込みが詰まり、バッファがあふれた。詰まりの原因はディスク。"),
    "short": ("発表のコツ", "つまり、結論から話すこと。つまり短く。"),
    "go": ("Goで書くAPI", "Goの並行処理は軽いスレッドで書く。Go言語はいいぞ。"),
    "google": ("Googleの検索", "Googleとalgorithmの話。DjangoとGoLandとMongoDBも少し。"),
    "choice": ("ディストリビューションの選択肢", "どれを使うか、選択肢が多い。"),
    "choose": ("機能を選択し直す", "必要な機能だけ選択し、他は捨てる。"),
    "glued": ("HPMoonShotでスパコン", "ProLiantSL4540にOpenStackを入れた。JavatoScaraとRHEL7も。"),
    "kataoka": ("片岡さんのSpark入門", "片岡さんがオンメモリの分散処理を紹介した。"),
    "moving": ("データセンターの引っ越し", "引っ越しの手続きと、取り組みの振り返り。申し込みは来月。"),
    "school": ("学校図書館の検索", "広島の学校で、沢山の本を探す仕組みを作った。渡辺さんの発表。"),
    "learning": ("機械学習で画像を分ける", "機械学習が速い場面。顔の認識率を測る。"),
    "container": ("コンテナの運用", "Kubernetesとドッカーの話。マネージメントが楽になる。"),
    "monitor": ("監視をPrometheusに移す", "アラートの閾値とダッシュボード。バイオリンも弾く。"),
    "queue": ("メッセージキューの設計", "ブローカーとコンシューマー。リトライとタイムアウト。"),
    "parser": ("パーサーを手で書く", "コンパイラとインタプリタの字句解析。レキサーのテスト。"),
    "editor": ("エディタの改造", "ショートカットを増やす。camelCaseの変換。"),
    "postgres": ("PostgreSQLの実行計画", "インデックスとバキューム。トランザクションの分離レベル。"),
    "cable": ("古い喫茶店の配線", "Cafétéria の naïve な設計。線は３㎞、窓口は℡で。"),
    "company": ("起業の手引き", "株式会社を作る。第III期の決算と、1人目の社員。"),
}
SPELT_TALKS = tuple(
    Talk(name, title, EVENING, (), (), EVENING.date, body) for name, (title, body) in NOTES.items()
)


@dataclass(frozen=True)
class Spelt:
    """How a word is typed, the talk that has it, how it is written there, and by which route it is found."""

    family: str
    typed: str
    talk: str
    written: str
    route: WhyRoute


SPELT = [
    Spelt("width", "ＨＢａｓｅ", "hbase", "HBase", "typed"),
    Spelt("width", "ＯｐｅｎＳｔａｃｋ", "glued", "OpenStack", "typed"),
    Spelt("width", "ｼｬｰﾃﾞｨﾝｸﾞ", "hbase", "シャーディング", "typed"),
    Spelt("width", "ﾊﾞｯﾌｧ", "jam", "バッファ", "typed"),
    Spelt("width", "ｋａｔａｏｋａ", "kataoka", "片岡", "reading"),
    Spelt("accent", "naive", "cable", "naïve", "spelling"),
    Spelt("accent", "cafeteria", "cable", "Cafétéria", "spelling"),
    Spelt("accent", "nai\u0308ve", "cable", "naïve", "typed"),
    Spelt("one sign for several", "3km", "cable", "３㎞", "typed"),
    Spelt("one sign for several", "tel", "cable", "℡", "typed"),
    Spelt("keys", "sa-ba", "chef", "サーバ", "reading"),
    Spelt("kana script", "しゃーでぃんぐ", "hbase", "シャーディング", "spelling"),
    Spelt("kana script", "シャーでぃんぐ", "hbase", "シャーディング", "spelling"),
    Spelt("kana script", "ばっふぁ", "jam", "バッファ", "spelling"),
    Spelt("kana script", "すれっど", "go", "スレッド", "spelling"),
    Spelt("small kana", "シャーデイング", "hbase", "シャーディング", "spelling"),
    Spelt("small kana", "ショートカツト", "editor", "ショートカット", "spelling"),
    Spelt("long vowel added", "サーバー", "chef", "サーバ", "spelling"),
    Spelt("long vowel added", "コンテナー", "container", "コンテナ", "spelling"),
    Spelt("long vowel added", "インタープリター", "parser", "インタプリタ", "spelling"),
    Spelt("long vowel dropped", "パーサ", "parser", "パーサー", "spelling"),
    Spelt("long vowel dropped", "コンシューマ", "queue", "コンシューマー", "spelling"),
    Spelt("long vowel dropped", "マネジメント", "container", "マネージメント", "spelling"),
    Spelt("long vowel as dash", "シャ-ディング", "hbase", "シャーディング", "spelling"),
    Spelt("long vowel as dash", "コンシュ−マ−", "queue", "コンシューマー", "spelling"),
    Spelt("middle dot", "ダッシュ・ボード", "monitor", "ダッシュボード", "spelling"),
    Spelt("ヴ", "ヴァイオリン", "monitor", "バイオリン", "spelling"),
    Spelt("okurigana", "引越し", "moving", "引っ越し", "spelling"),
    Spelt("okurigana", "引越", "moving", "引っ越し", "spelling"),
    Spelt("okurigana", "手続", "moving", "手続き", "spelling"),
    Spelt("okurigana", "取組み", "moving", "取り組み", "spelling"),
    Spelt("okurigana", "申込", "moving", "申し込み", "spelling"),
    Spelt("okurigana", "仕組", "school", "仕組み", "spelling"),
    Spelt("old kanji", "學校", "school", "学校", "spelling"),
    Spelt("old kanji", "廣島", "school", "広島", "spelling"),
    Spelt("old kanji", "澤山", "school", "沢山", "spelling"),
    Spelt("old kanji", "渡邊", "school", "渡辺", "spelling"),
    Spelt("glued", "ProLiant", "glued", "ProLiant", "typed"),
    Spelt("glued", "RHEL", "glued", "RHEL", "typed"),
    Spelt("glued", "Scara", "glued", "Scara", "typed"),
    Spelt("glued", "sl4540", "glued", "SL4540", "typed"),
    Spelt("camelCase", "MoonShot", "glued", "MoonShot", "typed"),
    Spelt("camelCase", "camel", "editor", "camel", "typed"),
    Spelt("camelCase", "mongo", "google", "Mongo", "typed"),
    Spelt("reading", "かたおか", "kataoka", "片岡", "reading"),
    Spelt("reading", "カタオカ", "kataoka", "片岡", "reading"),
    Spelt("reading", "ひろしま", "school", "広島", "reading"),
    Spelt("reading", "ひっこし", "moving", "引っ越し", "reading"),
    Spelt("reading", "しきいち", "monitor", "閾値", "reading"),
    Spelt("kana of a word with kanji", "てつづき", "moving", "手続き", "spelling"),
    Spelt("kana of a word with kanji", "がっこう", "school", "学校", "spelling"),
    Spelt("romaji", "kataoka", "kataoka", "片岡", "reading"),
    Spelt("romaji", "watanabe", "school", "渡辺", "reading"),
    Spelt("romaji", "gakkou", "school", "学校", "reading"),
    Spelt("romaji", "kikaigakushu", "learning", "機械学習", "reading"),
    Spelt("Latin for katakana", "container", "container", "コンテナ", "spelling"),
    Spelt("Latin for katakana", "compiler", "parser", "コンパイラ", "spelling"),
    # Without its long vowel it is a fish.
    Spelt("Latin for katakana", "server", "chef", "サーバ", "spelling"),
    Spelt("Latin for katakana", "violin", "monitor", "バイオリン", "spelling"),
    Spelt("Latin for katakana", "shortcut", "editor", "ショートカット", "spelling"),
    Spelt("katakana for Latin", "オープンスタック", "glued", "OpenStack", "spelling"),
    Spelt("katakana for Latin", "スパーク", "kataoka", "Spark", "reading"),
    Spelt("alias", "sharding", "hbase", "シャーディング", "alias"),
    Spelt("alias", "database", "hbase", "データベース", "alias"),
    Spelt("alias", "k8s", "container", "Kubernetes", "alias"),
    Spelt("alias", "クバネティス", "container", "Kubernetes", "alias"),
    Spelt("alias", "プロメテウス", "monitor", "Prometheus", "alias"),
    Spelt("alias", "docker", "container", "ドッカー", "alias"),
    Spelt("alias", "インメモリ", "kataoka", "オンメモリ", "alias"),
    Spelt("typo in kana", "コンパイナ", "parser", "コンパイラ", "correction"),
    Spelt("typo in kana", "トリライ", "queue", "リトライ", "correction"),
    Spelt("typo in kana", "トランザックション", "postgres", "トランザクション", "correction"),
]


# Four in five of the letters' pairs are there, so the index is never asked for a near word.
SLIPPED = [
    ("インタプリンタ", "parser", "インタプリタ"),
    ("ダッシュボート", "monitor", "ダッシュボード"),
    ("prometeus", "monitor", "Prometheus"),
    ("kubernets", "container", "Kubernetes"),
    ("postgressql", "postgres", "PostgreSQL"),
]


def first(index: TalkIndex, typed: str) -> Hit:
    """Return the first hit."""
    return index.search(Query(typed)).hits[0]


def found(index: TalkIndex, typed: str) -> list[str]:
    """Return the ids of the hits, best first."""
    return [hit.talk.id for hit in index.search(Query(typed)).hits]


def marked(hit: Hit) -> list[str]:
    """Return the marked pieces of a hit's title and passage."""
    return [shown.text[start:end] for shown in (hit.title, hit.snippet) for start, end in shown.marks]
