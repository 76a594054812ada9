"""pyvideo's recordings -> notes: titles cleaned, speakers found, facts only."""

import shutil
from pathlib import Path

import pytest

from indexer.aliases import read_aliases
from indexer.imported import note_path_of
from indexer.importers.imported_event import ImportedEvent
from indexer.importers.pyvideo import SOURCE, read_source
from indexer.importers.pyvideo_titles import bare_title_of, cut_speakers, names_speakers, speakers_of
from indexer.note_text import note_text_of
from indexer.notes.note import parse_note
from search.errors import CorpusError
from search.model import Link, Speaker, Talk
from search.text.lexicon import Lexicon

REPOSITORY = Path(__file__).parent.parent
SMALL = Path(__file__).parent / "notes" / "pyvideo"
SHARED = REPOSITORY.parent / "shared" / "data" / "pyvideo-jp"
LEXICON = Lexicon(
    technologies={
        "Apache Spark": ("Spark", "スパーク"),
        "Django": ("ジャンゴ",),
        "Go": (),
        "Plone": (),
        "Python": ("python3",),
        "R": (),
        "REST": (),
        "ZeroMQ": (),
    }
)

needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="pyvideo's data is not part of the repository")


@pytest.fixture(scope="module")
def small() -> dict[str, ImportedEvent]:
    events = read_source(SMALL, LEXICON).events
    return {imported.event.name: imported for imported in events}


def talk_by(imported: ImportedEvent, video: str) -> Talk:
    return next(talk for talk in imported.talks if talk.links[0].url.endswith(video))


@pytest.mark.parametrize(
    ("recorded", "title"),
    [
        (
            "CH02 Djangoによるスマホアプリバックエンドの実装 (ja)",
            "Djangoによるスマホアプリバックエンドの実装",
        ),
        (
            "CH07 リファクタリング (May the force be with you) (ja)",
            "リファクタリング (May the force be with you)",
        ),
        ("メディア会議 - PyCon JP 2017", "メディア会議"),
        ("ドローンの話 (KATAYOSE LINA) PyCon JP 2017", "ドローンの話 (KATAYOSE LINA)"),
        ("PyCon JP における子ども向け活動", "PyCon JP における子ども向け活動"),
        ("04-201_Day2_Keynote_「やってみた」(磯 蘭水)", "Day2 Keynote: 「やってみた」(磯 蘭水)"),
        ("03-202_カンバンつくれる(Django + Vue)_(denzow)", "カンバンつくれる(Django + Vue)(denzow)"),
        ("01-106_lightning~closing", "lightning~closing"),
        ("Keynote: f(x) = a \n Your future", "Keynote: f(x) = a Your future"),
        ("snake_case_names in Python", "snake_case_names in Python"),
        ("CH01 ", "CH01"),
    ],
)
def test_room_language_and_conference_leave_the_title(recorded: str, title: str) -> None:
    assert bare_title_of(recorded) == title


@pytest.mark.parametrize(
    ("bare", "title", "speakers"),
    [
        ("入門 (新井 正貴)", "入門", (Speaker("新井 正貴"),)),
        (
            "選球眼(せんきゅうがん) - 技術(Shinichi N(野球エンジニア))",
            "選球眼(せんきゅうがん) - 技術",
            (Speaker("Shinichi N", affiliation="野球エンジニア"),),
        ),
        (
            "処理系(澁谷 典明/Yoshiaki Shibutani)",
            "処理系",
            (Speaker("澁谷 典明", heard="Yoshiaki Shibutani"),),
        ),
        ("方法(Python for Myself)(杉山\u3000剛)", "方法(Python for Myself)", (Speaker("杉山 剛"),)),
        ("Lightning Talks", "Lightning Talks", ()),
        ("(denzow)", "(denzow)", ()),
    ],
)
def test_final_brackets_hold_speakers(bare: str, title: str, speakers: tuple[Speaker, ...]) -> None:
    assert cut_speakers(bare) == (title, speakers)


def test_brackets_hold_speakers_only_where_the_whole_event_writes_so() -> None:
    assert names_speakers(["a (Kido)", "b (Mori)", "Lightning Talks"])
    assert not names_speakers(["型ヒント (Type Hints)", "波", "雲"])
    assert not names_speakers([])


