"""What `indexer check` tells of a folder of posts and notes."""

import json
from pathlib import Path

import pytest
from post_files import report, write

from indexer.cli import main


def test_check_tells_every_file_as_json(blog: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(blog / "umi.md", report(talk="Kotlin で潮"))
    write(blog / "nabe.md", "---\ntitle: 鍋\ndate: 2019-03-01\n---\n煮える。\n")
    write(blog / "yama.md", "---\nevent: 山の会\ndate: 2019-01-14\n---\n## 鹿\n- speaker: 峰\n\n角。\n")
    assert main(["check", "--format", "json"]) == 0
    nabe, umi, yama = json.loads(capsys.readouterr().out)
    assert (nabe["kind"], nabe["talks"]) == ("skipped", []) and "kikigaki: true" in nabe["reason"]
    assert (umi["kind"], umi["event"], umi["event_id"], umi["date"]) == (
        "post",
        "海べの勉強会",
        "umi",
        "2019-03-01",
    )
    assert umi["talks"][0] == {
        "id": "umi/kotlin-で潮を測る",
        "title": "Kotlin で潮を測る",
        "line": 8,
        "speakers": ["iso"],
        "proposed": [],
        "technologies": ["Kotlin"],
        "detected": ["Kotlin"],
        "links": [],
        "mention": False,
    }
    assert (yama["kind"], yama["talks"][0]["line"], yama["talks"][0]["speakers"]) == ("note", 5, ["峰"])
    for one in (nabe, umi, yama):
        assert {"path", "kind", "layout", "event", "event_id", "date", "url", "hashtag"} <= one.keys()
        assert {"talks", "reason", "problems"} <= one.keys()


def test_check_proposes_whom_a_sentence_names(blog: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(blog / "umi.md", report().replace("## 貝を数える（@hama）", "## 浜さんの話"))
    assert main(["check", "--format", "json"]) == 0
    (umi,) = json.loads(capsys.readouterr().out)
    assert (umi["talks"][1]["speakers"], umi["talks"][1]["proposed"]) == ([], ["浜"])


def test_check_reports_a_notes_problem_with_its_line(blog: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(blog / "yama.md", "---\nevent: 山の会\ndate: きのう\n---\n## 鹿\n")
    assert main(["check", "--format", "json"]) == 1
    (one,) = json.loads(capsys.readouterr().out)
    assert one["kind"] == "note"
    assert one["problems"][0]["line"] == 3 and "日付" in one["problems"][0]["message"]


def test_check_shows_a_tree_on_a_terminal(
    blog: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(blog / "umi.md", report())
    write(blog / "nabe.md", "---\ntitle: 鍋\n---\n煮える。\n")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert main(["check"]) == 0
    said = capsys.readouterr().out
    assert "潮を測る / iso" in said and "海べの勉強会" in said
    assert "nabe.md  読みません" in said
    assert "kikigaki: {talks: h3" in said


def test_a_quotation_mark_that_nobody_closed_is_told_and_is_no_part_of_a_name(
    blog: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = report()
    title = next(line for line in text.splitlines() if line.startswith("title: "))
    write(blog / "umi.md", text.replace(title, f'title: "{title.removeprefix("title: ")}\ntags: "a"'))
    write(blog / "yama.md", text.replace(title, f'title: "{title.removeprefix("title: ")}"'))
    main(["check", "--format", "json"])
    umi, yama = json.loads(capsys.readouterr().out)
    assert umi["event"] == yama["event"] == "海べの勉強会"
    told = [(each["line"], "引用符" in each["message"]) for each in umi["problems"]]
    assert told == [(2, True), (5, False)]
    assert yama["problems"] == []
