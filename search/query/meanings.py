"""Meanings: what a chunk of a query says, a word or a clause that must hold, and what is shown of that."""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from search.answers import WhyRoute
from search.budget import Budget
from search.clauses import AnyOf, Clause, Dated, HasFacet, Word
from search.documents import TITLE_ROOM
from search.query.begun import beginning_of
from search.query.chunks import Chunk
from search.query.dates import FIRST, LAST, range_of, writings_of
from search.query.expansion import expanded
from search.query.honorifics import without_honorific
from search.query.known import Known
from search.query.phrases import enough_of, exact_of, phrase_of, short_terms
from search.query.spelling import spelling_of
from search.query.words import query_words_of
from search.text.spelling.folding import folded_runs

MAX_CLAUSES = 16
"""Phrases, exclusions, alternatives beyond are not read either: a common letter takes 10 ms in 20,000."""


class Restriction(Struct, frozen=True):
    """A restriction to some values of a facet, or to some days, as it was typed without its key, so that hits
    can say it, too. `route` is how values were found that do not hold what was typed.
    """

    text: str
    clause: HasFacet | Dated
    route: WhyRoute = "reading"


class Meaning(Struct, frozen=True):
    """What a part of a query says: a clause that must hold, None for nothing.

    Of that are shown the words that are `marked`, its `restrictions`, and what alternatives have `excluded`,
    as it was typed.
    """

    clause: Clause | None
    marked: tuple[Word, ...] = ()
    restrictions: tuple[Restriction, ...] = ()
    excluded: tuple[str, ...] = ()


class ChunkReader:
    """Reads the chunks of one query. What was typed before is not read again."""

    def __init__(self, known: Known, budget: Budget) -> None:
        self._known = known
        self._analyzer = known.analyzer
        self._budget = budget
        self._read: dict[tuple[str | None, str, str, bool, bool], Meaning] = {}

    def any_word(self, alternatives: Sequence[Chunk]) -> Word:
        """Return one word of which any alternative will do."""
        distinct = {(each.text, each.is_beginning): each for each in alternatives}.values()
        words = [self.beginning(each) if each.is_beginning else self._word(each.text) for each in distinct]
        return Word(
            " OR ".join(word.text for word in words),
            tuple(spelling for word in words for spelling in word.spellings),
            any(word.is_telling for word in words),
            tuple(word.text for word in words),
            tuple(phrase for word in words for phrase in word.exact),
        )

    def beginning(self, chunk: Chunk) -> Word:
        """Return a word of which any word that begins so will do, the word itself where none does."""
        begun = beginning_of(chunk.text, self._known)
        is_begun = begun.whole or not chunk.text.isalnum()
        return Word(f"{chunk.text}*", (begun,) if is_begun else self._word(chunk.text).spellings)

    def meaning_of(self, chunk: Chunk) -> Meaning:
        """Return what a chunk says, whether that must hold or must not."""
        said = (chunk.key, chunk.kind, chunk.text, chunk.is_excluded, chunk.is_beginning)
        if (read := self._read.get(said)) is None:
            if len(self._read) >= MAX_CLAUSES or self._budget.lacks("words"):
                return Meaning(None)
            read = self._read[said] = self._new_meaning_of(chunk)
        return read

    def _new_meaning_of(self, chunk: Chunk) -> Meaning:
        match chunk.key:
            case None if chunk.kind == "phrase":
                return self._phrase(chunk)
            case None:
                return self._anyhow(chunk)
            case "title":
                return self._phrase(chunk, below=TITLE_ROOM)
            case "date" | "day" | "since" | "until" as key:
                days = range_of(chunk.text) or (FIRST, LAST)
                first = FIRST if key == "until" else days[0]
                last = LAST if key == "since" else days[1]
                dated = Dated(first.toordinal(), last.toordinal())
                restrictions = (Restriction(chunk.text, dated),)
                written = self._written_day(chunk.text) if key == "day" else Meaning(None)
                clause = AnyOf((dated, written.clause)) if written.clause else dated
                return Meaning(clause, written.marked, restrictions)
            case facet:
                name = without_honorific(chunk.text, self._analyzer) if facet == "speaker" else chunk.text
                named = HasFacet(facet, self._known.values_named(name, facet))
                route: WhyRoute = "alias" if self._known.is_alias(name, facet) else "reading"
                return Meaning(named, restrictions=(Restriction(chunk.text, named, route),))

    def _phrase(self, chunk: Chunk, below: int | None = None) -> Meaning:
        phrase = phrase_of(chunk.text, self._analyzer, below)
        return Meaning(phrase, marked=(self._marks_of(chunk.text),) if phrase else ())

    def _written_day(self, text: str) -> Meaning:
        """Return a day as a text has it, in whichever way that writes it."""
        ways = (text, *writings_of(text))
        phrases = [phrase for each in ways if (phrase := phrase_of(each, self._analyzer))]
        # A part of it is no day: 2018 of 2018/09.
        return Meaning(AnyOf(tuple(phrases)), marked=(Word(text, (), exact=tuple(map(folded_runs, ways))),))

    def _marks_of(self, text: str) -> Word:
        """Return what a phrase is marked by: none of its words or pieces by itself is what was asked for."""
        if exact := exact_of(text):
            return Word(text, (), exact=exact)
        spelling = replace(spelling_of(text, "typed", self._analyzer), more=(), skeleton=())
        if not spelling.grams:
            # Signs around a word are no part of it that a text might lack.
            spelling = replace(spelling, whole=short_terms(text), share=1.0)
        return Word(text, (spelling,))

    def _anyhow(self, chunk: Chunk) -> Meaning:
        """Return a word as what must hold: its characters, or its words however they are written."""
        text = without_honorific(chunk.text, self._analyzer)
        if chunk.is_beginning:
            word = self.beginning(chunk)
        elif chunk.is_excluded:
            word = Word(text, (spelling_of(text, "typed", self._analyzer),))
        else:
            word = self._word(text)
            word = replace(word, spellings=tuple(each for each in word.spellings if each.route != "typo"))
        phrase = None if chunk.is_beginning else phrase_of(text, self._analyzer)
        found: list[Clause] = [phrase] if phrase else []
        for spelling in word.spellings:
            found += enough_of(spelling)
        exact = (*exact_of(text), *word.exact) if phrase else ()
        marked = replace(word, exact=tuple(dict.fromkeys(exact)))
        return Meaning(AnyOf(tuple(dict.fromkeys(found))) if found else None, marked=(marked,))

    def _word(self, text: str) -> Word:
        """Return what stands between spaces as one word, however many Sudachi makes of it."""
        typed_words = query_words_of(text, self._analyzer).words
        found = expanded(text, typed_words, self._known, self._budget)
        if len(found) == 1:
            return replace(found[0], text=text)
        typed = spelling_of(text, "typed", self._analyzer)
        return Word(text, (self._known.vocabulary.in_runs(typed, is_name=False),))
