"""What each module of `search.text.spelling` does, and the edit distance that mends slips."""

import importlib.util
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from plain_distance import plain_distance
from plain_terms import PlainTerms

from search.clauses import Spelling, Term, Word
from search.query.slips import CANDIDATES, MAX_LETTERS, TWO_SLIPS_FROM, SlipFinder
from search.query.vocabulary import Vocabulary
from search.text.analysis import Analyzer
from search.text.spelling import folded_codes, folding
from search.text.spelling.folding import BREAK, codes_of, fold, folded, folded_places
from search.text.spelling.kanji_variants import variant_table
from search.text.spelling.latin import RUN, key_of, pieces_of, spelt_out
from search.text.spelling.plain import plain_of, plain_text
from search.text.spelling.romaji import kana_of

ANALYZER = Analyzer()

ANYTHING = st.text(st.characters(max_codepoint=sys.maxunicode), max_size=40)
FOLDING = st.text(st.sampled_from("かガｶﾞ゛\u3099ﾟハイアｱヴゔァイ髙𠮟學ー-・～ ＡéⅢ㍿ﷺ。!1①々"), max_size=30)
ASCII_RUN = st.from_regex(r"[0-9A-Za-z]+([.\-/&'_][0-9A-Za-z]+){0,3}", fullmatch=True)

ONE_WORD = [
    ("シャーディング", "ｼｬｰﾃﾞｨﾝｸﾞ"),
    ("シャーディング", "しゃーでぃんぐ"),
    ("シャーディング", "シャ‐デイング"),
    ("リポジトリ", "リポジトリー"),
    ("ダッシュボード", "ダッシュ・ボード"),
    ("ヴァイオリン", "バイオリン"),
    ("ペルシア", "ペルシャ"),
    ("ダイアモンド", "ダイヤモンド"),
    ("ガ", "カ\u3099"),
    ("パ", "ﾊﾟ"),
    ("一ヶ月", "一ケ月"),
    ("高橋", "髙橋"),
    ("叱る", "𠮟る"),
    ("株式会社", "㍿"),
    ("センチ", "㌢"),
    ("III", "Ⅲ"),
    ("1", "①"),
    ("café", "CAFE"),
    ("Ｃ＋＋", "c++"),
]
TWO_WORDS = [
    ("カラム", "コラム"),
    ("C++", "C"),
    ("C#", "C"),
    ("バス", "パス"),
    ("病院", "美容院"),
    ("人々", "人"),
]


