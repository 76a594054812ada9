"""How to ask (検索の書き方): what may be typed, with examples that find something in the shipped notes.

The one source for the page and for the table of docs/SEARCHING.md, which a test compares.
"""

from msgspec import Struct


class Way(Struct, frozen=True):
    """One way to ask: examples as they are typed, the plainest first, and what they find.

    `japanese` and `english` say the same.
    """

    typed: tuple[str, ...]
    japanese: str
    english: str


WAYS: tuple[Way, ...] = (
    Way(
        ("バッファ 監視",),
        "どちらの言葉もある発表が先に並びます。書き方の違いは問いません",
        "talks with both words first, however they were spelt",
    ),
    Way(
        ("しゃーでぃんぐ", "sharding", "ｼｬｰﾃﾞｨﾝｸﾞ"),
        "かな、カナ、英字、全角と半角のどれでも",
        "in any script and width",
    ),
    Way(("かたおか", "kataoka"), "読みやローマ字で、片岡", "片岡 by its reading or in romaji"),
    Way(
        ("sha-dhinngu", "しゃーでぃんg", "どcけr"),
        "IME の切り忘れ、入れ忘れ、打ちかけでも",
        "with the input method off, not done, or on by mistake",
    ),
    Way(
        ("メムストア",),
        "カタカナで、英字の名前でも (MemStore)",
        "names in Latin letters by their sound (MemStore)",
    ),
    Way(
        ("libraries",),
        "英単語は、どの語形でも (library)",
        "English words in any of their forms (library)",
    ),
    Way(
        ("kubernets",),
        "どの発表にもない語は、打ち間違いとして近い語で",
        "what no talk has is taken for a slip of the keys",
    ),
    Way(
        ("CI/CD", "R&D", "--dry-run"),
        "記号のある語は、打ったとおりに",
        "words with signs in them as they stand",
    ),
    Way(
        ("「検索エンジン」", '"検索エンジン"'),
        "かぎ括弧や引用符の中は、この並びのまま",
        "exactly these characters in this order, in any kana and width",
    ),
    Way(
        ("コンテナ -OpenStack", "コンテナ NOT OpenStack", "機械学習 -(pandas OR NumPy)"),
        "- や NOT の後ろの語がある発表を除きます",
        "talks without what stands behind the dash or NOT",
    ),
    Way(
        ("HBase OR Cassandra", "HBase or Cassandra", "HBase｜Cassandra", "(HBase OR Cassandra) Spark"),
        "どちらかがある発表。括弧でまとめられます",
        "talks with either; brackets group",
    ),
    Way(("flue*",), "こう始まる語", "words that begin so"),
    Way(
        ("発表者:桑野", "speaker:kataoka", "技術:HBase", "tech:HBase", "イベント:道玄坂", "event:道玄坂"),
        "発表者、技術、イベントの名前で絞ります。漢字の新旧を問わず、読みでも",
        "speakers, technologies, events whose name contains it, in old or new kanji, or is read so",
    ),
    Way(("題名:検索", "title:検索"), "題名にある発表", "talks with it in their title"),
    Way(
        ("date:2015-01..2015-06", "日付:2015年1月", "year:2015-2017", "年:2015"),
        "年、月、日、またはその間の発表",
        "talks of a year, a month, a day or a range",
    ),
    Way(
        ("2015年1月", "2015-01-14", "2015年秋", "2015年"),
        "その年、季節、月、日の発表、またはそう書いてある発表",
        "talks of a year, a season, a month or a day, or that have it in their text",
    ),
    Way(
        ("since:2020-01", "以降:2020-01", "until:2012", "以前:2012"),
        "その時から後、またはその時までの発表",
        "talks from then on, or up to then",
    ),
)
