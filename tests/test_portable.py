"""What of a talk is written out for a search engine that knows no Japanese."""

import datetime
import unicodedata

import pytest

from search.model import Event, Talk
from search.portable import Portable
from search.text.analysis import Analyzer
from search.text.lexicon import Lexicon


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_words_that_somebody_may_misspell_are_whole_however_they_are_composed(form: str) -> None:
    day = datetime.date(2015, 1, 14)
    text = unicodedata.normalize(form, "シャーディングとデータベース、ｼﾞｮﾌﾞ")
    talk = Talk("a/b", "題", Event("a", "会", day), (), (), day, text)
    written = Portable(Analyzer(), Lexicon()).talk(talk)
    assert written.katakana == {"シャーディング", "データベース", "ジョブ"}