@pytest.mark.parametrize(("one", "other"), ONE_WORD)
def test_spellings_of_one_word_fold_to_one_key(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize(("one", "other"), TWO_WORDS)
def test_two_words_do_not_fold_together(one: str, other: str) -> None:
    assert folded(one) != folded(other)


@pytest.mark.parametrize("text", ["", "。、！", "\u200d\ufe0f", "\ud800", "ーー・・", "\x00"])
def test_text_without_letters_folds_to_nothing(text: str) -> None:
    assert folded(text) == ""


@pytest.mark.slow
def test_characters_met_by_many_threads_at_once_fold_as_each_does_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The table is filled as characters are met: in a new copy of it eight threads meet everything."""
    for module in (folded_codes, folding):
        spec = importlib.util.spec_from_file_location(module.__name__, module.__file__)
        assert spec is not None and spec.loader is not None
        copy = importlib.util.module_from_spec(spec)
        monkeypatch.setitem(sys.modules, module.__name__, copy)
        spec.loader.exec_module(copy)
    # Up to the last plane with letters.
    codes = np.arange(0x34000, dtype=np.uint32)
    # A break after each keeps marks and small kana from what stands before them.
    apart = np.insert(codes, np.arange(1, len(codes)), ord("。"))
    alone = np.concatenate([fold(apart[at : at + 1000]).codes for at in range(0, len(apart), 1000)])
    with ThreadPoolExecutor(8) as pool:
        for together in pool.map(copy.fold, [apart] * 8):
            assert np.array_equal(together.codes, alone)


@given(st.one_of(ANYTHING, FOLDING))
def test_folding_twice_is_folding_once(text: str) -> None:
    once = fold(codes_of(text)).text()
    # A space would be dropped the second time; 。 parts runs as it did the first time.
    assert fold(codes_of(once.replace(" ", "。"))).text() == once


@given(st.one_of(ANYTHING, FOLDING))
def test_folded_characters_point_into_their_text_in_order(text: str) -> None:
    characters = fold(codes_of(text))
    starts, ends = characters.start.tolist(), characters.end.tolist()
    assert len(characters.codes) == len(starts) == len(ends) <= 18 * len(text)
    assert all(0 <= start < end <= len(text) for start, end in zip(starts, ends, strict=True))
    assert starts == sorted(starts) and ends == sorted(ends)


@given(st.one_of(ANYTHING, FOLDING))
def test_a_short_text_folds_as_a_long_one_does(text: str) -> None:
    characters = fold(codes_of(text))
    assert folded_places(text) == (characters.codes.tolist(), characters.start.tolist())


def test_what_is_ascii_is_plain_as_it_is() -> None:
    text = "".join(map(chr, range(128)))
    assert plain_of(codes_of(text)) == text


@given(st.one_of(ANYTHING, FOLDING))
def test_a_text_is_plain_as_its_characters_are(text: str) -> None:
    assert plain_text(text) == plain_of(codes_of(text))


@given(FOLDING)
def test_a_folded_character_is_what_the_piece_it_points_to_folds_to(text: str) -> None:
    characters = fold(codes_of(text))
    for code, start, end in zip(characters.codes.tolist(), characters.start, characters.end, strict=True):
        # ア after an i-row kana has become ヤ: the piece alone cannot know.
        if code not in (BREAK, ord("ヤ")):
            # What 々 repeats stands before it.
            assert chr(code) in folded(text[start:end]) or text[start] in "々〻ゝヽゞヾ"


def test_a_present_form_is_never_replaced() -> None:
    table = variant_table()
    assert not set(table) & set(table.values())


@pytest.mark.parametrize(
    "pair",
    ["学學", "国國", "辺邉", "辺邊", "斎齋", "高髙", "崎﨑", "桑桒", "吉𠮷", "辞辭", "図圖", "広廣", "沢澤"],
)
def test_an_old_kanji_becomes_the_present_one(pair: str) -> None:
    assert chr(variant_table()[ord(pair[1])]) == pair[0]


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("C++とC#とGo言語", ["C++", "C#", "Go"]),
        ("Node.js、3.0。XML-RPC", ["Node.js", "3.0", "XML-RPC"]),
        ("JavatoScaraとPython", ["JavatoScara", "Python"]),
        ("ＨＢａｓｅのＷＡＬ", ["ＨＢａｓｅ", "ＷＡＬ"]),
        ("終わり. - つぎ", []),
    ],
)
def test_a_latin_run_keeps_its_joints_and_signs(text: str, runs: list[str]) -> None:
    assert RUN.findall(text) == runs


@pytest.mark.parametrize(
    ("run", "pieces"),
    [
        ("HPMoonShot", {"hp", "moon", "shot", "moonshot"}),
        ("ProLiantSL4540", {"proliant", "sl4540", "4540"}),
        ("Fedora21CloudAtomic", {"fedora", "21", "cloud", "atomic"}),
        ("XML-RPC", {"xml", "rpc"}),
        ("camelCase", {"camel", "case"}),
        ("Ren'Py", {"ren", "py"}),
        ("Go/Rust", {"go", "rust"}),
        ("Rust-Go", {"go", "rust"}),
    ],
)
def test_a_glued_run_has_the_pieces_people_search_for(run: str, pieces: set[str]) -> None:
    assert pieces <= {piece for piece, _, _ in pieces_of(run)}


@pytest.mark.parametrize("run", ["Go", "kernel", "C++", "HTTP", "2015"])
def test_a_plain_word_has_no_pieces(run: str) -> None:
    assert pieces_of(run) == ()


def test_two_letters_are_no_piece_unless_both_are_capitals() -> None:
    assert "go" not in {piece for piece, _, _ in pieces_of("GoLand")}
    assert "db" in {piece for piece, _, _ in pieces_of("MongoDB")}


@pytest.mark.parametrize("run", ["It's", "It’s", "We're", "at-will"])
def test_two_letters_before_an_apostrophe_or_all_small_are_no_word(run: str) -> None:
    assert all(len(piece) > 2 for piece, _, _ in pieces_of(run))


@given(ASCII_RUN)
def test_every_piece_is_a_real_part_of_its_run(run: str) -> None:
    for piece, start, end in pieces_of(run):
        assert run[start:end].lower() == piece
        assert 0 < end - start < len(run)


@given(ASCII_RUN)
def test_the_key_of_a_key_is_itself(run: str) -> None:
    assert key_of(key_of(run)) == key_of(run)


def test_joints_and_case_make_no_other_key_but_a_version_keeps_its_dot() -> None:
    assert key_of("Node.js") == key_of("NodeJS")
    assert key_of("O/R") == key_of("OR")
    assert key_of("3.0") != key_of("30")


def test_an_acronym_is_spelt_out_and_a_word_is_not() -> None:
    assert spelt_out("NHK") == "エヌエイチケー"
    assert [spelt_out(word) for word in ("Go", "go", "A", "KUBERNETES", "ＮＨＫ", "S3")] == [""] * 6


@pytest.mark.parametrize(
    ("romaji", "kana"),
    [
        ("kataoka", "カタオカ"),
        ("Kuwano", "クワノ"),
        ("shimbun", "シンブン"),
        ("shinbun", "シンブン"),
        ("gakkou", "ガッコウ"),
        ("konnichiwa", "コンニチワ"),
        ("ryokan", "リョカン"),
        ("tsunami", "ツナミ"),
    ],
)
def test_romaji_is_read_as_kana(romaji: str, kana: str) -> None:
    assert kana_of(romaji) == kana


@pytest.mark.parametrize(
    ("hepburn", "kunrei"),
    [("shizuoka", "sizuoka"), ("chikatetsu", "tikatetu"), ("fujisan", "huzisan"), ("jushin", "zyusin")],
)
def test_hepburn_and_kunrei_are_read_alike(hepburn: str, kunrei: str) -> None:
    assert kana_of(hepburn) == kana_of(kunrei) != ""


@pytest.mark.parametrize("word", ["docker", "jenkins", "python", "wal", "go", "", "カタオカ", "kata0ka"])
def test_what_is_not_romaji_throughout_is_no_romaji(word: str) -> None:
    assert kana_of(word) == ""


SYLLABLES = {
    "ka": "カ",
    "shi": "シ",
    "tsu": "ツ",
    "mo": "モ",
    "ri": "リ",
    "kyo": "キョ",
    "ja": "ジャ",
    "wa": "ワ",
}


@given(st.lists(st.sampled_from(sorted(SYLLABLES)), min_size=2, max_size=8))
def test_syllables_are_read_one_after_the_other(syllables: list[str]) -> None:
    romaji = "".join(syllables)
    expected = "".join(SYLLABLES[syllable] for syllable in syllables) if len(romaji) >= 4 else ""
    assert kana_of(romaji) == expected


FEW_LETTERS = st.text("abcア", max_size=9)


@given(FEW_LETTERS, st.sets(FEW_LETTERS.filter(bool)), st.integers(0, 4))
def test_slips_are_counted_as_the_edit_distance_is_defined(typed: str, known: set[str], slips: int) -> None:
    terms = sorted(known)
    edits = [(plain_distance(typed, term), term) for term in terms]
    expected = sorted(each for each in edits if each[0] <= slips) if typed else []
    assert SlipFinder("".join(f"{term}\n" for term in terms).encode()).within(typed, slips) == expected


def test_slips_are_counted_in_the_longest_words() -> None:
    word = "クラウド" * (MAX_LETTERS // 4)
    terms = [word[:-1], word[1:] + "フ", word[:30] + word[31:], word + "ア", word]
    edits = [(plain_distance(word, term), term) for term in terms]
    assert SlipFinder("".join(f"{term}\n" for term in terms).encode()).within(word, 2) == sorted(edits)


@given(FEW_LETTERS.filter(bool), st.sets(FEW_LETTERS.filter(bool)), st.integers(1, 4))
def test_slips_are_counted_in_the_key_alone_and_in_plain_letters(
    typed: str, known: set[str], least: int
) -> None:
    lines = [f"w{term}\0{term}…の値" for term in sorted(known)]
    # ア does not count, and b is no other letter than a.
    plain = np.arange(0x3100, dtype=np.uint32)
    plain[[ord("b"), ord("ア")]] = ord("a"), 0
    keys = {line: line[1:].partition("\0")[0].replace("b", "a").replace("ア", "") for line in lines}
    edits = [(plain_distance(typed, key), line) for line, key in keys.items() if len(key) >= least]
    finder = SlipFinder("".join(f"{line}\n" for line in lines).encode(), least, skipped=1, plain=plain)
    assert finder.within(typed, 2) == sorted(each for each in edits if each[0] <= 2)


def as_typed(text: str) -> Word:
    return Word(text, (Spelling("typed", text, words=(Term("words", folded(text)),)),))


def vocabulary_of(terms: list[str]) -> Vocabulary:
    return Vocabulary(PlainTerms(dict.fromkeys(terms, 1)), ANALYZER)


@given(
    st.lists(st.text("abco", min_size=1, max_size=10), max_size=30, unique=True),
    st.text("abco", min_size=4, max_size=10),
)
def test_slips_are_mended_by_the_nearest_words_of_the_index(terms: list[str], typed: str) -> None:
    slips = 2 if len(typed) >= TWO_SLIPS_FROM else 1
    near = sorted((plain_distance(typed, term), term) for term in set(terms) if len(term) > 2)
    nearest = [term for edits, term in near if edits <= slips and edits == near[0][0]][:CANDIDATES]
    mended = [each.text for each in vocabulary_of(terms).rescue(as_typed(typed)) if each.route == "typo"]
    assert mended == ([] if typed in terms else nearest)


@pytest.mark.parametrize("typed", ["fluent", "監視", "abc", "ﾌﾙ"])
def test_short_words_and_kanji_are_not_mended(typed: str) -> None:
    assert vocabulary_of(["fluentd2x", "監査", "abd", "フレ"]).rescue(as_typed(typed)) == ()


@pytest.mark.parametrize(
    ("typed", "near"), [("rails9", ["rails"]), ("html7", []), ("xtml5", ["html5"]), ("php72", ["php7"])]
)
def test_another_number_is_no_slip(typed: str, near: list[str]) -> None:
    known = vocabulary_of(["rails", "rails7", "html5", "php7", "php71"])
    assert [each.text for each in known.rescue(as_typed(typed))] == near


def test_a_word_of_many_talks_is_meant_before_a_nearer_one_of_few() -> None:
    known = Vocabulary(PlainTerms({"kubenetes": 2, "kubernetes": 98, "kubanotes": 1}), ANALYZER)
    assert [each.text for each in known.rescue(as_typed("kubanetes"))] == [
        "kubernetes",
        "kubenetes",
        "kubanotes",
    ]


def test_a_word_of_many_talks_is_not_meant_where_they_do_not_outweigh_a_slip() -> None:
    known = Vocabulary(PlainTerms({"kubenetes": 14, "kubernetes": 98}), ANALYZER)
    assert [each.text for each in known.rescue(as_typed("kubanetes"))] == ["kubenetes"]


def test_a_word_the_index_knows_is_not_mended() -> None:
    assert vocabulary_of(["mongo", "mango"]).rescue(as_typed("mongo")) == ()
    assert [each.text for each in vocabulary_of(["mongo", "mango"]).rescue(as_typed("mungo"))] == [
        "mango",
        "mongo",
    ]
