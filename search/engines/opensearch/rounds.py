"""Rounds: the words of a query, evaluated by a cluster: what one answer tells is needed to ask the next.

    1  for each word: how much of it the document that has most of it has, and how many have each spelling
    2  for several words: the best score, whether any document has all, and where words of the best stand
    3  the page itself: see `engine`, which asks for what `Hits` says

What is known beforehand is not asked for. `engines.evaluate.evidence` says the same in arrays.
"""

from collections.abc import Sequence

from msgspec import Struct

from search import ranking
from search.clauses import Word, Words
from search.engines.opensearch.best import best_of_all
from search.engines.opensearch.client import Question
from search.engines.opensearch.dsl import NOTHING, all_of, any_of, at_least, best_of, none_of, scored, times
from search.engines.opensearch.mapping import EVERYTHING
from search.engines.opensearch.nodes import Json
from search.engines.opensearch.spelled import Cover, Spelled
from search.engines.opensearch.term_counts import TermCounts
from search.ranking import idf

_LEASTS = (ranking.ENOUGH, ranking.ENOUGH_BESIDE_WHOLE)
"""From which cover on a document has a word: without and beside one that has all of it."""


class Hits(Struct, frozen=True):
    """What a page of hits is asked for by: filters, and what scores them.

    `hits`, `some` and `complete` are as in `WordsFound`; None is everyone. `scores` are added. Where
    `is_relaxed` is None, only the answer tells.
    """

    hits: Json | None
    some: Json | None
    complete: Json | None
    scores: tuple[Json, ...] = ()
    is_relaxed: bool | None = None


EVERYONE = Hits(None, None, None, (), False)
NOBODY = Hits(NOTHING, NOTHING, NOTHING, (), False)


def hits_of(words: Words, counts: TermCounts, question: Question) -> Hits:
    """Return what finds the documents with some words; raises as `Cluster.search`."""
    if not words.words:
        return EVERYONE
    evidence = [_Evidence(word, counts) for word in words.words]
    asking = [each for each in evidence if each.is_open]
    if asking:
        for each, answer in zip(asking, question([each.body() for each in asking]), strict=True):
            each.learn(answer)
    own = [query for each in evidence for query in each.scores()]
    links = counts.known(words.links)
    score = any_of([*own, *(scored(term, term.weight * counts.weight(term)) for term in links)])
    if len(evidence) == 1:
        return _of_one(evidence[0], score)
    # What stands everywhere need not stand in the answer to a question.
    asked = [each for each in evidence if each.is_telling or not words.is_sentence] or evidence
    complete = all_of([each.has() for each in asked]) if all(each.some_have for each in asked) else NOTHING
    telling = [each.has() for each in evidence if each.is_telling and each.some_have]
    best = best_of_all(score, complete, words, counts, question)
    scores = [score, *best.gains]
    close = _from(score, ranking.NEAR_THE_BEST * best.score)
    if words.is_sentence:
        # What scores without most of any word has but characters of them.
        nearly = any_of([each.has(ranking.NEARLY) for each in evidence])
        hits = all_of([nearly, close]) if telling else complete
        return Hits(hits, hits, complete, tuple(scores), False if hits is complete else None)
    some = all_of([any_of(telling), close]) if telling else NOTHING
    if not best.some_complete:
        return Hits(some, some, NOTHING, tuple(scores), True)
    some = any_of([some, complete]) if telling else complete
    damped = times(score, [(none_of(complete), 1 - ranking.MISSING)])
    # What stands between two words is no word: it adds to a hit, and makes none.
    hits = any_of([complete, _from(any_of(own), ranking.ALSO * best.score)])
    return Hits(hits, some, complete, (damped, *best.gains))


def _of_one(evidence: "_Evidence", score: Json) -> Hits:
    complete = evidence.has() if evidence.some_have else NOTHING
    if evidence.some_have:
        return Hits(complete, complete, complete, (score,), False)
    nearly = evidence.nearly()
    return Hits(nearly, nearly, NOTHING, (score,), True) if nearly is not None else NOBODY


