"""Spelling: a piece of what was typed, or a name, as the terms by which it is found where it is spelt so."""

import re
from collections.abc import Sequence
from functools import lru_cache

from msgspec.structs import replace

from search.clauses import Route, Run, Spelling, Term
from search.query.numerals import numbers_in
from search.ranking import ENOUGH, EVIDENCE_WEIGHTS, Evidence
from search.text.analysis import Analyzer
from search.text.spelling.folded_codes import is_kanji, is_sign
from search.text.spelling.folding import BREAK, folded, folded_places, folded_runs
from search.text.spelling.latin import RUN
from search.text.streams import Stream
from search.text.units import Unit

KANA = re.compile(r"[ぁ-ゖァ-ヺーｦ-ﾟ・゛゜\u3099\u309a\-‐‑‒–—―−─~〜]+")
HIRAGANA = re.compile(r"[ぁ-ゖ]")
OKURIGANA = re.compile(r"(?=.*[一-鿿])(?=.*[ぁ-ゖ])[一-鿿々ぁ-ゖ]+")
"""Kanji with kana."""
SHORT_KANA = 3
"""Folded kana of a word that stands everywhere by accident."""
KEPT = 4096
"""Words and names whose spellings are kept: people ask for the same ones, with each key and each other."""
_JOINT = re.compile(r"[一-鿿々〆ァ-ヺー]{2}")
"""Characters that stand side by side in any spelling; of okurigana some are left out."""
_SHORT_LATIN = 3
"""Latin words up to this length have no bigrams: Go and WAL would be found inside Google."""
_A, _YA = ord("ア"), ord("ヤ")


def word_of(text: str) -> Term:
    """Return a term that is a word of a spelling."""
    return Term("words", text, EVIDENCE_WEIGHTS["word"])


def one_word(text: str, route: Route) -> Spelling:
    """Return the spelling that is one term of an index."""
    return Spelling(route, text, words=(word_of(text),))


@lru_cache(maxsize=KEPT)
def units_of(text: str, analyzer: Analyzer) -> tuple[tuple[Unit, int], ...]:
    """Return the units of a text with where each begins, in order."""
    return tuple(analyzer.placed(text))


@lru_cache(maxsize=KEPT)
def spelling_of(text: str, route: Route, analyzer: Analyzer) -> Spelling:
    """Return a name as one spelling, however many words it has.

    Particles of a name are not asked for; where Sudachi takes most of it for grammar or signs (エンジン of
    エンジンエックス), what is left of it is not the name.
    """
    spellings, _ = typed_spellings(text, units_of(text, analyzer), [(0, len(text))])
    share = spellings[0].share
    return replace(spellings[0], route=route, share=share if share < ENOUGH else 1.0)


def reading_of(kana: str, route: Route, heads: Sequence[str] = ()) -> Spelling:
    """Return a word in kana as a reading; `heads` are the ways in which a word must begin that is read so."""
    runs = list(filter(None, folded_runs(kana).split("\0")))
    size = min(3, max(map(len, runs), default=0))
    grams = [run[at : at + size] for run in runs for at in range(len(run) - size + 1)]
    weight = EVIDENCE_WEIGHTS["reading"]
    readings = tuple(Term("readings", gram, weight) for gram in grams)
    begins = tuple(Term("readings", head) for head in heads if head)
    return Spelling(route, kana, readings=readings, runs=(Run(kana, begins),) if begins else ())


def behind_i_row(spelling: Spelling) -> Spelling:
    """Return what begins with ア as it stands behind an i-row kana: ミニアプリ folds to ミニヤプリ."""
    return replace(
        spelling,
        words=(),
        whole=(),
        joined=(),
        more=(),
        grams=_with_ya(spelling.grams),
        readings=_with_ya(spelling.readings),
        share=1.0,
    )


def _with_ya(grams: tuple[Term, ...]) -> tuple[Term, ...]:
    return (grams[0]._replace(text="ヤ" + grams[0].text[1:]), *grams[1:]) if grams else ()


