"""Which files of a folder are read as posts, under which ids, and in which coding."""

import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from post_files import report, write

from indexer.corpus import gather, read_corpus
from indexer.note_files import find_notes
from indexer.posts.texts import is_text, text_of
from search.errors import CorpusError


def test_every_kind_of_file_is_read_and_the_rest_is_named(blog: Path) -> None:
    for number, name in enumerate(("a.md", "b.Rmd", "c.mdx", "d/index.md"), start=1):
        write(blog / name, report(f"第{number}回の勉強会"))
    write(
        blog / "e.html",
        "<title>磯の会に参加した</title><p>2019年3月1日</p><h2>潮 (@iso)</h2><h2>貝 (@hama)</h2>",
    )
    write(blog / "f.rst", "磯の会に参加した\n================\n\n2019年3月1日\n")
    write(blog / "g.txt", "磯の会に参加した\n\n2019年3月1日、船で。\n")
    write(blog / "nabe.md", "---\ntitle: 鍋を買った\ndate: 2019-03-01\n---\n煮える。\n")
    write(blog / "README.md", "# 磯の会に参加した\n")
    write(blog / ".obsidian" / "x.md", report())
    write(blog / "node_modules" / "y" / "x.md", report())
    write(blog / "photo.jpg", "x")
    write(blog / "all.enex", "<en-export/>")
    corpus = read_corpus(blog)
    assert sorted({talk.id.partition("/")[0] for talk in corpus.talks}) == ["a", "b", "c", "d", "e", "f", "g"]
    assert set(corpus.skipped) == {"nabe.md", ".obsidian", "node_modules", "all.enex"}
    assert corpus.posts == 7
    assert corpus.problems == ()


def test_pages_that_a_tool_made_of_the_posts_beside_them_are_left_out(blog: Path) -> None:
    post = "---\ntitle: 海の会に参加した\ndate: 2019-06-01\n---\n## 潮（@iso）\n\n波。\n"
    write(blog / "content" / "umi.md", post)
    write(blog / "public" / "posts" / "2019" / "index.html", "<h1>海の会に参加した</h1><p>波。</p>")
    assert len(read_corpus(blog).talks) == 2
    for name in ("index.html", "sitemap.xml"):
        write(blog / "public" / name, "<p>")
    assert [talk.title for talk in read_corpus(blog).talks] == ["潮"]
    (blog / "content" / "umi.md").rename(blog / "public" / "kai.md")
    (blog / "content").rmdir()
    assert len(read_corpus(blog).talks) == 2


@pytest.mark.parametrize(
    ("source", "page"),
    [
        ("_sources/2019/06/01/umi.rst.txt", "2019/06/01/umi.html"),
        ("_posts/2019-06-01-umi.md", "2019/06/01/umi/index.html"),
        ("content/posts/umi/index.md", "public/posts/umi.html"),
        ("posts/umi.Rmd", "posts/umi.md"),
    ],
)
def test_a_post_beside_which_its_page_stands_is_read_once(blog: Path, source: str, page: str) -> None:
    post = "海の会に参加した\n================\n\n2019年6月1日\n\n* 磯さん「潮」\n* 浜さん「貝」\n"
    made = "<h1>海の会に参加した</h1><p>2019年6月1日</p><h2>潮 (@iso)</h2><p>波。</p>"
    write(blog / source, post)
    write(blog / page, made)
    write(blog / "tags" / "umi.html", made)
    corpus = read_corpus(blog)
    assert len({talk.event.id for talk in corpus.talks}) == 1
    assert corpus.skipped == {
        page: f"{source} から作られたページです",
        "tags/umi.html": "記事を並べたページです",
    }
    (blog / source).unlink()
    assert len({talk.event.id for talk in read_corpus(blog).talks}) == 1


@pytest.mark.parametrize("path", ["_sources/2019/06/01/umi.rst.txt", "_sources/2019/06/01/umi.txt"])
def test_what_sphinx_keeps_of_its_sources_is_rest(blog: Path, path: str) -> None:
    post = "海の会に参加した\n================\n\n`潮を測る`_ (@iso)\n-----------------\n\nブイ。\n"
    write(blog / path, post)
    (talk,) = read_corpus(blog).talks
    assert (talk.title, talk.event.name, talk.markup) == ("潮を測る", "海の会", "rst")


def test_a_readme_is_a_post_where_its_folder_is_named_after_a_day(blog: Path) -> None:
    write(blog / "README.md", "# 記録の置き場 #1\n\n勉強会の会場で書いた。\n")
    write(blog / "2019" / "0301-iso" / "README.md", "# 磯の会 #3\n\n会場は磯。\n\n## 潮 (@iso)\n\n波。\n")
    write(blog / "2019" / "photos" / "README.md", "# 写真 #2\n\n会場の写真。\n")
    (talk,) = read_corpus(blog).talks
    assert (talk.event.name, talk.title) == ("磯の会 #3", "潮")
    assert talk.date == datetime.date(2019, 3, 1)


