"""Made talks: as many as a size needs, of the sentences, titles and names of real ones.

A body is a run of consecutive sentences from a place drawn by lot, about as long as people's notes are:
log-normal, as Sobkowicz, Thelwall et al. 2013 find for posts in discussions (EPJ Data Science 2:2). Sentences
come again in other company, so the vocabulary would not grow with the corpus; two coined names a talk make it
grow, drawn by Zipf's law over as many names as were drawn (log-uniform ranks).
"""

import datetime
import math
import re
from collections.abc import Iterator, Sequence
from random import Random

from bench.job.talks import body_of
from search.model import Event, Speaker, Talk

CHARACTERS, SPREAD = 500, 0.5
"""Mean characters of a body, and how far lengths scatter."""
COINED = 2
TALKS_OF_AN_EVENT = 10
_OWN_NAME = 0.5
"""The share of speakers that are no speakers of the real talks."""
_FIRST_DAY, _DAYS = datetime.date(2009, 1, 1), 6_000
_SENTENCE = re.compile(r"[^。．！？!?\n]+[。．！？!?]*")
_KANA = "アイカキクケサシスセタチツテトナニネノハフマミムメモラリルレロンガグゴザジズダデドバブボ"
_LATIN = [first + second for first in "kstnmrgzdb" for second in "aiueo"]


def made_talks(real: Sequence[Talk], count: int, seed: int) -> Iterator[Talk]:
    """Yield so many talks; each number has its own lot, so a larger corpus begins as a smaller one does."""
    sentences = [part for talk in real for part in _SENTENCE.findall(talk.body or talk.title) if part.strip()]
    names = [speaker.name for talk in real for speaker in talk.speakers] or ["発表者"]
    for number in range(count):
        lots = Random(seed * 10_000_019 + number)
        about, other = lots.choice(real), lots.choice(real)
        coined = [word_of(int(math.exp(lots.random() * math.log(COINED * count + 2)))) for _ in range(COINED)]
        wanted = lots.lognormvariate(math.log(CHARACTERS) - SPREAD**2 / 2, SPREAD)
        lines = [f"{'と'.join(coined)}の話。"]
        at = lots.randrange(len(sentences))
        while sum(map(len, lines)) < wanted:
            lines.append(sentences[at])
            at = (at + 1) % len(sentences)
        event = number // TALKS_OF_AN_EVENT
        day = _FIRST_DAY + datetime.timedelta(event * TALKS_OF_AN_EVENT * _DAYS // count)
        yield Talk(
            id="",
            title=f"{about.title} {coined[0]}",
            event=Event("", f"{real[event % len(real)].event.name} その{event}", day),
            speakers=(Speaker(_speaker(names, lots)),),
            technologies=other.technologies,
            date=day,
            body=body_of(lines),
        )


def word_of(rank: int) -> str:
    """Spell a name of two to five syllables, in katakana or in Latin letters; each rank has its own."""
    letters = _LATIN if rank % 2 else _KANA
    # Neighbouring ranks should not share a beginning.
    rest = rank * 7_919 + len(letters) ** 2
    syllables = []
    while rest:
        rest, place = divmod(rest, len(letters))
        syllables.append(letters[place])
    return "".join(syllables)


def _speaker(names: Sequence[str], lots: Random) -> str:
    name = lots.choice(names)
    if lots.random() >= _OWN_NAME:
        return name
    return " ".join((name.split()[0], lots.choice(names).split()[-1]))
