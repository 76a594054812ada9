"""The table of what was published, as a file: it reads back, and what is broken is told with its line."""

import json
from pathlib import Path

import pytest

from indexer.published.table import NAME, Published, former_of, read_kept, read_table, write_table
from search.errors import CorpusError


@pytest.mark.parametrize(
    "broken",
    [
        "x",
        "[" * 100_000,
        '["a"]',
        '"abcde"',
        '["a"], ["b"]',
        "[1, 2, 3, 4, 5]",
        "{}",
        '["a", "a", "b", "c", 3]',
    ],
)
def test_a_table_that_cannot_be_read_is_an_error_with_its_line(tmp_path: Path, broken: str) -> None:
    (tmp_path / NAME).write_text(f"# 控え\n{broken}\n")
    with pytest.raises(CorpusError) as raised:
        read_table(tmp_path)
    assert raised.value.problems[0].line == 2


def test_a_table_reads_back(tmp_path: Path) -> None:
    rows = [
        Published("a/題\t", "=", "変な\n名.md", "a/題", "0f"),
        Published("b/x", "", "\udcff.md", "=", ""),
        Published("c/x", "a/題\t", "c.md", "=", ""),
        Published("d/x", "=", 'どの\x85行\u2028も\x0b"], ["一つ.md', "=", ""),
    ]
    table = {row.id: row for row in rows}
    write_table(tmp_path, table)
    assert read_table(tmp_path) == table
    assert all(json.dumps(json.loads(line), ensure_ascii=False) == line for line in lines_of(tmp_path))
    former = former_of(table, {})
    assert former.gone == {"b/x", "b"} and former.moved == {"c": "a"}


def test_a_table_that_was_saved_on_windows_reads_back(tmp_path: Path) -> None:
    row = Published("a/題", "=", "名.md", "=", "0f")
    write_table(tmp_path, {row.id: row})
    written = (tmp_path / NAME).read_text("utf-8")
    (tmp_path / NAME).write_bytes(written.replace("\n", "\r\n").encode("utf-8-sig"))
    assert read_table(tmp_path) == {row.id: row}
    (tmp_path / NAME).write_bytes(written.encode("utf-16"))
    with pytest.raises(CorpusError) as raised:
        read_table(tmp_path)
    assert "UTF-8 で保存し直して" in raised.value.problems[0].problem


@pytest.mark.parametrize("sign", ["", *'"\\\t\n\x00\x1f', "\x7f", "\u2028", "\udcff", "%s", "題"])
def test_a_table_is_written_as_json_whatever_stands_in_one_of_its_rows(tmp_path: Path, sign: str) -> None:
    own = f"b{sign}x"
    table = {each: Published(each, "=", "a.md", "=", "0f") for each in ("a", own, "c")}
    write_table(tmp_path, table)
    assert read_table(tmp_path) == table
    assert lines_of(tmp_path) == [
        json.dumps([each, "=", "a.md", "=", "0f"], ensure_ascii=False) for each in table
    ]


def test_a_row_that_somebody_wrote_out_is_read_as_ours(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text(
        '["a/x", "a/x", "a.md", "a/x", "0f"]\n\u3000\n["b/x", "=", "b.md", "a/x", ""]\n'
    )
    rows = read_table(tmp_path)
    assert rows["a/x"] == Published("a/x", "=", "a.md", "=", "0f") and rows["a/x"].is_live
    assert rows["a/x"].id_made == "a/x" and rows["b/x"].id_made == "a/x"


def test_of_two_rows_of_an_id_as_merged_branches_leave_them_the_last_holds(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text(
        '["a/x","a/x","a.md","=","1"]\n["b/x","=","b.md","=","2"]\n["a/x","","a.md","=","3"]\n'
    )
    kept = read_kept(tmp_path)
    assert kept.rows["a/x"] == Published("a/x", "", "a.md", "=", "3")
    write_table(tmp_path, {**kept.rows, "c/x": Published("c/x", "=", "c.md", "=", "4")}, kept)
    assert lines_of(tmp_path) == [
        '["a/x","","a.md","=","3"]',
        '["b/x","=","b.md","=","2"]',
        '["c/x", "=", "c.md", "=", "4"]',
    ]


def lines_of(folder: Path) -> list[str]:
    """Return the rows of the table as they are written."""
    text = (folder / NAME).read_bytes().decode("utf-8", "surrogatepass")
    return [line for line in text.split("\n") if line and not line.startswith("#")]


@pytest.mark.parametrize("sign", ["", *'"\\\t\n\x00', "\u2028", "\udcff", "題"])
def test_a_table_of_which_little_has_changed_is_written_as_one_that_is_all_new(
    tmp_path: Path, sign: str
) -> None:
    rows = [Published(f"{each}{sign}", "=", "a.md", "=", "0f") for each in "acegi"]
    write_table(tmp_path, {row.id: row for row in rows})
    kept = read_kept(tmp_path)
    changed = rows[1]._replace(owner="", path=f"b{sign}.md")
    new = Published(f"d{sign}", "=", "c.md", "=", "")
    after = {**kept.rows, changed.id: changed, new.id: new}
    del after[rows[3].id]
    write_table(tmp_path, after, kept)
    patched = (tmp_path / NAME).read_bytes()
    write_table(tmp_path, after)
    assert (tmp_path / NAME).read_bytes() == patched and read_table(tmp_path) == after
