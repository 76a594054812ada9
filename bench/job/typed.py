"""What is typed: one to three words of a talk, a name, a word with a technology, a piece of a sentence."""

from collections.abc import Iterator, Sequence
from random import Random

from sudachipy import Dictionary, SplitMode

from search.model import Talk

_LINES = 3
"""Lines of a body that words are taken from."""
_NEAREST = 12
"""Characters of a text that are typed one by one."""


def typed_texts(talks: Sequence[Talk], count: int, seed: int) -> list[str]:
    """Return so many different texts; fewer where the talks have no more to offer."""
    lots = Random(seed)
    tokenizer = Dictionary(dict="core").tokenizer(SplitMode.C)
    texts: dict[str, None] = {}
    for turn in range(count * 20):
        talk = lots.choice(talks)
        line = lots.choice([talk.title, *talk.body.splitlines()[:_LINES]])
        words = [
            morpheme.surface()
            for morpheme in tokenizer.tokenize(line[:2_000])
            if morpheme.part_of_speech()[0] == "名詞" and len(morpheme.surface().strip()) > 1
        ]
        text = _typed(talk, line, words, turn % 6, lots)
        if len(text) > 1:
            texts.setdefault(text)
        if len(texts) == count:
            break
    return list(texts)


def _typed(talk: Talk, line: str, words: Sequence[str], kind: int, lots: Random) -> str:
    if kind == 0 and talk.speakers:
        return lots.choice(talk.speakers).name
    if not words:
        return ""
    words = list(dict.fromkeys(words))
    word = lots.choice(words)
    if kind == 1 and talk.technologies:
        return f"{word} {lots.choice(talk.technologies)}"
    if kind == 2:
        at = line.find(word)
        return " ".join(line[at : at + len(word) + 4].split())
    return " ".join(lots.sample(words, min(len(words), (1, 2, 3)[kind - 3])))


def keystrokes(text: str) -> Iterator[str]:
    """Yield what stands in the box after each character."""
    for end in range(1, min(len(text), _NEAREST) + 1):
        if not text[end - 1].isspace():
            yield text[:end]
