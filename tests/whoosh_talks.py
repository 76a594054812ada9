"""Small Whoosh indexes of talks made by lot, and Whoosh's queries on them in plain Python."""

import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from hypothesis import strategies as st
from whoosh import columns, fields, index, query
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.codec.base import Codec
from whoosh.query import Query
from whoosh.searching import Searcher
from whoosh.util.numeric import byte_to_length, length_to_byte

from search.engines.columnar import ColumnarCodec

WORDS = tuple("監視 障害 計測 索引 検索 設計 移行 運用 hbase hadoop hdfs fluentd go 語 c++ c".split())  # noqa: SIM905
TECHNOLOGIES = ("Go", "HBase", "C++", "Smith; Jr.")
SPEAKERS = ("桑野", "鈴木", "片岡")
FACETS = ("speaker", "technology")
SCHEMA = fields.Schema(
    key=fields.ID(unique=True, stored=True),
    body=fields.TEXT(analyzer=SpaceSeparatedTokenizer()),
    title=fields.TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=False),
    speaker=fields.KEYWORD(commas=True),
    technology=fields.KEYWORD(commas=True),
    minutes=fields.NUMERIC(signed=False, bits=16, stored=True),
    day=fields.COLUMN(columns.NumericColumn("i")),
)
EXACT = [length for length in range(1, 40) if byte_to_length(length_to_byte(length)) == length]
"""Lengths that Whoosh's own codec, which keeps a byte for each, gives back as they were."""


@dataclass(frozen=True)
class Note:
    """A talk as it is indexed; `body` and `title` are words."""

    key: str
    body: tuple[str, ...]
    title: tuple[str, ...]
    speaker: tuple[str, ...]
    technology: tuple[str, ...]
    minutes: int
    day: int

    def fields(self) -> dict[str, object]:
        """Return what Whoosh's writers take."""
        return {
            "key": self.key,
            "body": " ".join(self.body),
            "title": " ".join(self.title),
            "speaker": ",".join(self.speaker) or None,
            "technology": ",".join(self.technology) or None,
            "minutes": self.minutes,
            "day": self.day,
        }


@dataclass(frozen=True)
class History:
    """How an index came about: commits of notes, each replacing those with its key, and keys deleted."""

    commits: tuple[tuple[tuple[Note, ...], tuple[str, ...], bool], ...]

    def alive(self) -> dict[str, Note]:
        """Return the notes that are there in the end."""
        notes: dict[str, Note] = {}
        for added, deleted, _ in self.commits:
            for key in deleted:
                notes.pop(key, None)
            notes |= {note.key: note for note in added}
        return notes

    def write(self, folder: Path, codec: Codec | None) -> index.FileIndex:
        """Write it with Whoosh's own writer."""
        made = index.create_in(str(folder), SCHEMA)
        for added, deleted, merge in self.commits:
            writer = made.writer(codec=codec)
            for key in deleted:
                writer.delete_by_term("key", key)
            for note in added:
                writer.update_document(**note.fields())
            writer.commit(merge=merge)
        return made


def note_of(lots: random.Random, key: str) -> Note:
    """Return a note made by lot; words follow Zipf's law."""
    weights = [1 / (rank + 1) for rank in range(len(WORDS))]
    length = lots.choice(EXACT)
    return Note(
        key=key,
        body=tuple(lots.choices(WORDS, weights, k=length)),
        title=tuple(lots.choices(WORDS, weights, k=lots.choice(EXACT[:4]))),
        speaker=tuple(sorted(lots.sample(SPEAKERS, lots.randint(0, 2)))),
        technology=tuple(sorted(lots.sample(TECHNOLOGIES, lots.choice([0, 1, 1, 3])))),
        minutes=lots.choice([0, 5, 5, 20, 45, 300, 65_000]),
        day=lots.randint(-3, 3),
    )


@st.composite
def histories(draw: st.DrawFn) -> History:
    """Draw one of up to three commits, some of them merging what was there."""
    lots = random.Random(draw(st.integers(0, 1 << 32)))
    keys = [f"talk:{number}" for number in range(draw(st.sampled_from([1, 8, 40])))]
    commits = []
    for _ in range(draw(st.integers(1, 3))):
        added = [note_of(lots, key) for key in keys if lots.random() < lots.choice([0.1, 0.9])]
        deleted = [key for key in keys if lots.random() < 0.1]
        commits.append((tuple(added), tuple(deleted), draw(st.booleans())))
    return History(tuple(commits))