@pytest.mark.parametrize(
    ("listed", "speakers"),
    [
        (["佐藤 健", "Ken Sato"], (Speaker("佐藤 健", "Ken Sato"),)),
        (
            ["楠元 朗", "Akira Kusumoto", "najeira", "Kenji Ishii"],
            (Speaker("楠元 朗", "Akira Kusumoto"), Speaker("najeira"), Speaker("Kenji Ishii")),
        ),
        (["末田卓巳 /Takumi SUEDA"], (Speaker("末田卓巳", "Takumi SUEDA"),)),
        (["Haque Ishfaq; Hassan Sami Adnan ..."], (Speaker("Haque Ishfaq"), Speaker("Hassan Sami Adnan"))),
        (["Takahiro Kubo (icoxfog417)"], (Speaker("Takahiro Kubo", "icoxfog417"),)),
        (["Various speakers"], ()),
        (["あべんべん", "あべんべん"], (Speaker("あべんべん"),)),
    ],
)
def test_listed_names_become_people(listed: list[str], speakers: tuple[Speaker, ...]) -> None:
    assert speakers_of(listed) == speakers


def test_an_event_begins_with_its_first_recording(small: dict[str, ImportedEvent]) -> None:
    event = small["風の会議 2012"].event
    assert (event.id, event.date.isoformat(), event.url) == (
        "2012-05-01-kaze-2012",
        "2012-05-01",
        "https://kaze.example/2012/",
    )


def test_a_recording_becomes_a_talk_of_facts_alone(small: dict[str, ImportedEvent]) -> None:
    talk = talk_by(small["風の会議 2012"], "sora")
    assert talk.title == "空 と C # {#x}"
    assert talk.speakers == (Speaker("空野 青", "Ao Sorano"), Speaker("najeira"))
    assert talk.links[1:] == (Link("slides", "http://kaze.example/sora"),)
    assert talk.body == ""


def test_speakers_in_titles_are_found_where_the_event_puts_them(small: dict[str, ImportedEvent]) -> None:
    mado, kaze = small["MadoConf 2017"], small["風の会議 2012"]
    mori = talk_by(mado, "mori")
    assert (mori.title, mori.speakers) == ("Djangoで窓を開ける", (Speaker("森 一郎", affiliation="窓職人"),))
    assert mori.technologies == ("Django",)
    assert [link.kind for link in mori.links] == ["video", "slides"]
    assert talk_by(mado, "ooki").title == "風を測る (in Osaka)"
    assert talk_by(kaze, "kumo").title == "雲のつかみ方 (Type Hints)"
    assert talk_by(kaze, "kumo").speakers == ()


def test_tags_name_technologies_and_kinds_of_talks_do_not(small: dict[str, ImportedEvent]) -> None:
    assert talk_by(small["MadoConf 2017"], "kido").technologies == ("ZeroMQ",)


def test_two_recordings_of_one_title_take_their_ids_from_their_files(small: dict[str, ImportedEvent]) -> None:
    ids = [talk.id for talk in small["MadoConf 2017"].talks if talk.title == "Lightning Talks"]
    assert ids == ["2017-09-07-mado-2017/lt-1", "2017-09-07-mado-2017/lt-2"]


def test_broken_files_are_reported_and_left_out() -> None:
    problems = read_source(SMALL, LEXICON).problems
    assert [problem.path.name for problem in problems] == ["broken.json", "undated.json"]


def test_a_folder_without_events_says_so(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"category\.json"):
        read_source(tmp_path, LEXICON)


def test_written_notes_are_read_back_as_they_were(small: dict[str, ImportedEvent]) -> None:
    for imported in small.values():
        text = note_text_of(imported.event, imported.talks, SOURCE)
        note = parse_note(Path(f"{imported.event.id}.md"), text)
        assert note.problems == ()
        assert (note.event, note.talks) == (imported.event, imported.talks)
        assert "写してはいけない" not in text


@needs_shared
def test_the_committed_notes_are_what_the_import_makes() -> None:
    lexicon, _ = read_aliases(REPOSITORY / "corpus" / "aliases.yaml")
    found = read_source(SHARED, lexicon)
    assert found.problems == ()
    assert sum(len(imported.talks) for imported in found.events) == 390
    for imported in found.events:
        path = note_path_of(REPOSITORY / "corpus", imported.event)
        assert path.read_text(encoding="utf-8") == note_text_of(imported.event, imported.talks, SOURCE)


@needs_shared
def test_the_order_of_the_files_does_not_matter(tmp_path: Path) -> None:
    shutil.copytree(SHARED / "pycon-jp-2018", tmp_path / "pycon-jp-2018")
    (once,) = read_source(tmp_path, Lexicon()).events
    (again,) = (event for event in read_source(SHARED, Lexicon()).events if event.event.id == once.event.id)
    assert once == again