def test_a_folder_without_reports_says_what_to_do(blog: Path) -> None:
    write(blog / "nabe.md", "---\ntitle: 鍋\n---\n煮える。\n")
    with pytest.raises(CorpusError, match="KIKIGAKI_POSTS=all"):
        read_corpus(blog)
    assert len(read_corpus(blog, "all").talks) == 1


def test_notes_and_posts_live_in_one_folder(blog: Path) -> None:
    write(blog / "2019" / "umi.md", report())
    write(blog / "notes" / "umi.md", "---\nevent: 山の会\ndate: 2019-01-14\n---\n## 鹿\n\n角。\n")
    corpus = read_corpus(blog)
    assert {talk.event.id: talk.event.name for talk in corpus.talks} == {
        "umi": "山の会",
        "umi-2": "海べの勉強会",
    }
    assert corpus.problems == ()


def test_a_note_stays_strict(blog: Path) -> None:
    write(blog / "note.md", "---\nevent: 山の会\ndate: きのう\n---\n## 鹿\n")
    write(blog / "post.md", report())
    corpus = read_corpus(blog)
    assert [problem.path.name for problem in corpus.problems] == ["note.md"]


WIDE = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be")


@pytest.mark.parametrize("encoding", ["cp932", "euc_jp", "iso2022_jp", *WIDE, "utf-8-sig"])
def test_old_encodings_are_read(blog: Path, encoding: str) -> None:
    blog.mkdir()
    (blog / "old.md").write_bytes(report().replace("\n", "\r\n").encode(encoding))
    titles = [talk.title for talk in read_corpus(blog).talks]
    assert titles == ["潮を測る", "貝を数える"]


@pytest.mark.parametrize("key", ["event", "イベント", "ＥＶＥＮＴ"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("cp932", "Shift_JIS"),
        ("euc_jp", "EUC-JP"),
        ("iso2022_jp", "ISO-2022-JP"),
        *((wide, wide[:6].upper()) for wide in WIDE),
        ("utf-8-sig", ""),
    ],
)
def test_a_note_in_any_coding_is_read_or_told_and_never_taken_for_no_report(
    blog: Path, key: str, end: str, encoding: str, told: str
) -> None:
    text = f"---\ndate: 2015-01-14\n{key}: 海の会\n---\n\n## 鹿を数える\n\n{'山を見る。' * 2_000}\n"
    blog.mkdir()
    (blog / "a.md").write_bytes(text.replace("\n", end).encode(encoding))
    write(blog / "other.md", report())
    corpus = read_corpus(blog)
    assert not corpus.skipped
    if told:
        (problem,) = corpus.problems
        assert told in problem.problem and "UTF-8 ではありません" in problem.problem
    else:
        assert "鹿を数える" in [talk.title for talk in corpus.talks]


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" * 9, b"\0" * 99 + b"\n", bytes(range(256)) * 4]
)
def test_what_is_no_text_is_none_in_two_bytes_a_character_either(data: bytes) -> None:
    assert not is_text(data)


@given(
    st.text(st.characters(exclude_categories=["Cn", "Cc", "Co", "Cs"]), max_size=40), st.sampled_from(WIDE)
)
def test_a_text_of_several_lines_is_read_in_any_wide_coding(text: str, encoding: str) -> None:
    lines = f"{text}\n題\n"
    assert text_of(lines.encode(encoding)) == (lines.removeprefix("\ufeff"), encoding[:6].upper())


def test_bytes_that_are_no_text_are_read_as_far_as_they_go() -> None:
    text, encoding = text_of(b"\xff\x00\x80\xfe abc")
    assert "abc" in text and "\0" not in text and encoding


def test_a_byte_that_is_no_letter_is_told_with_its_line(blog: Path) -> None:
    write(blog / "umi.md", "").write_bytes(
        report().encode() + "追記: 壊れた行\n".encode("euc_jp") + "貝".encode("cp932")
    )
    (remark,) = gather(blog).notes.posts["umi.md"][0].remarks
    assert (remark.line, "�" in remark.problem) == (15, True)


def test_a_folder_without_anything_to_read_says_what_is_read(blog: Path) -> None:
    write(blog / "umi.json", "{}")
    with pytest.raises(CorpusError, match=r"\.md .*\.adoc \.txt などです"):
        read_corpus(blog)


@pytest.mark.parametrize(
    ("path", "is_list"),
    [
        ("tags/umi/index.html", True),
        ("blog/categories/umi.html", True),
        ("tags/umi/page/2/index.html", True),
        ("page15.html", True),
        ("archives/2019/index.html", True),
        ("archive.html", True),
        ("archives/51234.html", False),
        ("category/umi/kai/index.html", False),
        ("blog/2019/06/01/umi/index.html", False),
    ],
)
def test_of_a_made_site_without_its_sources_pages_that_list_posts_are_left_out(
    blog: Path, path: str, is_list: bool
) -> None:
    page = "<html><head><title>海の会に参加した</title><meta name='date' content='2019-06-01'></head><body>"
    write(blog / "kai.html", page)
    write(blog / path, f"{page}<h2>潮（@iso）</h2><p>波。</p></body></html>")
    assert (find_notes(blog).skipped.get(path) == "記事を並べたページです") is is_list
