"""Words: the words of a query, and the ways in which each may be written.

A query word is a typed word (between spaces) without its particles: 日本で梅雨が is 日本 and 梅雨; what
stands between spaces or signs all in kana stays whole, for Sudachi cannot be trusted to part しゃーでぃんぐ.
Its spellings are itself, itself without a particle at its end, its reading, its Japanese or Latin name; the
lexicon's and the vocabulary's are added by `expansion`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from search.clauses import Route, Run, Spelling, Term, Word
from search.ranking import ENOUGH, EVIDENCE_WEIGHTS, Evidence
from search.text.analysis import Analyzer
from search.text.spelling.folding import BREAK, codes_of, fold, folded, is_sign
from search.text.spelling.latin import RUN, parts_of
from search.text.spelling.romaji import kana_of
from search.text.streams import Stream, Unit, head_of

_TYPED = re.compile(r"\S+")
_A, _YA = ord("ア"), ord("ヤ")
_PART = re.compile(r"L+|N*V*")
"""Letters by themselves; nouns, with the verb behind them but not the noun behind a verb: 進む|日本."""
KANA = re.compile(r"[ぁ-ゖァ-ヺーｦ-ﾟ・゛゜\u3099\u309a\-‐‑‒–—―−─~〜]+")
_LEAST_STEM = 3
"""Folded kana that a stem must have: わか of わかは is everywhere."""
SHORT_KANA = 3
"""Folded kana of a word that stands everywhere by accident."""
_FEW = 2
"""Words of a query whose reading is looked for, too, where they are kanji with okurigana, and whose units
should stand together; of questions that asks too much."""
_OKURIGANA = re.compile(r"(?=.*[一-鿿])(?=.*[ぁ-ゖ])[一-鿿々ぁ-ゖ]+")
_JOINT = re.compile(r"[一-鿿々〆ァ-ヺー]{2}")
"""Characters that stand side by side in any spelling; of okurigana some are left out."""
_HIRAGANA = re.compile(r"[ぁ-ゖ]")
_SHORT_LATIN = 3
"""Latin words up to this length have no bigrams: Go and WAL would be found inside Google."""
_KEPT = 4096
"""Words and names whose spellings are kept: people ask for the same ones, with each key and each other."""


@dataclass(frozen=True, slots=True)
class QueryWord:
    """A word and where it stands in the query: `query[start:end]`."""

    start: int
    end: int
    word: Word


@dataclass(frozen=True, slots=True)
class QueryWords:
    """The words of a query, the bigrams that tie neighbours, and the `words` terms at each of its places."""

    words: tuple[QueryWord, ...]
    links: tuple[Term, ...]
    places: tuple[tuple[str, ...], ...]


def query_words_of(text: str, analyzer: Analyzer) -> QueryWords:
    """Return the words of a query with the spellings that need neither lexicon nor index."""
    placed = _placed(text, analyzer)
    spans = _spans_of(text, placed)
    spellings, links = _typed_spellings(text, placed, spans)
    if len(spans) > _FEW and len(text.split()) == 1:
        # What a question asks about may be said in other words: there the units alone tell enough.
        spellings = [replace(spelling, joints=()) for spelling in spellings]
    words = []
    places: list[tuple[str, ...]] = []
    for (start, end), spelling in zip(spans, spellings, strict=True):
        others = list(_other_names(spelling.text, analyzer))
        if stem := _stem_of(text, start, end, placed):
            others.append(spelling_of(stem, "typed", analyzer))
        inside = [unit for unit, begin in placed if start <= begin < end]
        if inside and all(unit.person for unit in inside):
            # Names are noted down as they were heard, in kana.
            others.append(reading_of("".join(unit.reading for unit in inside), "reading"))
        elif len(spans) <= _FEW and (reading := _with_okurigana(text[start:end], inside)):
            others.append(reading_of(reading, "okurigana", heads_of(reading, "okurigana")))
        spelt = [spelling, *others]
        spelt += [_behind_i_row(each) for each in spelt if folded(each.text)[:1] == "ア"]
        words.append(QueryWord(start, end, Word(spelling.text, tuple(spelt), _is_telling(spelling.text))))
        places += _places_of(spelling, others[:1])
    return QueryWords(tuple(words), links, tuple(places))


@lru_cache(maxsize=_KEPT)
def spelling_of(text: str, route: Route, analyzer: Analyzer) -> Spelling:
    """Return a name as one spelling, however many words it has.

    Particles of a name are not asked for; where Sudachi takes most of it for grammar or signs (エンジン of
    エンジンエックス), what is left of it is not the name.
    """
    spellings, _ = _typed_spellings(text, _placed(text, analyzer), [(0, len(text))])
    share = spellings[0].share
    return replace(spellings[0], route=route, share=share if share < ENOUGH else 1.0)


def reading_of(kana: str, route: Route, heads: Sequence[str] = ()) -> Spelling:
    """Return a word in kana as a reading; `heads` are the ways in which a word must begin that is read so."""
    runs = fold(codes_of(kana)).text().split()
    size = min(3, max(map(len, runs), default=0))
    grams = [run[at : at + size] for run in runs for at in range(len(run) - size + 1)]
    weight = EVIDENCE_WEIGHTS["reading"]
    readings = tuple(Term("readings", gram, weight) for gram in grams)
    begins = tuple(Term("readings", head) for head in heads if head)
    return Spelling(route, kana, readings=readings, runs=(Run(kana, begins),) if begins else ())


def _placed(text: str, analyzer: Analyzer) -> list[tuple[Unit, int]]:
    units, begins = analyzer.units(text)
    return list(zip(units, begins.tolist(), strict=True))


def _spans_of(text: str, placed: Sequence[tuple[Unit, int]]) -> list[tuple[int, int]]:
    """Return where the query words are, as (start, end)."""
    content = _content_of(text, placed)
    spans: list[tuple[int, int]] = []
    for typed in _TYPED.finditer(text):
        found: list[tuple[int, int]] = []
        for start, end in _between_signs(typed):
            inside = [part.span() for part in _PART.finditer(content, start, end) if part[0]]
            whole = KANA.fullmatch(text, start, end) and (inside or (start, end) == typed.span())
            key = folded(text[start:end]) if whole else ""
            found += [(start, end)] if len(key) > 1 or (key and inside) else inside
        if not found:
            pieces = _between_signs(typed)
            found = [(start, end) for start, end in pieces if _is_searchable(text[start:end], text)]
        spans += found
    return spans


def _is_searchable(piece: str, text: str) -> bool:
    """Say whether a piece without a content word can be found; 🔥 is where nothing else is typed, one kana
    by itself is nowhere.
    """
    characters = folded(piece)
    if len(characters) == 1 and KANA.fullmatch(characters):
        return False
    if all(map(is_sign, characters)):
        return characters != "" and all(map(is_sign, fold(codes_of(text)).text()))
    return True


def _content_of(text: str, placed: Sequence[tuple[Unit, int]]) -> str:
    """Return a letter for each character, a space for particles and signs: see `_PART`."""
    marks = [" "] * (len(text) + 1)
    for unit, begin in placed:
        letters = unit.latin and not unit.parts[0][0].isdigit()
        mark = "L" if letters else "V" if unit.inflects else "N"
        if not unit.latin and marks[begin] == "L":
            # X線 is one word: it begins in the Latin run that was cut out of it.
            marks[begin : begin + unit.size] = mark * unit.size
            continue
        for key, _, start, end in unit.parts[:1] if unit.latin else unit.parts:
            if key:
                marks[begin + start : begin + end] = mark * (end - start)
    return "".join(marks)


def _between_signs(typed: re.Match[str]) -> list[tuple[int, int]]:
    """Return the pieces of a typed word that no punctuation parts but that inside a Latin run (node.js)."""
    if typed[0].isalnum():
        return [typed.span()]
    characters = fold(codes_of(typed[0]))
    runs = [range(*run.span()) for run in RUN.finditer(typed[0])]
    pieces, begin = [], 0
    for place in (characters.codes == BREAK).nonzero()[0].tolist():
        start, end = int(characters.start[place]), int(characters.end[place])
        if not any(start in run for run in runs):
            pieces.append((typed.start() + begin, typed.start() + start))
            begin = end
    pieces.append((typed.start() + begin, typed.end()))
    return [(start, end) for start, end in pieces if start < end]


def _stem_of(text: str, start: int, end: int, placed: Sequence[tuple[Unit, int]]) -> str:
    """Return a word in kana without the particles at its end (しゃーでぃんぐ|とは), empty without any."""
    if not KANA.fullmatch(text, start, end):
        return ""
    stop = end
    for unit, begin in reversed(placed):
        if start < begin < stop and begin + unit.size == stop and not any(part[0] for part in unit.parts):
            stop = begin
    stem = text[start:stop]
    return stem if stop < end and len(folded(stem)) >= _LEAST_STEM else ""


def _behind_i_row(spelling: Spelling) -> Spelling:
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
        """Whether a sign parts it: the bigrams of 3.12 are only 12, which is no 3.12."""

    def add(self, evidence: Evidence, stream: Stream, text: str) -> None:
        self.terms.setdefault(evidence, []).append(Term(stream, text, EVIDENCE_WEIGHTS[evidence]))

    def spelling(self) -> Spelling:
        if self.is_broken:
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
        return tuple(term for kind in kinds for term in self.terms.get(kind, ()))


def _typed_spellings(
    text: str, placed: Sequence[tuple[Unit, int]], spans: Sequence[tuple[int, int]]
) -> tuple[list[Spelling], tuple[Term, ...]]:
    """Return one spelling for each span, as typed, and the bigrams between them."""
    drafts = [_Draft(text[start:end]) for start, end in spans]
    owner = [-1] * (len(text) + 1)
    for number, (start, end) in enumerate(spans):
        owner[start:end] = [number] * (end - start)
    _add_words(placed, owner, drafts)
    links = _add_grams(text, owner, drafts)
    return [draft.spelling() for draft in drafts], links


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
            if unit.size == len(draft.text) and _OKURIGANA.fullmatch(draft.text):
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
    characters = fold(codes_of(text))
    codes = characters.codes.tolist()
    starts = characters.start.tolist()
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
        kanji = _is_kanji(code)
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
            if _is_kanji(codes[other]):
                if within:
                    drafts[number].add("skeleton", "skeleton", pair)
                    if gap > 1:
                        drafts[number].add("skeleton", "bigrams", pair)
                break
    return tuple(links)


def _joint_of(pair: str) -> tuple[Term, ...]:
    """Return the terms of two characters where units meet; between kanji okurigana may be written."""
    joint = (Term("bigrams", pair, EVIDENCE_WEIGHTS["bigram"]),)
    if not all(_is_kanji(ord(character)) for character in pair):
        return joint
    return (*joint, Term("skeleton", pair, EVIDENCE_WEIGHTS["skeleton"]))


def _short_latin(text: str) -> list[int]:
    """Return for each character the number, from 1, of the short Latin word it is in, 0 for none."""
    short = [0] * (len(text) + 1)
    for number, run in enumerate(RUN.finditer(text), start=1):
        if run.end() - run.start() <= _SHORT_LATIN:
            short[run.start() : run.end()] = [number] * (run.end() - run.start())
    return short


def _with_okurigana(written: str, units: Sequence[Unit]) -> str:
    """Return the reading of kanji with okurigana, in katakana; empty for others and for short ones."""
    if not _OKURIGANA.fullmatch(written) or sum(unit.size for unit in units) != len(written):
        return ""
    reading = "".join(unit.reading for unit in units)
    return reading if len(folded(reading)) > SHORT_KANA else ""


def _places_of(typed: Spelling, others: Sequence[Spelling]) -> list[tuple[str, ...]]:
    """Return the terms at each place of a word: one for each of its units, other names at the first."""
    written = [term.text for term in typed.more if term.stream == "words"]
    names = [term.text for other in others for term in (*other.words, *other.whole)]
    places: list[tuple[str, ...]] = [(term.text,) for term in typed.words] or [()]
    places[0] = (*places[0], *written, *names, *(term.text for term in typed.whole))
    return [place for place in places if place]


@lru_cache(maxsize=_KEPT)
def _other_names(text: str, analyzer: Analyzer) -> tuple[Spelling, ...]:
    """Return the spellings of a word by its reading and by the name the other script has for it."""
    if RUN.fullmatch(text):
        name, _ = analyzer.japanese_of(text)
        kana = kana_of(text)
        found = [spelling_of(name, "name", analyzer)] if name else []
        parts = parts_of(text)
        if len(parts) > 1 and all(len(part) > 1 and part.isalpha() for part in parts):
            # JavaScript/TypeScript is also had where both stand.
            weight = EVIDENCE_WEIGHTS["word"]
            found.append(Spelling("typed", text, words=tuple(Term("words", part, weight) for part in parts)))
        if len(kana) > 2:
            found.append(reading_of(kana, "romaji", heads_of(kana, "romaji")))
        return tuple(found)
    if KANA.fullmatch(text) and len(text) > 1:
        return (reading_of(text, "reading", heads_of(text, "reading")),)
    return ()


def heads_of(kana: str, route: Route) -> tuple[str, ...]:
    """Return the ways in which a word must begin that is read so; none when it may stand inside another.

    Three katakana are a word: ロック is not in ブロック. はじめ is also the beginning of 始めよう. More in
    hiragana may be several words.
    """
    size = len(folded(kana))
    in_hiragana = _HIRAGANA.search(kana) is not None
    if size < SHORT_KANA:
        return (head_of(kana, whole=True),)
    if size == SHORT_KANA:
        wholes: tuple[bool, ...] = (True, False) if in_hiragana or route == "romaji" else (True,)
        return tuple(head_of(kana, whole) for whole in wholes)
    if in_hiragana:
        return ()
    # Names in kana are cut anywhere: かた|おか.
    return (head_of(kana, whole=False), head_of(folded(kana)[:3]), head_of(folded(kana)[:2]))


def _is_telling(text: str) -> bool:
    """Say whether finding this word alone means anything: one letter or two kana stand everywhere."""
    key = folded(text)
    return len(key) > 2 or any(_is_kanji(ord(c)) for c in key) or (len(key) == 2 and text.isupper())


def _is_kanji(code: int) -> bool:
    return 0x3400 <= code <= 0x9FFF or code >= 0x20000
