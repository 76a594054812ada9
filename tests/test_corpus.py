"""A folder of notes: what is read, what is left out, and what the project's own notes hold."""

import os
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.aliases import read_aliases
from indexer.cli import main
from indexer.corpus import Corpus, read_corpus
from indexer.note_files import find_notes
from search.errors import CorpusError, NoteError
from search.index import TalkIndex
from search.model import Query, Speaker

REPOSITORY = Path(__file__).parent.parent
DOGENZAKA = REPOSITORY / "corpus" / "2015" / "2015-01-14-dogenzaka-lt.md"
POST = REPOSITORY.parent / "shared" / "seed" / "dogenzaka-lt-2015-01-14.txt"


def write_note(path: Path, *titles: str, facts: str = "", front: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    sections = "".join(f"## {title}\n{facts}\n\n本文。\n" for title in titles or ("HBase",))
    path.write_text(f"---\nevent: {path.stem}の会\ndate: 2015-01-14\n{front}---\n{sections}")
    return path


def problems_of(corpus: Corpus, folder: Path) -> list[tuple[str, int, str]]:
    return [(str(p.path.relative_to(folder)), p.line, p.problem) for p in corpus.problems]


def test_every_note_below_the_folder_is_read_in_order(tmp_path: Path) -> None:
    write_note(tmp_path / "2016" / "b.md", "乙")
    write_note(tmp_path / "2015" / "a.md", "甲", "丙")
    write_note(tmp_path / "README.md")
    write_note(tmp_path / "2015" / ".trash" / "c.md")
    write_note(tmp_path / "2015" / ".d.md")
    (tmp_path / "2015" / "memo.txt").write_text("ノートではない")
    corpus = read_corpus(tmp_path)
    assert [talk.id for talk in corpus.talks] == ["a/甲", "a/丙", "b/乙"]
    assert [path.name for path in corpus.notes] == ["a.md", "b.md"]
    assert corpus.problems == ()


@pytest.mark.parametrize(
    "line",
    [
        "draft: true",
        "Draft: yes",
        "published: false",
        "publish: false",
        "private: true",
        "status: private",
        "kikigaki: false",
    ],
)
def test_a_note_that_says_it_is_a_draft_is_passed_over_and_told(tmp_path: Path, line: str) -> None:
    write_note(tmp_path / "open.md", "甲", front="draft: false\npublished: true\n")
    write_note(tmp_path / "secret.md", "秘密", facts="- speaker: 桑野", front=f"{line}\n")
    write_note(tmp_path / "_drafts" / "later.md", "あとで")
    corpus = read_corpus(tmp_path)
    assert [talk.id for talk in corpus.talks] == ["open/甲"]
    assert sorted(corpus.skipped) == ["_drafts/later.md", "secret.md"] and corpus.problems == ()


def test_an_update_takes_back_what_became_a_draft(tmp_path: Path) -> None:
    notes, index = tmp_path / "notes", tmp_path / "index"
    write_note(notes / "a.md", "甲")
    write_note(notes / "b.md", "乙")
    assert main(["rebuild", "--corpus", str(notes), "--index", str(index)]) == 0
    write_note(notes / "b.md", "乙", front="draft: true\n")
    assert main(["update", "--corpus", str(notes), "--index", str(index)]) == 0
    assert [hit.talk.id for hit in TalkIndex(index).search(Query()).hits] == ["a/甲"]


def test_one_bad_note_never_stops_the_others(tmp_path: Path) -> None:
    write_note(tmp_path / "good.md")
    (tmp_path / "sjis.md").write_bytes("---\nevent: 道玄坂\n---\n".encode("cp932"))
    (tmp_path / "yaml.md").write_text("---\nevent: x\n  date: y\n---\n## A\n")
    (tmp_path / "undated.md").write_text("---\nevent: x\n---\n## A\n")
    corpus = read_corpus(tmp_path)
    assert [talk.id for talk in corpus.talks] == ["good/hbase"]
    assert [(name, line) for name, line, _ in problems_of(corpus, tmp_path)] == [
        ("sjis.md", 2),
        ("undated.md", 1),
        ("yaml.md", 3),
    ]


def test_two_notes_of_one_event_are_a_problem_of_the_second(tmp_path: Path) -> None:
    write_note(tmp_path / "2015" / "lt.md", "甲")
    write_note(tmp_path / "2016" / "lt.md", "乙")
    corpus = read_corpus(tmp_path)
    assert [talk.id for talk in corpus.talks] == ["lt/甲"]
    ((name, line, problem),) = problems_of(corpus, tmp_path)
    assert (name, line) == ("2016/lt.md", 1)
    assert "2015/lt.md" in problem and "`id:`" in problem


def test_an_earlier_id_that_is_taken_leads_to_its_owner(tmp_path: Path) -> None:
    write_note(tmp_path / "a.md", "甲", "乙", facts="- aliases: old, b/丙")
    write_note(tmp_path / "b.md", "丙")
    corpus = read_corpus(tmp_path)
    assert [talk.aliases for talk in corpus.talks] == [("a/old",), (), ()]
    assert [(name, line) for name, line, _ in problems_of(corpus, tmp_path)] == [
        ("a.md", 5),
        ("a.md", 9),
        ("a.md", 9),
    ]


@pytest.mark.parametrize("notes", [[], ["---\nevent: x\n---\n"]])
def test_an_empty_corpus_says_what_to_do(tmp_path: Path, notes: list[str]) -> None:
    for number, text in enumerate(notes):
        (tmp_path / f"{number}.md").write_text(text)
    with pytest.raises(CorpusError, match=r"README\.md|問題を直して") as raised:
        read_corpus(tmp_path)
    assert len(raised.value.problems) == 2 * len(notes)


def test_a_missing_folder_says_how_to_name_another(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="--corpus"):
        read_corpus(tmp_path / "nowhere")


def test_links_out_of_the_folder_are_reported_and_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    write_note(outside / "secret.md")
    corpus_folder = tmp_path / "corpus"
    inside = write_note(corpus_folder / "2015" / "inside.md")
    (corpus_folder / "link.md").symlink_to(outside / "secret.md")
    (corpus_folder / "folder").symlink_to(outside)
    (corpus_folder / "gone.md").symlink_to(corpus_folder / "nowhere.md")
    (corpus_folder / "loop.md").symlink_to(corpus_folder / "loop.md")
    (corpus_folder / "twice.md").symlink_to(inside)
    corpus = read_corpus(corpus_folder)
    assert [talk.id for talk in corpus.talks] == ["inside/hbase"]
    assert [name for name, _, _ in problems_of(corpus, corpus_folder)] == [
        "folder",
        "gone.md",
        "link.md",
        "loop.md",
    ]


def test_a_folder_may_be_reached_through_a_link(tmp_path: Path) -> None:
    write_note(tmp_path / "notes" / "lt.md")
    (tmp_path / "corpus").symlink_to(tmp_path / "notes")
    assert read_corpus(tmp_path / "corpus").problems == ()


def test_what_is_no_file_is_never_opened(tmp_path: Path) -> None:
    write_note(tmp_path / "good.md")
    os.mkfifo(tmp_path / "pipe.md")
    assert problems_of(read_corpus(tmp_path), tmp_path)[0][0] == "pipe.md"


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
def test_an_unreadable_note_is_reported(tmp_path: Path) -> None:
    write_note(tmp_path / "good.md")
    write_note(tmp_path / "locked.md").chmod(0)
    assert "権限" in problems_of(read_corpus(tmp_path), tmp_path)[0][2]


def test_names_become_canonical_and_what_was_written_stays_as_heard(tmp_path: Path) -> None:
    (tmp_path / "aliases.yaml").write_text(
        "technologies:\n  Scala: [Scara]\nspeakers:\n  桑野: [くわの, モンゴリアン桑野]\n"
    )
    write_note(
        tmp_path / "lt.md",
        "一",
        facts="- speaker: くわの (/ CA)、モンゴリアン桑野\n- tech: Scara, ＳＣＡＬＡ, Java",
    )
    write_note(tmp_path / "mt.md", "二", facts="- speaker: モンゴリアン桑野 (くわのさん)")
    one, two = read_corpus(tmp_path).talks
    assert one.technologies == ("Scala", "Java")
    assert one.speakers == (Speaker("桑野", heard="くわの", affiliation="CA"),)
    assert two.speakers == (Speaker("桑野", heard="くわのさん"),)


@pytest.mark.parametrize(
    ("text", "line", "cure"),
    [
        ("technologies:\n  Scala: [Scara]\n  Java: [scara]\n", 3, "片方から消して"),
        ("technologies:\n  Scala: [Java]\n  Java: []\n", 2, "片方から消して"),
        ("terms:\n  選択肢: []\n  選 択 肢: []\n", 3, "1 つにまとめて"),
        ("technology:\n  Scala: []\n", 1, "technologies・speakers・terms・events"),
        ("events:\n  PyCon JP: [x]\n  pycon  jp: []\n", 3, "1 つにまとめて"),
        ("speakers: [桑野]\n", 1, "名前: [別の書き方"),
        ("speakers:\n  桑野: {くわの: x}\n", 2, "別の書き方"),
    ],
)
def test_an_unusable_entry_of_the_aliases_is_left_out(
    tmp_path: Path, text: str, line: int, cure: str
) -> None:
    path = tmp_path / "aliases.yaml"
    path.write_text(text)
    _, (problem,) = read_aliases(path)
    assert problem.line == line
    assert cure in problem.problem


def test_aliases_with_an_anchor_cannot_be_used(tmp_path: Path) -> None:
    path = tmp_path / "aliases.yaml"
    path.write_text("terms:\n  a: &x [b]\n")
    with pytest.raises(NoteError, match="アンカー") as raised:
        read_aliases(path)
    assert raised.value.line == 2


def a_pipe(path: Path, outside: Path) -> None:
    os.mkfifo(path)


def a_folder(path: Path, outside: Path) -> None:
    path.mkdir()


def endless(path: Path, outside: Path) -> None:
    path.symlink_to("/dev/zero")


def a_link_out(path: Path, outside: Path) -> None:
    outside.write_text("technologies:\n  Scala: [Scara]\n")
    path.symlink_to(outside)


def a_link_to_nothing(path: Path, outside: Path) -> None:
    path.symlink_to("nowhere.yaml")


def a_link_to_itself(path: Path, outside: Path) -> None:
    path.symlink_to(path)


def too_large(path: Path, outside: Path) -> None:
    path.write_text("technologies:\n" + "# 長\n" * 400_000)


def of_other_letters(path: Path, outside: Path) -> None:
    path.write_bytes("technologies:\n  片岡: [かたおか]\n".encode("cp932"))


def broken(path: Path, outside: Path) -> None:
    path.write_text("technologies:\n  Scala: [Scara\n")


def of_two_documents(path: Path, outside: Path) -> None:
    path.write_text("technologies: {}\n---\nterms: {}\n")


def a_list(path: Path, outside: Path) -> None:
    path.write_text("- Scala\n")


UNUSABLE = (
    *(a_pipe, a_folder, endless, a_link_out, a_link_to_nothing, a_link_to_itself, too_large),
    *(of_other_letters, broken, of_two_documents, a_list),
)


@pytest.mark.parametrize("make", UNUSABLE)
def test_names_that_cannot_be_read_stop_a_rebuild_and_are_no_empty_list(
    tmp_path: Path, make: Callable[[Path, Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "notes"
    monkeypatch.setenv("KIKIGAKI_CORPUS", str(folder))
    monkeypatch.setenv("KIKIGAKI_INDEX", str(tmp_path / "index"))
    write_note(folder / "lt.md", facts="- tech: Scara")
    write_note(folder / "bad.md", "")
    (folder / "aliases.yaml").write_text("technologies:\n  Scala: [Scara]\n")
    assert main(["rebuild"]) == 0
    (folder / "aliases.yaml").unlink()
    make(folder / "aliases.yaml", tmp_path / "outside.yaml")
    with pytest.raises(CorpusError, match=r"aliases\.yaml") as caught:
        read_corpus(folder)
    # Everything else that is wrong is told with it.
    assert {problem.path.name for problem in caught.value.problems} == {"aliases.yaml", "bad.md"}
    for command in (["rebuild"], ["rebuild", "--if-needed"], ["update"], ["check"]):
        assert main(command) == 65
    assert main(["status"]) == 1
    index = TalkIndex(tmp_path / "index")
    assert index.status().generation == 1
    assert [value.value for value in index.facet(Query(), "technology", "", 9).values] == ["Scala"]


def test_names_may_lie_elsewhere_in_the_folder_and_be_many(tmp_path: Path) -> None:
    write_note(tmp_path / "lt.md", facts="- tech: 別名 24999")
    (tmp_path / "names").mkdir()
    many = "".join(f"  名前 {number}: [別名 {number}]\n" for number in range(25_000))
    (tmp_path / "names" / "ours.yaml").write_text(f"technologies:\n{many}")
    (tmp_path / "aliases.yaml").symlink_to("names/ours.yaml")
    corpus = read_corpus(tmp_path)
    assert corpus.problems == ()
    assert corpus.talks[0].technologies == ("名前 24999",)


def test_aliases_may_be_missing_empty_or_a_single_spelling(tmp_path: Path) -> None:
    (tmp_path / "aliases.yaml").write_text("technologies:\n  Scala: Scara\nterms:\n")
    lexicon, problems = read_aliases(tmp_path / "aliases.yaml")
    assert problems == ()
    assert (lexicon.technologies, lexicon.terms) == ({"Scala": ("Scara",)}, {})


def test_notes_are_found_with_what_tells_that_they_changed_in_the_order_of_their_folders(
    tmp_path: Path,
) -> None:
    for name in ("b.md", "a/z.md", "a.md", "a/b/c.md"):
        write_note(tmp_path / name)
    found = find_notes(tmp_path).stamps
    assert list(found) == ["a/b/c.md", "a/z.md", "a.md", "b.md"]
    status = (tmp_path / "b.md").stat()
    assert found["b.md"] == (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)


def test_the_projects_own_notes_have_no_problem(corpus: Corpus) -> None:
    assert corpus.problems == ()
    assert len(corpus.notes) == len({talk.event.id for talk in corpus.talks}) == 11


def test_an_event_has_its_canonical_name_whatever_its_note_says(corpus: Corpus) -> None:
    names = {talk.event.name for talk in corpus.talks}
    assert {
        "PyCon JP 2012",
        "PyCon JP 2018",
        "PyCon JP 2019",
        "SciPy Japan 2019",
        "SciPy Japan 2020",
    } <= names
    assert not [name for name in names if "PyCon Japan" in name or "Scipy" in name]
    assert len(names) == 11


def test_the_evening_at_dogenzaka_had_ten_talks_and_one_was_missed(corpus: Corpus) -> None:
    evening = [talk for talk in corpus.talks if talk.event.hashtag == "dogenzakalt"]
    heard = [talk.id.partition("/")[2] for talk in evening if not talk.mention]
    expected = "rhel cloudformation openstack datomic hbase hp spark fluentd adult wiredtiger"
    assert heard == expected.split()
    assert [talk.title for talk in evening if talk.mention] == ["Aurora"]
    assert all(250 <= len(talk.body) <= 700 and talk.speakers for talk in evening if not talk.mention)
    assert not any("ビール" in talk.body for talk in evening)


HEARD = """
    シャーでぃんぐ コンテナー 選択し BlueGreenDeploy AtomicProject Fedora21CloudAtomic RawKey ProLiantSL4540
    MESOS MeSOS Packstack(Juno)OnCentOS7 HPMoonShot JavatoScara プラがブル MMAPv1 WISA ElasticSearch @suzu_v
"""


@pytest.mark.parametrize("heard", HEARD.split())
def test_terms_stand_as_they_were_heard(heard: str) -> None:
    assert heard in DOGENZAKA.read_text(encoding="utf-8")


GIVEN = (
    "道玄坂LT祭り(ミドル・インフラ)",
    "fluentd設定行数とシステム複雑性のカジュアルな話",
    "性風俗業界を支えるITインフラ",
    "モンゴリアン桑野参上",
    "Packstack(Juno)OnCentOS7",
)
"""Titles and names, which are facts: they are the same wherever they are written."""


@pytest.mark.skipif(not POST.exists(), reason="the post is not part of the repository")
def test_the_note_is_written_in_our_own_words() -> None:
    post, note = bare(POST.read_text(encoding="utf-8")), bare(DOGENZAKA.read_text(encoding="utf-8"))
    copied = [note[at : at + 20] for at in range(len(note) - 19) if note[at : at + 20] in post]
    assert copied == []


def bare(text: str) -> str:
    """Drop white space; addresses and given names become one sign each."""
    text = "".join(re.sub(r"https?://[!-~]+", "\x00", text).split())
    for name in GIVEN:
        text = text.replace(name, "\x00")
    return text


def test_two_ids_that_look_alike_say_what_tells_them_apart(tmp_path: Path) -> None:
    for form in ("NFC", "NFD"):
        write_note(tmp_path / f"{unicodedata.normalize(form, '2015-01-14-ガイド')}.md")
    if len(list(tmp_path.iterdir())) < 2:
        pytest.skip("this file system takes both for one name")
    (problem,) = read_corpus(tmp_path).problems
    assert "見えますが" in problem.problem and "NFD" in problem.problem
    write_note(tmp_path / "2015" / "2015-01-14-ガイド.md")
    assert not any("NFD" in one.problem for one in read_corpus(tmp_path).problems)


@pytest.mark.parametrize(
    ("name", "event_id"),
    [
        ("2015-01-14-dogenzaka-lt", "2015-01-14-dogenzaka-lt"),
        ("Dogenzaka_LT-", "Dogenzaka_LT-"),
        ("2015-01-14 道玄坂LT", "2015-01-14-道玄坂lt"),
        ("夜会(1)", "夜会-1"),
        ("勉強会　第１回 #12", "勉強会-第1回-12"),
        ("C++勉強会", "c-勉強会"),
        ("2015.01.14", "2015-01-14"),
        ("_draft", "draft"),
        ("か\u3099", "が"),
        ("長" * 81, "長" * 80),
    ],
)
def test_any_name_of_a_file_is_an_id_of_its_event(tmp_path: Path, name: str, event_id: str) -> None:
    try:
        write_note(tmp_path / f"{name}.md")
    except OSError:
        pytest.skip("no file may be called so here")
    corpus = read_corpus(tmp_path)
    assert not corpus.problems
    assert [talk.event.id for talk in corpus.talks] == [event_id]


def test_a_name_without_letters_and_two_that_make_one_id_are_told(tmp_path: Path) -> None:
    for name in ("🔥", "夜会 1", "夜会(1)"):
        write_note(tmp_path / f"{name}.md")
    corpus = read_corpus(tmp_path)
    assert [talk.event.id for talk in corpus.talks] == ["夜会-1"]
    said = {problem.path.name: problem.problem for problem in corpus.problems}
    assert "`id`" in said["🔥.md"] and "`id:` を書いて" in said["夜会(1).md"]
    # One that somebody chose is taken as it is written, or told.
    write_note(tmp_path / "🔥.md", front="id: fire\n")
    write_note(tmp_path / "夜会(1).md", front="id: 夜会 (1)\n")
    corpus = read_corpus(tmp_path)
    assert sorted(talk.event.id for talk in corpus.talks) == ["fire", "夜会-1"]
    assert [problem.path.name for problem in corpus.problems] == ["夜会(1).md"]
