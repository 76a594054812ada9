"""RubyEvents' data -> notes: conferences, recordings of several talks, meetups that come again."""

from pathlib import Path

import pytest

from indexer.importers.imported_event import ImportedEvent
from indexer.importers.rubyevents import SOURCE, read_source
from indexer.note_text import note_text_of
from indexer.notes.note import parse_note
from search.errors import CorpusError
from search.model import Link, Speaker
from search.text.lexicon import Lexicon

SMALL = Path(__file__).parent / "notes" / "rubyevents"
SHARED = Path(__file__).parent.parent.parent / "shared" / "data" / "rubyevents"
LEXICON = Lexicon(technologies={"Django": ()})

needs_shared = pytest.mark.skipif(
    not SHARED.exists(), reason="RubyEvents' data is not part of the repository"
)


@pytest.fixture(scope="module")
def small() -> dict[str, ImportedEvent]:
    imported = read_source(SMALL, LEXICON)
    return {one.event.name: one for one in imported.events}


def test_an_event_is_what_its_file_says(small: dict[str, ImportedEvent]) -> None:
    event = small["Mizu Kaigi 2024"].event
    assert (event.id, event.date.isoformat()) == ("2024-06-01-mizu-kaigi-2024", "2024-06-01")
    assert (event.url, event.venue) == ("https://mizu.example/2024/", "湖畔ホール")


def test_a_talk_has_the_title_it_was_given_under(small: dict[str, ImportedEvent]) -> None:
    talk = small["Mizu Kaigi 2024"].talks[0]
    assert (talk.title, talk.body) == ("Keynote: Djangoで湖を測る", "Keynote: Measuring a Lake with Django")
    assert talk.speakers == (Speaker('Midori "kishi" KISHIBE'), Speaker("Ao Minato"))
    assert talk.technologies == ("Django",)
    assert talk.links == (
        Link("video", "https://www.youtube.com/watch?v=abc_DEF-1"),
        Link("slides", "https://slides.example/kishi"),
        Link("link", "https://code.example/kishi/lake"),
    )


def test_talks_of_one_recording_are_talks_of_their_own(small: dict[str, ImportedEvent]) -> None:
    _, wave, swirl, other = small["Mizu Kaigi 2024"].talks
    assert wave.links == (Link("video", "https://www.youtube.com/watch?v=lightning01&t=279s"),)
    assert wave.date.isoformat() == "2024-06-02"
    assert swirl.links == (
        Link("video", "https://www.youtube.com/watch?v=lightning01"),
        Link("video", "https://vimeo.com/777"),
    )
    assert other.links == ()
    assert [talk.id.partition("/")[2] for talk in (wave, swirl, other)] == [
        "nami-mizu-2024",
        "lightning-talk-渦",
        "awa-mizu-2024",
    ]


def test_each_evening_of_a_meetup_is_an_event(small: dict[str, ImportedEvent]) -> None:
    april = small["Mizu Meetup - April 2024"]
    assert (april.event.id, april.event.venue) == ("2024-04-10-mizu-meetup-april-2024", "Kyoto, Japan")
    assert [(talk.title, talk.links) for talk in april.talks] == [("川を下る", ())]


def test_an_evening_without_a_date_is_reported_and_left_out() -> None:
    (problem,) = read_source(SMALL, LEXICON).problems
    assert (problem.path.name, problem.path.parent.name, problem.line) == ("videos.yml", "mizu-meetup", 16)
    assert "2015-01-14 のように" in problem.problem


def test_written_notes_are_read_back_as_they_were(small: dict[str, ImportedEvent]) -> None:
    for one in small.values():
        text = note_text_of(one.event, one.talks, SOURCE)
        note = parse_note(Path(f"{one.event.id}.md"), text)
        assert note.problems == ()
        assert (note.event, note.talks) == (one.event, one.talks)
        assert "写してはいけない" not in text


def test_a_folder_without_events_says_so(tmp_path: Path) -> None:
    (tmp_path / "event.yml").write_text("title: [\n")
    with pytest.raises(CorpusError, match=r"event\.yml") as raised:
        read_source(tmp_path, LEXICON)
    assert raised.value.problems[0].line == 2


@needs_shared
def test_the_sample_is_read_whole() -> None:
    imported = read_source(SHARED, LEXICON)
    assert imported.problems == ()
    kaigi = next(one for one in imported.events if one.event.name == "RubyKaigi 2015")
    assert len(kaigi.talks) == 51
    assert len(imported.events) == 27
    for one in imported.events:
        note = parse_note(Path(f"{one.event.id}.md"), note_text_of(one.event, one.talks, SOURCE))
        assert (note.problems, note.event, note.talks) == ((), one.event, one.talks)
