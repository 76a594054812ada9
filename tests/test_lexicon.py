"""Names and their other spellings."""

import pytest

from search.lexicon import Lexicon

LEXICON = Lexicon(
    technologies={"Scala": ("Scara", "スカラ"), "Elasticsearch": ("エラスティックサーチ",)},
    speakers={"桑野章弘": ("くわの",)},
    terms={"シャーディング": ("sharding",)},
)


@pytest.mark.parametrize("written", ["Scara", "SCALA", "ｓｃａｌａ", "スカラ", "ｽｶﾗ", "S c a l a"])
def test_a_listed_spelling_becomes_the_canonical_name(written: str) -> None:
    assert LEXICON.technology_of(written) == "Scala"


def test_an_unlisted_name_stays_as_written() -> None:
    assert LEXICON.technology_of("ScalaJS") == "ScalaJS"
    assert LEXICON.speaker_of("Scara") == "Scara"


def test_a_spelling_leads_to_all_the_others() -> None:
    assert LEXICON.others_of("scara") == ("Scala", "スカラ")
    assert LEXICON.others_of("くわの") == ("桑野章弘",)
    assert LEXICON.others_of("知らない") == ()


def test_an_empty_lexicon_knows_nothing() -> None:
    assert Lexicon().others_of("Scala") == ()
