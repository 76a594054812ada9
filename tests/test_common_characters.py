"""A character that is all of a word is looked for however many documents have it."""

import datetime
from pathlib import Path

from search.clauses import AllOf, Spelling, Term, Word, Words
from search.engines import Request, open_engine
from search.index import TalkIndex
from search.model import Event, Talk


def test_a_kanji_that_most_notes_have_is_found_where_it_is_all_of_a_word(tmp_path: Path) -> None:
    """A pair that stands in so many says nothing and is left out; of one character nothing would be left."""
    day = datetime.date(2015, 1, 14)
    event = Event("e", "会", day)
    bodies = ["作" if number % 4 else "別の話" for number in range(40)]
    index = TalkIndex(tmp_path / "index")
    index.rebuild([Talk(f"e/{n}", f"題{n}", event, (), (), day, body) for n, body in enumerate(bodies)])
    engine = open_engine(index.status().path)
    word = Word("作", (Spelling("typed", "作", whole=(Term("bigrams", "作", 0.3),)),))
    found = engine.find(Request(AllOf(()), Words((word,)), {}, (), "relevance", 0, 20))
    assert found.total == 30
