"""A pasted post, and what was imported of one."""

from pathlib import Path

from indexer.importers import pasted
from indexer.importers.imported_event import ImportedEvent
from search.text.lexicon import Lexicon

RULES = """みどりの日々
水と緑の日記

しぶや夜会 vol.3 に行ってきた(2019/4/12)

ブログ枠。ハッシュタグは #shibuyakai です。

＊＊＊＊＊

Goで書くバッチ
はらださん(@harada_go)

エラーの畳み方。

＊＊＊＊＊

ここでピザが届く。はらださんが三枚食べた。

＊＊＊＊＊

LTひとつめは田中先生と佐藤さんの発表。
タイトルは「型で守る帳簿」
仕訳を型にする。

＊＊＊＊＊

隣の席の山本さんと名刺交換。

＊＊＊＊＊

最後は株式会社うみの浜野さん。
https://speakerdeck.com/hamano/kotlin

Kotlinでサーバを書いたという話でした。コルーチンの落とし穴。

＊＊＊＊＊

Elixirの発表は電車の都合で聞けませんでした。
また来月。
"""


def imported(tmp_path: Path, text: str, name: str = "pasted.txt") -> ImportedEvent:
    (tmp_path / name).write_text(text)
    found = pasted.read_source(tmp_path / name, Lexicon())
    assert found.problems == ()
    (one,) = found.events
    return one


def told(one: ImportedEvent) -> list[tuple[str, list[str]]]:
    return [(talk.title, [each.name for each in talk.speakers]) for talk in one.talks if not talk.mention]


def missed(one: ImportedEvent) -> list[str]:
    return [talk.title for talk in one.talks if talk.mention]