class _Draft:
    """The terms of one spelling while they are gathered."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.terms: dict[Evidence, list[Term]] = {}
        self.covered = 0
        self.borders: set[int] = set()
        """Where one unit ends and the next begins, in the query."""
        self.joints: list[tuple[Term, ...]] = []
        self.is_broken = False
        """Whether a sign parts it: the bigrams of 3.12 are only 12, which is no 3.12; nor is 2024 a 1024."""

    def add(self, evidence: Evidence, stream: Stream, text: str) -> None:
        self.terms.setdefault(evidence, []).append(Term(stream, text, EVIDENCE_WEIGHTS[evidence]))

    def spelling(self) -> Spelling:
        if self.is_broken or self.text.isdecimal():
            self.terms.pop("bigram", None)
        if KANA.fullmatch(self.text):
            # Sudachi parts words it does not know in hiragana; the index may know them as one katakana word.
            whole = folded(self.text)
            if all(term.text != whole for term in self._of("word", "written")):
                self.add("whole", "words", whole)
            if len(whole) < 3 <= len(self.text):
                # ビール is not the beginning of ビルド: what is left of so short a word is no evidence.
                self.terms.pop("bigram", None)
        if not self._of("word", "whole", "join", "bigram"):
            # 私 is grammar to Sudachi and 🔥 a sign; who types it alone wants it.
            self.terms["whole"] = self.terms.pop("kanji", [])
        has_words = bool(self._of("word", "written", "compound", "piece", "join"))
        return Spelling(
            "typed",
            self.text,
            words=self._of("word"),
            whole=self._of("whole"),
            joined=self._of("join", "itself"),
            more=self._of("written", "compound", "piece", "kanji"),
            grams=self._of("bigram"),
            skeleton=self._of("skeleton"),
            joints=tuple(self.joints) if self.terms.get("bigram") else (),
            share=min(1.0, self.covered / max(1, len(self.text))) if has_words else 1.0,
        )

    def _of(self, *kinds: Evidence) -> tuple[Term, ...]:
        found: list[Term] = []
        for kind in kinds:
            found += self.terms.get(kind, ())
        return tuple(found)


def typed_spellings(
    text: str, placed: Sequence[tuple[Unit, int]], spans: Sequence[tuple[int, int]]
) -> tuple[list[Spelling], tuple[Term, ...]]:
    """Return one spelling for each span, as typed, and the bigrams between them."""
    drafts = [_Draft(text[start:end]) for start, end in spans]
    owner = [-1] * (len(text) + 1)
    for number, (start, end) in enumerate(spans):
        owner[start:end] = [number] * (end - start)
    _add_words(placed, owner, drafts)
    links = _add_grams(text, owner, drafts)
    bounds = {(number.start, number.end): number.bounds() for number in numbers_in(text, placed)}
    return [
        replace(draft.spelling(), bounds=bounds[span], joints=()) if span in bounds else draft.spelling()
        for draft, span in zip(drafts, spans, strict=True)
    ], links


def _add_words(placed: Sequence[tuple[Unit, int]], owner: Sequence[int], drafts: Sequence[_Draft]) -> None:
    last = ("", -2, 0)
    for unit, begin in placed:
        number = owner[begin]
        if number < 0:
            continue
        draft = drafts[number]
        if unit.latin:
            key = unit.parts[0][0]
            draft.add("word", "words", key)
            draft.covered += unit.size
            for piece, _, _, _ in unit.parts[1:]:
                draft.add("piece", "words", piece)
            if last[0] and begin - last[1] <= 1:
                for neighbour in {number, owner[last[2]]}:
                    drafts[neighbour].add("join", "words", last[0] + key)
            last = (key, begin + unit.size, begin)
            continue
        if unit.compound:
            draft.add("compound", "words", unit.compound)
            if unit.size == len(draft.text) and OKURIGANA.fullmatch(draft.text):
                # あり方 is 在り方, whatever their parts are.
                draft.add("itself", "words", unit.compound)
        for key, written, start, end in unit.parts:
            if key:
                draft.add("word", "words", key)
                draft.covered += end - start
                draft.borders.add(begin + start)
            if written:
                draft.add("written", "words", written)


def _add_grams(text: str, owner: Sequence[int], drafts: Sequence[_Draft]) -> tuple[Term, ...]:
    """Add bigrams, kanji and skeleton pairs; return the bigrams that belong to no one word."""
    codes, starts = folded_places(text)
    short = _short_latin(text)
    links: list[Term] = []
    for place, code in enumerate(codes):
        number = owner[starts[place]]
        if code == BREAK:
            if number >= 0:
                drafts[number].is_broken = True
            continue
        if code == _YA and owner[starts[place] - 1] != number and folded(text[starts[place]]) == "ア":
            # A word by itself, whatever is typed before it.
            codes[place] = code = _A
        kanji = is_kanji(code)
        if (kanji or is_sign(chr(code))) and number >= 0:
            drafts[number].add("kanji", "bigrams", chr(code))
        for gap in (1, 2, 3):
            other = place + gap
            if other >= len(codes) or codes[other] == BREAK:
                break
            pair = chr(code) + chr(codes[other])
            within = number >= 0 and owner[starts[other]] == number
            if gap == 1 and not (short[starts[place]] and short[starts[place]] == short[starts[other]]):
                if within:
                    drafts[number].add("bigram", "bigrams", pair)
                    written = text[starts[place]] + text[starts[other]]
                    if starts[other] in drafts[number].borders and _JOINT.fullmatch(written):
                        drafts[number].joints.append(_joint_of(pair))
                else:
                    links.append(Term("bigrams", pair, EVIDENCE_WEIGHTS["link"]))
            if not kanji:
                break
            if is_kanji(codes[other]):
                if within:
                    drafts[number].add("skeleton", "skeleton", pair)
                    if gap > 1:
                        drafts[number].add("skeleton", "bigrams", pair)
                break
    return tuple(links)


def _joint_of(pair: str) -> tuple[Term, ...]:
    """Return the terms of two characters where units meet; between kanji okurigana may be written."""
    joint = (Term("bigrams", pair, EVIDENCE_WEIGHTS["bigram"]),)
    if not all(is_kanji(ord(character)) for character in pair):
        return joint
    return (*joint, Term("skeleton", pair, EVIDENCE_WEIGHTS["skeleton"]))


def _short_latin(text: str) -> list[int]:
    """Return for each character the number, from 1, of the short Latin word it is in, 0 for none."""
    short = [0] * (len(text) + 1)
    for number, run in enumerate(RUN.finditer(text), start=1):
        if run.end() - run.start() <= _SHORT_LATIN:
            short[run.start() : run.end()] = [number] * (run.end() - run.start())
    return short
