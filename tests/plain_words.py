"""PlainWords: what documents have of the words of a query, in plain Python."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from plain_scores import PlainScores

from search import ranking
from search.clauses import Run, Spelling, Term, Word, Words
from search.documents import BODY


@dataclass(frozen=True)
class WordsFound:
    scores: dict[int, float]
    complete: set[int]
    hits: set[int]
    some: set[int]


def _having(covers: dict[int, float]) -> set[int]:
    whole = max(covers.values(), default=0.0) > 0.99
    least = ranking.ENOUGH_BESIDE_WHOLE if whole else ranking.ENOUGH
    return {number for number, cover in covers.items() if cover >= least}


class PlainWords(PlainScores):
    """Some documents, and which of them have the words of a query, with what that is worth."""

    def _words(self, words: Words) -> WordsFound:
        everyone = set(range(self.documents))
        if not words.words:
            return WordsFound(dict.fromkeys(everyone, 0.0), everyone, everyone, everyone)
        scores = dict.fromkeys(everyone, 0.0)
        has: list[set[int]] = []
        nearly: set[int] = set()
        covers: dict[int, float] = {}
        for word in words.words:
            found, covers = self._word(word)
            has.append(_having(covers))
            nearly |= {number for number, cover in covers.items() if cover >= ranking.NEARLY}
            for number in everyone:
                scores[number] += found[number]
        by_words = dict(scores)
        for number in everyone:
            scores[number] += sum(self._add(link, number)[0] for link in words.links)
        asked = [
            mask
            for word, mask in zip(words.words, has, strict=True)
            if word.is_telling or not words.is_sentence or len(has) == 1
        ]
        complete = set.intersection(*(asked or has))
        if len(has) == 1:
            least = max(ranking.NEARLY, ranking.NEAR_THE_MOST * max(covers.values(), default=0.0))
            nearly = {number for number, cover in covers.items() if cover >= least}
            return WordsFound(scores, complete, complete or nearly, complete or nearly)
        best = max(scores.values(), default=0.0)
        hits = some = complete
        telling = set().union(*(mask for word, mask in zip(words.words, has, strict=True) if word.is_telling))
        if telling:
            # What scores without most of any word has but characters of them.
            among = nearly if words.is_sentence else telling
            hits = some = {number for number in among if scores[number] >= ranking.NEAR_THE_BEST * best}
        if complete and not words.is_sentence:
            also = {number for number in everyone if by_words[number] >= ranking.ALSO * best}
            hits, some = complete | also, some | complete
            for number in everyone - complete:
                scores[number] *= 1 - ranking.MISSING
        self._add_nearness(words.places, scores)
        return WordsFound(scores, complete, hits, some)

    def _add_nearness(self, places: Sequence[Sequence[str]], scores: dict[int, float]) -> None:
        best = sorted(scores, key=lambda number: -scores[number])[: ranking.NEAR_TOP]
        best = [number for number in best if scores[number] > 0]
        found = []
        for terms in places:
            spots = {
                (number, position)
                for number in best
                for term in terms
                if (posting := self._postings[number].get(("words", term)))
                for position in posting.positions
                if position >= BODY
            }
            weights = [self._weight(df) for term in terms if (df := self._frequencies["words", term])]
            if spots:
                found.append((spots, max(weights)))
        for one, (spots, weight) in enumerate(found):
            for others, other_weight in found[one + 1 : one + 1 + ranking.NEAR_SPAN]:
                for number in best:
                    gaps = [abs(a - b) for n, a in spots for m, b in others if n == m == number]
                    if gaps:
                        nearness = math.exp(-min(gaps) / ranking.NEAR_SCALE)
                        scores[number] += ranking.NEAR * min(weight, other_weight) * nearness

    def _word(self, word: Word) -> tuple[dict[int, float], dict[int, float]]:
        everyone = range(self.documents)
        found = [self._spelling(spelling) for spelling in word.spellings]
        cover = {number: max(each[number][1] for each in found) for number in everyone}
        having = _having(cover)
        rarity = self._idf(len(having))
        scores = dict.fromkeys(everyone, 0.0)
        for spelling, each in zip(word.spellings, found, strict=True):
            weight = ranking.ROUTE_WEIGHTS[spelling.route]
            typed, full = self._full(word.spellings[0]), self._full(spelling)
            if spelling.route in ranking.ALL_OR_NOTHING and 0 < typed < full and len(found) > 1:
                weight *= (typed / full) ** ranking.LONGER
            count = sum(number in having and each[number][1] >= ranking.ENOUGH for number in everyone)
            if count and len(found) > 1:
                weight *= (rarity / self._idf(count)) ** ranking.UNION
            for number in everyone:
                high, low = sorted((scores[number], weight * each[number][0]), reverse=True)
                scores[number] = high + ranking.SECOND * low
        return scores, cover

    def _full(self, spelling: Spelling) -> float:
        """Return what a document with all of its terms would score, if all documents were alike."""
        enough = [
            term for term in (*spelling.whole, *spelling.joined) if self._frequencies[term.stream, term.text]
        ]
        terms = (*spelling.words, *spelling.more, *spelling.grams, *enough)
        return sum(term.weight * self._add(term, 0)[2] for term in terms)

    def _spelling(self, spelling: Spelling) -> dict[int, tuple[float, float]]:
        """Return each document's score and cover: nothing of one that has none of the terms."""
        terms = {(term.stream, term.text) for term in spelling.terms()}
        return {
            number: (0.0, 0.0) if postings.keys().isdisjoint(terms) else self._spelling_in(spelling, number)
            for number, postings in enumerate(self._postings)
        }

    def _spelling_in(self, spelling: Spelling, number: int) -> tuple[float, float]:
        if spelling.bounds:
            ways = [[self._has_phrase(phrase, number) for phrase in phrases] for phrases in spelling.bounds]
            if not any(map(all, ways)):
                return 0.0, 0.0
            own = (*spelling.words, *spelling.grams, *spelling.whole, *spelling.joined, *spelling.more)
            return sum(self._add(term, number)[0] for term in own), 1.0
        terms = [self._add(term, number) for term in spelling.words]
        score, cover = sum(term[0] for term in terms), 0.0
        if whole := sum(term[2] for term in terms):
            cover = spelling.share * sum(term[1] for term in terms) / whole
            if spelling.route in ranking.ALL_OR_NOTHING and not self._side_by_side(spelling.words, number):
                cover = 0.0
        is_apart = cover >= ranking.ENOUGH
        if spelling.is_run and self._has_any(spelling.runs[0].holding, number):
            cover = max(cover, ranking.HELD)
        is_written = cover >= ranking.ENOUGH
        for grams, helping, gate in (
            (spelling.grams, spelling.skeleton, ranking.GATE),
            (spelling.readings, (), ranking.GATE_READING),
        ):
            pieces = [self._add(term, number) for term in grams]
            if whole := sum(piece[2] for piece in pieces):
                pieces += [self._add(term, number) for term in helping]
                share = min(1.0, sum(piece[1] for piece in pieces) / whole)
                share *= all(self._holds(run, number) for run in spelling.runs)
                score += sum(piece[0] for piece in pieces) * share**gate
                claims = share >= ranking.NEARLY and not is_written
                if claims and self._is_accident(grams, helping, share, number):
                    share = 0.0
                cover = max(cover, share)
        if spelling.route in ranking.ALL_OR_NOTHING and cover < ranking.ENOUGH:
            cover = 0.0
        for term in (*spelling.whole, *spelling.joined):
            score += self._add(term, number)[0]
            if (term.stream, term.text) in self._postings[number]:
                cover = 1.0
        score += sum(self._add(term, number)[0] for term in spelling.more)
        return score * (self._joined(spelling, number) if is_apart else 1), cover

    def _joined(self, spelling: Spelling, number: int) -> float:
        """Return what is left of a document's score by how many of its units stand together."""
        joints = [joint for joint in spelling.joints if self._is_telling(joint[0])]
        had = sum(self._has_any(joint, number) for joint in joints)
        return ranking.APART + (1 - ranking.APART) * had / len(joints) if joints else 1.0

    def _side_by_side(self, words: Sequence[Term], number: int) -> bool:
        """Say whether the words stand one behind the other; one word always does."""
        places = []
        for place, word in enumerate(words):
            posting = self._postings[number].get(("words", word.text))
            places.append([position - place for position in posting.positions] if posting else [])
        return len(words) == 1 or any(
            all(any(abs(begin - other) <= ranking.SHIFT for other in others) for others in places[1:])
            for begin in places[0]
        )

    def _holds(self, run: Run, number: int) -> bool:
        has_parts = bool(run.parts) and all(self._has_any((part,), number) for part in run.parts)
        return has_parts or self._has_any((*run.holding, *run.near), number)

    def _is_accident(self, grams: Sequence[Term], helping: Sequence[Term], share: float, number: int) -> bool:
        """Say whether grams, which make up a share of a spelling, are no evidence of it in a document."""
        if ranking.is_short(grams):
            if share < ranking.ENOUGH:
                return True
            if len(grams) == 1 or self._has_any([term for term in helping if self._is_telling(term)], number):
                return False
        return not self._stand_together(grams, number)

    def _stand_together(self, grams: Sequence[Term], number: int) -> bool:
        is_short = ranking.is_short(grams)
        reach = 0 if is_short else ranking.SHIFT
        telling = [(place, gram) for place, gram in enumerate(grams) if is_short or self._is_telling(gram)]
        if len(telling) < min(ranking.LONG, len(grams)):
            return False
        begins = [
            position - place
            for place, gram in telling
            if (posting := self._postings[number].get((gram.stream, gram.text)))
            for position in posting.positions
        ]
        most = max((sum(abs(a - b) <= reach for b in begins) for a in begins), default=0)
        least = ranking.least_together(grams[0].stream, len(telling))
        return most >= (len(telling) if is_short else least)