def _from(score: Json, least: float) -> Json:
    return at_least(score, least) if least > 0 else EVERYTHING


class _Evidence:
    """What documents have of one word. `is_open` until the cluster has been asked, where that is needed."""

    def __init__(self, word: Word, counts: TermCounts) -> None:
        self.is_telling = word.is_telling
        self._word = word
        self._documents = counts.documents
        self._spelled = [Spelled(spelling, counts) for spelling in word.spellings]
        self._covers = [cover for each in self._spelled for cover in each.covers]
        certain = max((each.certain for each in self._covers), default=0.0)
        self._most = certain
        """The cover of the document that has most of the word, as far as it is known."""
        self._counts = [0] * len(self._spelled)
        self._having = 0
        self.is_open = bool(self._covers) and (certain <= ranking.ALL or len(self._spelled) > 1)

    def body(self) -> Json:
        body: Json = {
            "size": 1,
            "stored_fields": "_none_",
            "track_total_hits": False,
            "min_score": ranking.NEARLY,
            "query": best_of([cover.scoring(ranking.NEARLY) for cover in self._covers]),
        }
        if len(self._spelled) > 1:
            spelt = {
                str(place): _reaching(each.covers, ranking.ENOUGH) for place, each in enumerate(self._spelled)
            }
            body["aggs"] = {
                "having": {
                    "range": {
                        "script": {"source": "_score"},
                        "ranges": [{"key": str(at), "from": least} for at, least in enumerate(_LEASTS)],
                    },
                    "aggs": {"spelt": {"filters": {"filters": spelt}}},
                }
            }
        return body

    def learn(self, answer: Json) -> None:
        self._most = answer["hits"]["max_score"] or 0.0
        if len(self._spelled) > 1:
            buckets = {each["key"]: each for each in answer["aggregations"]["having"]["buckets"]}
            having = buckets[str(_LEASTS.index(self._least))]
            self._having = having["doc_count"]
            spelt = having["spelt"]["buckets"]
            self._counts = [spelt[str(place)]["doc_count"] for place in range(len(self._spelled))]

    @property
    def some_have(self) -> bool:
        return self._most >= self._least

    def has(self, least: float | None = None) -> Json:
        """Return who has the word, or `least` of it."""
        return _reaching(self._covers, self._least if least is None else least)

    def nearly(self) -> Json | None:
        """Return who has about as much of the word as the one that has most of it; None for nobody."""
        if self._most < ranking.NEARLY:
            return None
        return _reaching(self._covers, max(ranking.NEARLY, ranking.NEAR_THE_MOST * self._most))

    def scores(self) -> list[Json]:
        """Return what the word is worth: its best spelling, and a part of the others."""
        joined: list[Json] = []
        for place, spelled in enumerate(self._spelled):
            found = spelled.score(self._factor(place))
            if found and joined:
                joined = [best_of([any_of(joined), any_of(found)], ranking.SECOND)]
            elif found:
                joined = found
        return joined

    @property
    def _least(self) -> float:
        return _LEASTS[self._most > ranking.ALL]

    def _factor(self, place: int) -> float:
        spelling = self._word.spellings[place]
        factor = ranking.ROUTE_WEIGHTS[spelling.route]
        if len(self._spelled) == 1:
            return factor
        if spelling.route in ranking.ALL_OR_NOTHING:
            factor *= ranking.shortened(self._spelled[0].full(), self._spelled[place].full())
        if count := self._counts[place]:
            # A rare spelling of a common word is not as telling as its own rarity says.
            rarity = idf(self._having, self._documents) / idf(count, self._documents)
            factor *= rarity**ranking.UNION
        return factor


def _reaching(covers: Sequence[Cover], least: float) -> Json:
    return any_of([query for each in covers if (query := each.at_least(least)) is not None])
