"""Kikigaki's library: talks in, answers out.

    >>> import datetime, tempfile
    >>> from pathlib import Path
    >>> evening = Event("lt-1", "LT会 #1", datetime.date(2015, 1, 14))
    >>> talk = Talk(
    ...     id="lt-1/fluentd",
    ...     title="fluentd のバッファ",
    ...     event=evening,
    ...     speakers=(Speaker("鈴木"),),
    ...     technologies=("fluentd",),
    ...     date=evening.date,
    ...     body="書き込み先が詰まると、バッファはあふれる。",
    ... )
    >>> index = TalkIndex(Path(tempfile.mkdtemp()))
    >>> index.rebuild([talk]).talks
    1
    >>> result = index.search(Query("バッファー 詰まった", filters=(Filter("speaker", "鈴木"),)))
    >>> result.total, result.hits[0].talk.id
    (1, 'lt-1/fluentd')
    >>> snippet = result.hits[0].snippet
    >>> [snippet.text[start:end] for start, end in snippet.marks]
    ['詰まる', 'バッファ']

Talks become batches of documents made of terms (`batching`, `analysis`); an engine stores them (`engines`) in
a generation of the index (`generations`). A `Query` becomes clauses of the same terms (`queries`); the engine
finds and counts, `ranking` says what a match is worth, `snippets` show where. `index` is the door to it all.
"""

from search.errors import (
    CorpusError,
    EngineError,
    IndexDamaged,
    IndexLocked,
    IndexMissing,
    IndexStale,
    IndexUnsafe,
    IndexUnwritable,
    KikigakiError,
    NoteError,
    SettingsError,
    TalkNotFound,
    TokenizingFailed,
)
from search.index import EventTalks, TalkIndex, open_index
from search.model import (
    Event,
    EventHit,
    Facet,
    FacetValue,
    Filter,
    Hit,
    Link,
    Query,
    SearchResult,
    Snippet,
    Speaker,
    Talk,
)
from search.settings import Settings
from search.store.contents import IndexStatus
from search.text.lexicon import Lexicon

__all__ = [
    "CorpusError",
    "EngineError",
    "Event",
    "EventHit",
    "EventTalks",
    "Facet",
    "FacetValue",
    "Filter",
    "Hit",
    "IndexDamaged",
    "IndexLocked",
    "IndexMissing",
    "IndexStale",
    "IndexStatus",
    "IndexUnsafe",
    "IndexUnwritable",
    "KikigakiError",
    "Lexicon",
    "Link",
    "NoteError",
    "Query",
    "SearchResult",
    "Settings",
    "SettingsError",
    "Snippet",
    "Speaker",
    "Talk",
    "TalkIndex",
    "TalkNotFound",
    "TokenizingFailed",
    "open_index",
]
