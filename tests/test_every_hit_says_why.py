"""A hit that cannot say why is no hit: whatever is typed, each has a mark or a reason."""

import datetime
import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from examples import cases
from romaji_of import romaji_of

from indexer.corpus import Corpus
from search.answers import Hit, Why
from search.documents import visible_of
from search.index import TalkIndex
from search.model import Event, Query, Speaker, Talk
from search.text.analysis import Analyzer

ANALYZER = Analyzer()
NIGHT = Event("mado", "春の会", datetime.date(2021, 4, 2))
_HIRAGANA = "あいうえおかきくけこさしすせそたちつてとなにのはまもやよらりるれん"
_ENDINGS = ("た", "ない", "ます", "て", "る", "られる", "なかった", "たい")


def is_explained(hit: Hit) -> bool:
    return bool(hit.title.marks or hit.snippet.marks or hit.why)


def found(index: TalkIndex, typed: str) -> list[Hit]:
    answer = index.search(Query(typed, per_page=10_000))
    return [*answer.hits, *answer.mentions]


def ids(index: TalkIndex, typed: str) -> set[str]:
    return {hit.talk.id for hit in index.search(Query(typed, per_page=100)).hits}


class Typing:
    """What people type who have read some notes, by lot."""

    def __init__(self, corpus: Corpus) -> None:
        self.lot = random.Random(20210402)
        some = self.lot.sample(corpus.talks, 120) + [talk for talk in corpus.talks if len(talk.body) > 40]
        self._texts = [f"{talk.title}\n{visible_of(talk)[:800]}" for talk in some]
        self.words: list[str] = []
        self.read: list[str] = []
        self.verbs: list[str] = []
        for text in self._texts:
            units, begins = ANALYZER.units(text)
            for unit, begin in zip(units, begins.tolist(), strict=True):
                written = text[begin : begin + unit.size]
                if not any(key for key, *_ in unit.parts) or not re.fullmatch(r"\w{2,}", written):
                    continue
                self.words.append(written)
                if unit.reading and not unit.latin:
                    (self.verbs if unit.inflects else self.read).append(_hiragana(unit.reading))

    def word(self) -> str:
        return self.lot.choice(self.words)

    def reading(self) -> str:
        return self.lot.choice(self.read)

    def piece(self, least: int = 2, most: int = 8) -> str:
        while True:
            text, size = self.lot.choice(self._texts), self.lot.randint(least, most)
            start = self.lot.randrange(len(text))
            piece = text[start : start + size].strip()
            if len(piece) >= least and not re.search(r'["“”「」『』()（）|｜*:：\n-]|\bOR\b', piece):
                return piece

    def swapped(self, word: str) -> str:
        at = self.lot.randrange(len(word) - 1)
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]

    def without_one(self, word: str) -> str:
        at = self.lot.randrange(len(word))
        return word[:at] + word[at + 1 :]


KINDS: dict[str, Callable[[Typing], str]] = {
    "a word": lambda typing: typing.word(),
    "two letters swapped": lambda typing: typing.swapped(typing.word()),
    "a letter left out": lambda typing: typing.without_one(typing.word()),
    "two compounds swapped into each other": lambda typing: typing.swapped(typing.word() + typing.word()),
    "glued": lambda typing: typing.word() + typing.word(),
    "a reading": lambda typing: typing.reading(),
    "a reading in romaji": lambda typing: romaji_of(typing.reading()),
    "a reading begun": lambda typing: typing.reading()[:-1] or "あい",
    "a reading swapped": lambda typing: typing.swapped(typing.reading() + "ん"),
    "an inflected verb in kana": lambda typing: typing.lot.choice(typing.verbs) + typing.lot.choice(_ENDINGS),
    "kana by lot": lambda typing: "".join(typing.lot.choices(_HIRAGANA, k=typing.lot.randint(2, 6))),
    "a sentence": lambda typing: f"{typing.word()}で{typing.word()}するには？",
    "words": lambda typing: f"{typing.word()} {typing.word()} {typing.reading()}",
    "a character": lambda typing: typing.piece(1, 1),
    "a phrase": lambda typing: f'"{typing.piece()}"',
    "two phrases": lambda typing: f'"{typing.piece(2, 3)}" "{typing.piece(2, 3)}"',
    "a word in quotes": lambda typing: f'"{typing.word()}"',
    "either word": lambda typing: f"{typing.word()} OR {typing.word()}",
    "a word or a phrase": lambda typing: f'{typing.word()} OR "{typing.piece(2, 5)}"',
    "a phrase or a slip": lambda typing: f'"{typing.piece(2, 5)}" OR {typing.swapped(typing.word())}',
    "a phrase or a reading": lambda typing: f'"{typing.piece(2, 5)}" OR {typing.reading()}',
    "a phrase or a beginning": lambda typing: f'"{typing.piece(2, 5)}" OR {typing.word()[:3]}*',
    "a word or a group": lambda typing: f"{typing.word()} OR ({typing.word()} {typing.word()})",
    "a word or not": lambda typing: f"{typing.word()} OR -{typing.word()}",
    "a group with a phrase": lambda typing: f'({typing.word()} OR ({typing.word()} -"{typing.piece()}"))',
    "a title's word": lambda typing: f"{typing.word()} OR 題名:{typing.piece(1, 3)}",
    "without": lambda typing: f"{typing.word()} -({typing.word()} OR {typing.word()})",
    "a day": lambda typing: f"{typing.word()} OR date:{typing.lot.randint(2012, 2020)}",
    "a beginning": lambda typing: f"{typing.word()[:2]}*",
}


