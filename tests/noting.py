"""A note as tests have it: its front matter, what is read of it, and what is wrong with it."""

from pathlib import Path

from indexer.notes.note import ParsedNote, parse_note

FRONT = "---\nevent: 道玄坂LT祭り\ndate: 2015-01-14\n---\n"


def parsed(text: str) -> ParsedNote:
    return parse_note(Path("corpus/2015/2015-01-14-lt.md"), text)


def problems_of(text: str) -> list[tuple[int, str]]:
    return [(error.line, error.problem) for error in parsed(text).problems]


def the_problem_of(text: str) -> tuple[int, str]:
    (problem,) = problems_of(text)
    return problem
