"""`indexer lint`: lines for the aliases file, where two names may be one; nothing is edited."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.aliases import read_aliases
from indexer.cli import main
from indexer.near_names import Proposal, near_events, near_names, near_speakers, near_technologies
from indexer.notes.safe_yaml import YamlList, YamlMapping, YamlText, parse_mapping
from indexer.notes.written import flow_scalar
from search.text.lexicon import Lexicon

NOBODY = Lexicon()


def lines(proposals: list[Proposal]) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.name, one.others) for one in proposals]


def technologies(*names: str) -> list[tuple[str, tuple[str, ...]]]:
    counts = {name: len(names) - at for at, name in enumerate(names)}
    return lines(near_names(counts, near_technologies(counts, NOBODY), {}))


def speakers(*names: str) -> list[tuple[str, tuple[str, ...]]]:
    counts = {name: len(names) - at for at, name in enumerate(names)}
    return lines(near_names(counts, near_speakers({name: () for name in names}), {}))


def events(*names: str) -> list[tuple[str, tuple[str, ...]]]:
    counts = {name: len(names) - at for at, name in enumerate(names)}
    return lines(near_names(counts, near_events(counts), {}))


@pytest.mark.parametrize(
    ("name", "other"),
    [
        *(("Node.js", "NodeJS"), ("Kubernetes", "Kubernets"), ("Kubernetes", "k8s"), ("サーバー", "サーバ")),
        *(
            ("CI/CD", "CI-CD"),
            ("Ｒｕｂｙ", "ruby"),
            ("Elasticsearch", "Elasticserach"),
            ("機械学習", "機械 学習"),
        ),
    ],
)
def test_technologies_that_may_be_one_are_proposed(name: str, other: str) -> None:
    if other == "Elasticserach":
        assert technologies(name, other) == []  # Two letters changed places: two letters are other.
    else:
        assert technologies(name, other) == [(name, (other,))]


@pytest.mark.parametrize(
    "names",
    [
        *(
            ("C", "C++", "C#"),
            ("Python2.7", "Python3.7"),
            ("Jython", "Python"),
            ("Vue 2", "Vue 3"),
            ("Go", "Gin"),
        ),
        *(("React", "Preact"), ("MySQL", "NoSQL")),
    ],
)
def test_other_technologies_stay_apart(names: tuple[str, ...]) -> None:
    assert technologies(*names) == []


@pytest.mark.parametrize(
    ("name", "other"),
    [
        *(
            ("山田 太郎", "山田太郎"),
            ("高橋一郎", "髙橋一郎"),
            ("Taro Yamada", "YAMADA Taro"),
            ("桑野", "桑野さん"),
        ),
        *(
            ("Shinichi Nakagawa", "Shinichi Nakagwa"),
            ("イアン・ルイス", "イアン ルイス"),
            ("foo_bar", "@foo_bar"),
        ),
    ],
)
def test_speakers_that_may_be_one_are_proposed(name: str, other: str) -> None:
    assert speakers(name, other) == [(name, (other,))]


@pytest.mark.parametrize(
    "names", [("山田太郎", "山田次郎"), ("suzuki1", "suzuki2"), ("佐藤", "佐東"), ("@a", "@b")]
)
def test_other_speakers_stay_apart(names: tuple[str, ...]) -> None:
    assert speakers(*names) == []


def test_a_name_that_somebody_was_heard_as_leads_to_him() -> None:
    pairs = near_speakers({"鈴木": ["@suzu_v"], "suzu_v": []})
    assert lines(near_names({"鈴木": 3, "suzu_v": 1}, pairs, {})) == [("鈴木", ("suzu_v",))]


def test_events_of_other_numbers_are_other_events() -> None:
    assert events(
        "PyCon JP 2018", "PyCon Japan 2018", "PyCon JP 2019", "渋谷LT #2", "渋谷 LT #2", "渋谷LT #3"
    ) == [
        ("PyCon JP 2018", ("PyCon Japan 2018",)),
        ("渋谷LT #2", ("渋谷 LT #2",)),
    ]


def test_three_spellings_are_one_line_and_the_most_used_leads() -> None:
    pairs = [("b", "a", "x"), ("b", "c", "y")]
    assert near_names({"a": 5, "b": 1, "c": 2}, pairs, {}) == [Proposal("a", (), ("c", "b"), "x、y")]


def test_a_listed_name_keeps_its_line_and_two_listed_names_are_two() -> None:
    listed = {"a": ("A",), "b": ()}
    assert near_names({"a": 1, "c": 9}, [("a", "c", "x")], listed) == [Proposal("a", ("A",), ("c",), "x")]
    assert near_names({"a": 1, "b": 9}, [("a", "b", "x")], listed) == []


NOTE = """---
event: {event}
date: 2026-11-0{day}
---

## 発表
- speaker: {speaker}
- tech: {tech}
"""


def test_the_command_proposes_lines_that_the_aliases_file_understands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KIKIGAKI_CORPUS", str(tmp_path))
    aliases = "technologies:\n  Kubernetes: [k8s]\n"
    (tmp_path / "aliases.yaml").write_text(aliases)
    facts = [
        ("夜会 #1", "山田 太郎", "Kubernets"),
        ("夜会 #2", "山田太郎", "k8s"),
        ("夜会 #3", "foo: bar", "Go"),
    ]
    for day, (event, speaker, tech) in enumerate(facts, start=1):
        (tmp_path / f"{day}.md").write_text(NOTE.format(event=event, day=day, speaker=speaker, tech=tech))
    assert main(["lint"]) == 0
    said = capsys.readouterr().out
    assert "Kubernetes: [k8s, Kubernets]  # 1 文字の違い。今ある行と置き換えます" in said
    assert (tmp_path / "aliases.yaml").read_text() == aliases
    (tmp_path / "aliases.yaml").write_text(said)
    lexicon, problems = read_aliases(tmp_path / "aliases.yaml")
    assert problems == ()
    assert lexicon.technologies == {"Kubernetes": ("k8s", "Kubernets")}
    assert lexicon.speaker_of("山田太郎") == lexicon.speaker_of("山田 太郎") == "山田 太郎"
    assert main(["lint"]) == 0
    assert "似た名前はありません" in capsys.readouterr().out


@settings(deadline=None)
@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=1).map(str.strip).filter(bool))
def test_every_name_is_written_so_that_yaml_reads_it(name: str) -> None:
    text = f"{flow_scalar(name)}: [{flow_scalar(name)}, {flow_scalar(name)}]  # 注"
    expected = YamlList((YamlText(name, 1), YamlText(name, 1)), 1)
    assert parse_mapping(Path("x"), text) == YamlMapping(((YamlText(name, 1), expected),), 1)