@pytest.fixture(scope="module")
def typing(corpus: Corpus) -> Typing:
    return Typing(corpus)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_every_hit_of_what_is_typed_has_a_mark_or_a_reason(
    corpus_index: TalkIndex, typing: Typing, kind: str
) -> None:
    for typed in [KINDS[kind](typing) for _ in range(cases(15))]:
        bare = [hit.talk.title for hit in found(corpus_index, typed) if not is_explained(hit)]
        assert not bare, (typed, bare[:3])


@pytest.mark.slow
@pytest.mark.parametrize("key", ["発表者", "技術", "イベント"])
def test_every_hit_of_a_name_says_which(corpus: Corpus, corpus_index: TalkIndex, key: str) -> None:
    lot = random.Random(20210402)
    names = {
        "発表者": [speaker.name for talk in corpus.talks for speaker in talk.speakers],
        "技術": [name for talk in corpus.talks for name in talk.technologies],
        "イベント": [talk.event.name for talk in corpus.talks],
    }[key]
    for name in lot.sample(names, 12):
        hits = found(corpus_index, f'{key}:"{name[:4]}" OR {key}:"{name}"')
        assert hits and all(map(is_explained, hits)), name


def talk(number: int, title: str, body: str, speaker: str = "", day: int = 2) -> Talk:
    speakers = (Speaker(speaker),) if speaker else ()
    return Talk(f"mado/{number}", title, NIGHT, speakers, (), datetime.date(2021, 4, day), body)


@pytest.fixture
def window(tmp_path: Path) -> TalkIndex:
    index = TalkIndex(tmp_path)
    index.rebuild(
        [
            talk(0, "窓を磨く", "強化した硝子を磨いて、明かりを採る。", "片岡 澄"),
            talk(1, "扉の話", "今日は八日、扉を閉じる。", "森 窓香"),
            talk(2, "Ren'Py の窓", "Go/Rust でも窓を開ける。って、抵抗する。"),
            talk(3, "床の話", "床、その下。床その上。", day=9),
        ]
    )
    return index


def test_a_reading_whose_pieces_lie_apart_is_not_had(window: TalkIndex) -> None:
    # 今日は八日 has キョウ and ヨウカ, too, but not one over the other.
    assert ids(window, "きょうか") == {"mado/0"}


def test_a_word_of_three_letters_is_had_in_one_piece_or_not_at_all(window: TalkIndex) -> None:
    assert "mado/2" not in ids(window, "ってい")


@pytest.mark.parametrize("typed", ['"Py"', "Py", '"Go"'])
def test_a_short_word_behind_a_sign_is_found_and_marked(window: TalkIndex, typed: str) -> None:
    (hit,) = window.search(Query(typed)).hits
    assert hit.talk.id == "mado/2"
    shown = [shown.text[start:end] for shown in (hit.title, hit.snippet) for start, end in shown.marks]
    assert shown == [re.sub(r"\W", "", typed)]


def test_a_sign_in_a_phrase_is_marked_with_it(window: TalkIndex) -> None:
    (hit,) = window.search(Query('"床、その"')).hits
    assert [hit.snippet.text[start:end] for start, end in hit.snippet.marks] == ["床、その"]


def test_where_no_talk_has_the_sign_of_a_phrase_its_letters_are_marked(window: TalkIndex) -> None:
    (hit,) = window.search(Query('"その上。そ"')).hits
    assert [hit.snippet.text[start:end] for start, end in hit.snippet.marks] == ["その上"]


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("発表者:かたおか", Why("かたおか", "片岡 澄", "reading")),
        ("発表者:片岡", Why("片岡", "片岡 澄", "typed")),
        ("扉 OR date:2021-04-09", Why("2021-04-09", "2021-04-09", "typed")),
        ("扉 OR -窓", Why("-窓", "", "exclusion")),
        ("扉 OR -(窓 硝子)", Why("-(窓 硝子)", "", "exclusion")),
    ],
)
def test_what_is_no_word_is_a_reason_too(window: TalkIndex, typed: str, reason: Why) -> None:
    assert reason in [why for hit in window.search(Query(typed)).hits for why in hit.why]


def test_what_is_excluded_is_no_reason_where_a_word_is(window: TalkIndex) -> None:
    hits = {hit.talk.id: hit.why for hit in window.search(Query("扉 OR -窓")).hits}
    assert {talk_id: [why.route for why in reasons] for talk_id, reasons in hits.items()} == {
        "mado/1": ["typed"],
        "mado/3": ["exclusion"],
    }


def test_what_is_left_of_a_word_that_is_mostly_grammar_does_not_stand_for_it(window: TalkIndex) -> None:
    assert ids(window, '"扉の話" OR んよう') == {"mado/1"}


def _hiragana(katakana: str) -> str:
    return "".join(chr(ord(kana) - 0x60) if "ァ" <= kana <= "ヶ" else kana for kana in katakana)
