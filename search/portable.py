"""Portable words: a talk for a search engine that splits at blanks and knows no Japanese.

An engine in a browser has no dictionary. So what a query of a few letters needs is written out beforehand, as
tokens that mean the same on both sides: pairs of neighbouring folded characters, of the text, of how it
is read, and of its other spellings. A phrase of such pairs is a run of letters, wherever a dictionary would
have cut. A Latin word is one token. The last character of a run stands alone, so that no phrase reaches from
one run into the next.

    シャーディング   シヤ ヤデ デイ イン ング グ     also for しゃーでぃんぐ and ｼｬｰﾃﾞｨﾝｸﾞ
    片岡            片岡 岡, and カタ タオ オカ カ   the second as its sounds

`web/static/exported.js` makes the same of a query: what is changed here is changed there, and a test compares
them.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

from msgspec import Struct

from search.guide.related import WholeWords as WholeWords
from search.guide.related import know_words as know_words
from search.guide.related import words_in
from search.index import TalkIndex
from search.model import Talk
from search.text.analysis import Analyzer
from search.text.lexicon import Lexicon
from search.text.spelling.folding import folded, folded_runs, join_ia
from search.text.spelling.input_method import key_rules
from search.text.spelling.kana import MORAS
from search.text.spelling.kanji_variants import variant_table
from search.text.spelling.latin import ALIKE, RUN, key_of, pieces_of
from search.text.spelling.romaji import kana_of, romaji_rules
from search.text.streams import joined_readings, totals_of
from search.text.visible_text import visible_text

MOST_KNOWN = 5_000
"""Talks whose words are handed on; they take 20 kB each."""
_LONGEST_NAME = 4
"""Units that a listed name may have."""
_KATAKANA = re.compile("[ァ-ヺー]{3,}")
_LATIN_NAME = re.compile("[A-Z][a-z]{3,}")
"""What may be somebody's name, written as it sounds: Kataoka."""


class PortableTalk(Struct, frozen=True):
    """The tokens of a talk. `written` begin with the title, and then speakers, technologies and event;
    `sounds` are how all of it is read. `latin` and `katakana` are the words that somebody may misspell.
    `words` are for `know_words`.
    """

    written: tuple[str, ...]
    sounds: tuple[str, ...]
    latin: frozenset[str]
    katakana: frozenset[str]
    words: tuple[WholeWords, ...]


class _Read(Struct, frozen=True):
    """One text: its own tokens, those of how it is read, and what of it is spelt otherwise, as written."""

    written: tuple[str, ...]
    sounds: tuple[str, ...]
    others: tuple[str, ...]
    latin: tuple[str, ...]
    katakana: tuple[str, ...]
    words: WholeWords


def written_tokens(text: str) -> Iterator[str]:
    """Yield the tokens of a text: Latin words whole, pairs of other characters, the last of a run alone."""
    done = 0
    for run in RUN.finditer(text):
        yield from _pairs_of(folded_runs(text[done : run.start()]))
        yield key_of(run[0])
        done = run.end()
    yield from _pairs_of(folded_runs(text[done:]))


class Portable:
    """Writes talks out. One for each process: it opens the dictionary."""

    def __init__(self, analyzer: Analyzer, lexicon: Lexicon) -> None:
        self._analyzer, self._lexicon = analyzer, lexicon
        # Names of people, technologies and events come again.
        self._read_before = lru_cache(maxsize=4096)(self._read)

    def talk(self, talk: Talk) -> PortableTalk:
        event, body = talk.event, visible_text(talk.body, talk.markup).text
        names = [each for speaker in talk.speakers for each in (speaker.name, speaker.heard) if each]
        around = filter(None, (event.name, event.venue, event.hashtag))
        first, last = self._read(talk.title), self._read(body)
        technologies = [self._read_before(each) for each in talk.technologies]
        read = [first, *map(self._read_before, names), *technologies, *map(self._read_before, around), last]
        others = dict.fromkeys(other for each in read for other in each.others)
        for name in (*names, *talk.technologies):
            others |= dict.fromkeys(self._lexicon.others_of(name))
        written = [token for each in read for token in each.written]
        for other in others:
            written += written_tokens(other)
        latin = {word for each in read for word in each.latin}
        # The last, for a phrase reaches over what follows it.
        written += sorted(latin.difference(written))
        return PortableTalk(
            written=tuple(written),
            sounds=tuple(token for each in read for token in each.sounds),
            latin=frozenset(latin),
            katakana=frozenset(word for each in read for word in each.katakana),
            words=(first.words, *(each.words for each in technologies), last.words),
        )

    def _read(self, text: str) -> _Read:
        """Return a text with how it is read, and what of it is spelt otherwise, too."""
        analysis = self._analyzer.analyze(text)
        words, known_others = analysis.streams["words"], self._lexicon.others
        plain = folded_runs(text)
        others: dict[str, None] = {}
        for term in (*map(str, words.terms), *map(str, analysis.streams["skeleton"].terms)):
            others |= dict.fromkeys(known_others.get(term, ()))
            # A dictionary calls カラム a コラム: a word in katakana is found by what it is, or sounds like.
            if not (term.isascii() or term in plain or _KATAKANA.fullmatch(term)):
                others[term] = None
        bounds = [*analysis.begins.tolist(), len(text)]
        units = [folded(text[first:end]) for first, end in pairwise(bounds)]
        for size in range(2, _LONGEST_NAME + 1):
            for first in range(len(units) - size + 1):
                if listed := known_others.get("".join(units[first : first + size])):
                    others |= dict.fromkeys(listed)
        codes = joined_readings(analysis.units, analysis.begins, totals_of(analysis.units)).codes
        join_ia(codes)
        runs = RUN.findall(text)
        return _Read(
            written=tuple(written_tokens(text)),
            sounds=(
                *_pairs_of(codes.tobytes().decode("utf-32-le")),
                *(
                    pair
                    for name in _LATIN_NAME.findall(text)
                    for pair in _pairs_of(folded_runs(kana_of(name)))
                ),
            ),
            others=tuple(others),
            latin=tuple(
                {each for run in runs for each in (key_of(run), *(piece for piece, _, _ in pieces_of(run)))}
            ),
            # As one writes them: half as wide, or with a mark of its own, they would be other words.
            katakana=tuple(_KATAKANA.findall(unicodedata.normalize("NFKC", text))),
            words=words_in(text, words),
        )


def _pairs_of(folded: str) -> Iterator[str]:
    """Yield the pairs of neighbouring characters in runs that U+0000 parts, and the last of each run."""
    runs: Iterable[str] = folded.split("\0")
    for run in filter(None, runs):
        yield from (one + other for one, other in pairwise(run))
        yield run[-1]


def portable_of(index: TalkIndex) -> Portable:
    """Return what writes out the talks of an index."""
    return Portable(Analyzer(), index.lexicon())


def portable_rules() -> dict[str, str | dict[str, str] | tuple[tuple[str, str], ...]]:
    """Return what a query is read by, as data, with patterns that Python and JavaScript read alike."""
    syllables, syllable = romaji_rules()
    keys, key = key_rules()
    return {
        "old_kanji": {chr(old): chr(present) for old, present in variant_table().items()},
        # JavaScript has no quantifiers that give nothing back; the same is found without, only later.
        "run": _GIVES_NOTHING_BACK.sub("", RUN.pattern),
        "alike": {chr(code): char for code, char in ALIKE.items()},
        "syllables": syllables,
        "syllable": syllable,
        "keys": keys,
        "key": key,
        "moras": MORAS,
    }


_GIVES_NOTHING_BACK = re.compile(r"(?<=[\])][*+])\+")
