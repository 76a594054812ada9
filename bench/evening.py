"""The evening: its ten talks are looked for among all the shipped notes, by what one would remember of them.

Here documents are real talks with speakers, technologies and an event, and Kikigaki has its aliases; peers
get the same words as one text. A line of the queries is a talk's key and a query, tab between.
"""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from bench.judged import Collection, JudgedError, JudgedQuery, JudgedSet, document_of
from bench.measures import Judgements
from indexer.corpus import read_corpus
from search.errors import CorpusError

EVENING = "evening"
SEED_QUERIES = "seed_queries.tsv"

_EVENT = "2015-01-14-dogenzaka-lt"
_TALK_OF_KEY: Mapping[str, str] = MappingProxyType(
    {"cfn": "cloudformation", "ostack": "openstack", "wt": "wiredtiger"}
)
"""Keys that are shorter than the talk's own id."""


def read_evening(queries: Path, notes: Path) -> Collection:
    """Read the notes as documents, and the queries; raises `JudgedError` and OSError."""
    try:
        corpus = read_corpus(notes)
    except CorpusError as error:
        raise JudgedError(str(error)) from error
    documents = tuple(document_of(talk) for talk in corpus.talks if not talk.mention)
    numbers = {document.id: number for number, document in enumerate(documents)}
    asked = []
    grades = []
    for place, line in enumerate(queries.read_text(encoding="utf-8").splitlines(), start=1):
        key, _, text = line.partition("\t")
        talk_id = f"{_EVENT}/{_TALK_OF_KEY.get(key, key)}"
        if talk_id not in numbers:
            raise JudgedError(f"{queries}:{place}: there is no talk {talk_id} in {notes}")
        asked.append(JudgedQuery(f"{EVENING}-{place}", text))
        grades.append({numbers[talk_id]: 1.0})
    judged = JudgedSet(f"notes/{EVENING}", tuple(asked), Judgements.of(grades))
    return Collection(documents, (judged,), corpus.lexicon)
