"""An export in Movable Type's format, which Hatena Blog gives: its reports of events -> notes.

Comments and trackbacks are left out, and so is every entry that tells of no event.
"""

from pathlib import Path

from indexer.importers.from_posts import data_of, imported_of, without_doubles
from indexer.importers.imported_event import Imported, ImportedEvent
from indexer.posts.files import parse_exported
from indexer.posts.movable_type import is_export, posts_of
from indexer.posts.post import NO_DATE
from indexer.posts.source import Place
from indexer.posts.texts import text_of
from indexer.posts.which import ONLY_EXPORTS, suffix_of
from search.errors import CorpusError, NoteError
from search.text.lexicon import Lexicon

SOURCE = "hatena"

_NO_DATE = "日付を読めません。`DATE: 01/14/2015 19:00:00` のように書いてください"


def read_source(source: Path, lexicon: Lexicon) -> Imported:
    """Read an export; raises `CorpusError` when the file is none, or holds no report."""
    text, _ = text_of(data_of(source))
    if not is_export(text):
        if suffix_of(source.name) in ONLY_EXPORTS:
            raise CorpusError(
                f"{source} は Movable Type 形式の書き出しではありません。"
                "WordPress、note、Scrapbox の書き出しは、ノートのフォルダーに置けばそのまま読みます"
            )
        raise CorpusError(
            f"{source} は Movable Type 形式の書き出しではありません(AUTHOR: や TITLE: で始まります)"
        )
    place = Place(source, source.name, source.stem)
    events: list[ImportedEvent] = []
    problems: list[NoteError] = []
    passed_over = 0
    for entry in posts_of(text):
        post = parse_exported(place, entry, lexicon, "reports")
        line = entry.front.line
        problems += [NoteError(source, line, remark.problem) for remark in post.remarks]
        if post.note and (imported := imported_of(post.note)):
            events.append(imported)
        elif post.reason == NO_DATE:
            problems.append(NoteError(source, line, _NO_DATE))
        else:
            passed_over += 1
    if not events and problems:
        raise CorpusError(f"{source} にイベントの記録がありません", problems)
    if not events:
        raise CorpusError(f"{source} の {passed_over} 件の記事に、イベントの記録らしいものがありません")
    return Imported(without_doubles(events), tuple(problems), passed_over)
