"""Names and their other spellings."""

import pytest

from search.text.lexicon import Lexicon

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
    assert LEXICON.others_of("scara")[:2] == ("Scala", "スカラ")
    assert LEXICON.others_of("くわの") == ("桑野章弘",)
    assert LEXICON.others_of("知らない") == ()


def test_common_names_are_known_without_being_listed() -> None:
    assert "k8s" in Lexicon().others_of("Kubernetes")
    assert Lexicon().technology_of("k8s") == "k8s"


def test_kana_that_is_mostly_a_common_word_leads_to_no_name() -> None:
    assert Lexicon().others_of("シェフ") == ()
    assert Lexicon().others_of("スパーク") == ()


def test_kana_script_and_long_vowels_do_not_matter_for_a_spelling() -> None:
    assert LEXICON.others_of("しゃーでぃんぐ") == LEXICON.others_of("シャーディング")


def test_an_unknown_name_has_no_other_spellings() -> None:
    assert Lexicon().others_of("発表者") == ()