BOOSTS = st.sampled_from([1.0, 1.0, 2.0, 0.5])
TERMS = st.one_of(
    st.builds(query.Term, st.sampled_from(["body", "body", "title"]), st.sampled_from(WORDS), BOOSTS),
    st.builds(query.Term, st.just("technology"), st.sampled_from([*TECHNOLOGIES, "none"])),
)
PHRASES = st.builds(
    query.Phrase,
    st.just("body"),
    st.lists(st.sampled_from(WORDS[:8]), min_size=2, max_size=3),
    st.sampled_from([1, 1, 1, 2, 4]),
    BOOSTS,
)
MINUTES = st.none() | st.sampled_from([0, 4, 5, 20, 300, 65_000])
MULTIPLE = st.one_of(
    st.builds(query.Prefix, st.just("body"), st.sampled_from(["h", "hd", "c", "監", "x"]), BOOSTS),
    st.builds(query.Wildcard, st.just("body"), st.sampled_from(["h*e", "?", "*s", "x*"])),
    st.builds(query.Regex, st.just("body"), st.sampled_from(["h[ab].*", "c"])),
    st.builds(
        query.TermRange,
        st.just("body"),
        st.sampled_from([None, "c", "go"]),
        st.sampled_from([None, "hbase", "索引"]),
        st.booleans(),
        st.booleans(),
        BOOSTS,
    ),
    st.builds(query.NumericRange, st.just("minutes"), MINUTES, MINUTES, st.booleans(), st.booleans(), BOOSTS),
    st.builds(query.Every, st.sampled_from([None, "technology"]), BOOSTS),
)
TREES: st.SearchStrategy[Query] = st.recursive(
    st.one_of(TERMS, TERMS, PHRASES, MULTIPLE, st.just(query.NullQuery)),
    lambda inner: st.one_of(
        st.builds(query.And, st.lists(inner, min_size=1, max_size=3), BOOSTS),
        st.builds(query.Or, st.lists(inner, min_size=1, max_size=3), BOOSTS),
        st.builds(query.DisjunctionMax, st.lists(inner, min_size=1, max_size=3), BOOSTS),
        st.builds(query.Not, inner),
        st.builds(query.AndNot, inner, inner),
        st.builds(query.AndMaybe, inner, inner),
        st.builds(query.Require, inner, inner),
        st.builds(query.ConstantScoreQuery, inner, st.sampled_from([1.0, 3.0])),
    ),
    max_leaves=6,
)
"""Every kind of query that is evaluated on arrays."""
SOUND_TREES: st.SearchStrategy[Query] = st.recursive(
    st.one_of(TERMS, TERMS, PHRASES),
    lambda inner: st.one_of(
        st.builds(query.And, st.lists(inner, min_size=2, max_size=3), BOOSTS),
        st.builds(query.Or, st.lists(inner, min_size=2, max_size=3), BOOSTS),
        st.builds(lambda a, b: query.And([a, query.Not(b)]), inner, inner),
        st.builds(query.ConstantScoreQuery, inner, st.just(2.0)),
    ),
    max_leaves=6,
)
"""Those that Whoosh 2.7.4 itself answers as its documentation says, without a limit."""

Scorer = Callable[[str, str, Note], float]


def plain_matches(asked: Query, notes: Mapping[int, Note], scorer: Scorer) -> dict[int, float]:
    """Return which of these notes match, and their scores; `scorer` gives a term's."""
    found = {number: _score(asked, note, scorer) for number, note in notes.items()}
    return {number: score for number, score in found.items() if score is not None}


def bm25_of(searcher: Searcher) -> Scorer:
    """Return BM25 as Whoosh has it, for the figures of an index."""
    k1, b = searcher.weighting.K1, searcher.weighting.B

    def score(name: str, text: str, note: Note) -> float:
        if name not in ("body", "title"):
            return 1.0
        words = getattr(note, name)
        norm = 1 - b + b * len(words) / (searcher.avg_field_length(name) or 1)
        count = words.count(text)
        return float(searcher.idf(name, text.encode())) * count * (k1 + 1) / (count + k1 * norm)

    return score


def _score(asked: Query, note: Note, scorer: Scorer) -> float | None:
    def inner(each: Query) -> float | None:
        return _score(each, note, scorer)

    match asked:
        case query.Term():
            there = asked.text in getattr(note, asked.fieldname)
            return scorer(asked.fieldname, asked.text, note) * asked.boost if there else None
        case query.And() | query.Or() | query.DisjunctionMax():
            scores = [score for each in asked.subqueries if (score := inner(each)) is not None]
            if not scores or (type(asked) is query.And and len(scores) < len(asked.subqueries)):
                return None
            return (max if type(asked) is query.DisjunctionMax else sum)(scores) * asked.boost
        case query.Not():
            return 1.0 if inner(asked.query) is None else None
        case query.AndNot() | query.Require():
            return inner(asked.a) if (inner(asked.b) is None) is (type(asked) is query.AndNot) else None
        case query.AndMaybe():
            score = inner(asked.a)
            return None if score is None else score + (inner(asked.b) or 0.0)
        case query.ConstantScoreQuery():
            return None if inner(asked.child) is None else asked.score
        case query.Phrase():
            return _phrase_score(asked, note, scorer)
        case query.Every():
            return asked.boost if asked.fieldname is None or note.technology else None
        case query.NumericRange():
            return asked.boost if _within(note.minutes, asked) else None
        case query.TermRange():
            return asked.boost if any(_within(word, asked) for word in note.body) else None
        case query.Prefix():
            return asked.boost if any(word.startswith(asked.text) for word in note.body) else None
        case query.Wildcard() | query.Regex():
            # What fnmatch or re find among words is Whoosh's business and theirs.
            return asked.boost if set(asked._btexts(_Lexicon())) & {w.encode() for w in note.body} else None
    return None


class _Lexicon:
    """A reader of all words, as far as patterns need one."""

    schema = SCHEMA

    def lexicon(self, _: str) -> Iterable[bytes]:
        return [word.encode() for word in WORDS]

    def expand_prefix(self, _: str, prefix: str) -> Iterable[bytes]:
        return [word.encode() for word in WORDS if word.startswith(prefix)]


def _within(value: int | str, asked: query.TermRange | query.NumericRange) -> bool:
    above = asked.start is None or (value > asked.start if asked.startexcl else value >= asked.start)
    below = asked.end is None or (value < asked.end if asked.endexcl else value <= asked.end)
    return above and below


def _phrase_score(asked: query.Phrase, note: Note, scorer: Scorer) -> float | None:
    ends = {place for place, word in enumerate(note.body) if word == asked.words[0]}
    for wanted in asked.words[1:]:
        reached = {end + step for end in ends for step in range(1, asked.slop + 1)}
        ends = {place for place in reached if place < len(note.body) and note.body[place] == wanted}
    return sum(scorer("body", word, note) for word in asked.words) * asked.boost if ends else None


CODEC = ColumnarCodec(facets=FACETS)
