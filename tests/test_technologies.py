"""Which technologies a title and its tags name. The titles are invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.technologies import TechnologyNames, technologies_of
from search.text.lexicon import Lexicon

COMMON = TechnologyNames(Lexicon())
OWN = TechnologyNames(
    Lexicon(
        technologies={
            "Apache Spark": ("Spark", "スパーク"),
            "AWS": ("Amazon Web Services",),
            "Go": (),
            "Plone": (),
            "Python": ("python3",),
            "自社DB": ("OreDB",),
        }
    )
)


def named(title: str, names: TechnologyNames = COMMON) -> list[str]:
    return list(technologies_of(title, (), names))


@pytest.mark.parametrize(
    ("title", "technologies"),
    [
        ("Android×Kotlin で家計簿", ["Android", "Kotlin"]),
        ("Laravelで始めるPHP", ["Laravel", "PHP"]),
        ("HTML5とCSS3だけの絵本", ["HTML", "CSS"]),
        ("redmine と jenkins の同居", ["Redmine", "Jenkins"]),
        ("ラズパイとコトリン", ["Raspberry Pi", "Kotlin"]),
        ("LLMアプリとMCPの実践", ["大規模言語モデル", "Model Context Protocol"]),
        ("ＷｅｂＲＴＣで糸電話", ["WebRTC"]),
        ("Rails アプリの夜勤", ["Ruby on Rails"]),
        ("Python3とPlone5", ["Python", "Plone"]),
        ("React Native の React らしさ", ["React Native", "React"]),
        ("C#と.NETの夏", ["C#", ".NET"]),
        ("aws と php と json", ["Amazon Web Services", "PHP", "JSON"]),
        ("k8s を家で", ["Kubernetes"]),
        ("Node.js、Vue.js、そして素の js", ["Node.js", "Vue.js", "JavaScript"]),
        ("Windows Azure と XML-RPC", ["Microsoft Azure", "XML-RPC"]),
        ("REST/gRPC どちらで", ["REST", "gRPC"]),
    ],
)
def test_known_names_stand_in_titles_as_whole_words(title: str, technologies: list[str]) -> None:
    assert named(title) == technologies


@pytest.mark.parametrize(
    "title",
    [
        "package.json の読み方",
        "diff.js を読む",
        "kakeibo.net の裏側",
        "スパークリングの話",
        "restart しない運用",
        "少しの rest をください",
        "JavaScriptering",
        "三つ星シェフの厨房",
        "ルビーの指輪と真珠",
        "オーロラを見た夜",
        "ラムダ計算入門",
        "懇親会とまとめ",
        "",
    ],
)
def test_what_only_looks_like_a_name_is_none(title: str) -> None:
    assert named(title) == []


@pytest.mark.parametrize(
    ("title", "technologies"),
    [
        ("Goで作る目覚まし", ["Go"]),
        ("Go 1.22 の新しいループ", ["Go"]),
        ("GoとRustを比べる", ["Go", "Rust"]),
        ("Building a clock in Go", ["Go"]),
        ("Go言語の朝", ["Go"]),
        ("Rで学ぶ統計", ["R"]),
        ("Rによる花粉の分析", ["R"]),
        ("PythonとRを行ったり来たり", ["Python", "R"]),
        ("C言語のポインタ", ["C"]),
        ("Cで書くドライバ", ["C"]),
        ("Porting C/C++ code", ["C", "C++"]),
        ("A C extension for beginners", ["C"]),
        ("Swiftで書くサーバー", ["Swift"]),
        ("Swift: 値型のはなし", ["Swift"]),
        ("Chef と Ansible", ["Chef", "Ansible"]),
        ("Chefで組む厨房サーバ", ["Chef"]),
        ("Puppet", ["Puppet"]),
        ("Sphinxハンズオンの手引き", ["Sphinx"]),
        ("[Swift] エラーの分類", ["Swift"]),
        ("04-107_Rustで解くパズル", ["Rust"]),
        ("Expressの使いどころ", ["Express.js"]),
        ("Spring 6 を読む", ["Spring Framework"]),
        ("Puma と Unicorn の違い", ["Puma", "Unicorn"]),
        ("Deploying with Helm", ["Helm"]),
        ("Unityで迷路", ["Unity"]),
        ("A maze made with Unity", ["Unity"]),
        ("AWS の Lambda で集計", ["Amazon Web Services", "Lambda"]),
    ],
)
def test_an_ambiguous_name_counts_where_it_stands_as_one(title: str, technologies: list[str]) -> None:
    assert named(title) == technologies


@pytest.mark.parametrize(
    "title",
    [
        "Let's Go!",
        "Go To 何とかの話",
        "GO! GO! 勉強会",
        "ポケモンGOの地図",
        "R&Dの現場から",
        "R指定の線引き",
        "ビタミンCの真実",
        "プランA・B・Cの比較",
        "Q&A",
        "Taylor Swift の歌詞",
        "The Chef of the Year",
        "How to Express Yourself",
        "2015 Spring に参加した",
        "Next 10 years",
        "In Unity We Trust",
        "Signal Processing の基礎",
        "Remove rust from your tools",
        "Puppet Show",
    ],
)
def test_an_ordinary_word_is_no_technology(title: str) -> None:
    assert not {"Go", "R", "C", "Swift", "Chef", "Express.js", "Spring Framework", "Unity"} & set(
        named(title)
    )
    assert not {"Processing", "Rust", "Puppet", "Next.js"} & set(named(title))


def test_tags_say_what_they_mean_and_come_first() -> None:
    found = technologies_of("Go to the moon with Ruby", ["golang", "旅行", "#Chef", "R"], COMMON)
    assert found == ("Go", "Chef", "R", "Ruby")


def test_a_tag_lets_the_same_word_in_the_title_be_the_technology() -> None:
    assert technologies_of("Swift", ["swift"], COMMON) == ("Swift",)


def test_the_corpus_says_what_a_technology_is_called() -> None:
    assert named("Amazon Web Services と OreDB", OWN) == ["AWS", "自社DB"]
    assert OWN.listed("aws") == "AWS"
    assert named("スパークの話とスパークリングの話", OWN) == ["Apache Spark"]
    assert COMMON.listed("家計簿") is None


@given(st.text(), st.lists(st.text(max_size=8), max_size=3))
def test_any_title_and_tags_can_be_read(title: str, tags: list[str]) -> None:
    found = technologies_of(title, tags, COMMON)
    assert len({*found}) == len(found)


@given(st.text(alphabet="Go Rで のRust/C+とスパーク.js5ア", max_size=30))
def test_what_is_found_stands_in_the_title(title: str) -> None:
    for found in COMMON.standing_in(title):
        assert title[found.start :].casefold().startswith(found.spelling.casefold())
        assert found.start + len(found.spelling) <= found.end <= len(title)
