"""Pasted commands: none of their options excludes, and what is meant to be left out still is."""

import datetime

import pytest

from search.index import TalkIndex
from search.model import Event, Query, Talk
from search.query.chunks import chunks

EVENING = Event("sh", "シェルの会", datetime.date(2020, 1, 1))
COMMANDS = (
    "kubectl apply -f",
    "rm -rf",
    "npm install -g",
    "docker run -d",
    "docker run -it ubuntu -p",
    "git commit -m",
    "ls -la",
    "curl -X POST -d",
    "sudo apt-get install -y",
    "tar -xvf",
    "find . -name x -type f",
    "gcc -Wall -O2",
    "g++ -std",
    "ssh -i key -p",
)
EXCLUSIONS = {
    "ruby -rails": "rails",
    "python -django": "django",
    "docker -AWS": "AWS",
    "docker -Go": "Go",
    "docker -go": "go",
    "react -js": "js",
    "python -c++": "c++",
    "コンテナ -C": "C",
    "コンテナ -go": "go",
    "-rf": "rf",
    "言語 OR -go": "go",
    "ruby -rails -r": "r",
    "speaker:kuwano -r": "r",
}


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> TalkIndex:
    index = TalkIndex(tmp_path_factory.mktemp("shell"))
    bodies = [f"`{command}` と打つ。" for command in COMMANDS]
    bodies += [f"{command.split(' -')[0]} の話。" for command in COMMANDS]
    index.rebuild(
        [Talk(f"sh/{n}", f"題{n}", EVENING, (), (), EVENING.date, body) for n, body in enumerate(bodies)]
    )
    return index


@pytest.mark.parametrize("number", range(len(COMMANDS)), ids=lambda number: COMMANDS[number])
def test_a_pasted_command_finds_first_the_talk_that_has_it(shell: TalkIndex, number: int) -> None:
    assert shell.search(Query(COMMANDS[number])).hits[0].talk.id == f"sh/{number}"


@pytest.mark.parametrize(("typed", "excluded"), EXCLUSIONS.items())
def test_a_word_behind_a_dash_is_still_left_out(typed: str, excluded: str) -> None:
    assert excluded in [chunk.text for chunk in chunks(typed) if chunk.is_excluded]


@pytest.mark.parametrize("typed", ['docker -"it"', "docker -「it」", 'tar -"xvf"'])
def test_what_is_quoted_is_no_option(typed: str) -> None:
    assert [chunk.text for chunk in chunks(typed) if chunk.is_excluded] == [chunks(typed)[1].text]


def test_no_way_out_turns_an_option_into_an_exclusion(shell: TalkIndex) -> None:
    ways = shell.ways_out(Query("bsdtar -x"))
    assert all(way.query.text != "-x" for way in ways.ways)
