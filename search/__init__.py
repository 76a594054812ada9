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

Talks become batches of documents made of terms (`build`, `text`); an engine stores them (`engines`) in a
generation of the index (`store`). A `Query` becomes clauses of the same terms (`query`); the engine finds and
counts, `ranking` says what a match is worth, `results` show where. `index` is the door to it all.

What is named here is public; everything else may change. The modules `index`, `model`, `answers`, `errors`
and `settings` are open, too; what else `web` and `indexer` may enter is listed with the import contracts.
"""

from search.answers import EventHit, Facet, FacetValue, Hit, SearchResult, Snippet, Why, WhyRoute
from search.documents import short_of
from search.errors import (
    CorpusError,
    EngineError,
    IndexDamaged,
    IndexLocked,
    IndexMissing,
    IndexNotDurable,
    IndexStale,
    IndexUnreachable,
    IndexUnsafe,
    IndexUnwritable,
    KikigakiError,
    NoteError,
    QueryError,
    SettingsError,
    TalkGone,
    TalkNotFound,
    TokenizingFailed,
)
from search.guide.guide import EventEntry
from search.guide.names import Name
from search.guide.near_words import NearWord
from search.guide.related import RelatedTalk
from search.guide.suggest import Completion, Suggestion
from search.index import TalkIndex, open_index
from search.model import (
    Event,
    FacetName,
    Filter,
    Former,
    Grouping,
    Link,
    Mark,
    Markup,
    Match,
    Query,
    Sort,
    Speaker,
    Talk,
)
from search.open_generation import EventTalks
from search.results.ways_out import Dates, WayOut, WaysOut, WordCount
from search.settings import Settings
from search.store.contents import IndexStatus
from search.store.store import Store, Verified
from search.text.lexicon import Lexicon

__all__ = [
    "Completion", "CorpusError", "Dates", "EngineError", "Event", "EventEntry", "EventHit", "EventTalks",
    "Facet", "FacetName", "FacetValue", "Filter", "Former", "Grouping", "Hit", "IndexDamaged",
    "IndexLocked", "IndexMissing", "IndexNotDurable", "IndexStale", "IndexStatus", "IndexUnreachable",
    "IndexUnsafe", "IndexUnwritable", "KikigakiError", "Lexicon", "Link", "Mark", "Markup", "Match",
    "Name", "NearWord", "NoteError", "Query", "QueryError", "RelatedTalk", "SearchResult", "Settings",
    "SettingsError", "Snippet", "Sort", "Speaker", "Store", "Suggestion", "Talk", "TalkGone",
    "TalkIndex", "TalkNotFound", "TokenizingFailed", "Verified", "WayOut", "WaysOut", "Why", "WhyRoute",
    "WordCount", "open_index", "short_of",
]  # fmt: skip
