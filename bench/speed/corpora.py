"""Corpora: where the notes of a run come from, and making each corpus once."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from bench.speed.facets import facets_of
from bench.speed.questions import questions_of
from bench.speed.real_text import RealNotes, texts_in
from bench.speed.store import Store, is_whole, write_questions
from bench.speed.writing import CorpusWriter
from bench.speed.zipf import ZipfNotes

SEED = 20150114


def corpus_in(folder: Path, notes: int, texts: Sequence[Path], seed: int = SEED) -> Store:
    """Return the corpus of a folder, making it with its questions when it is not there.

    `texts` are files and folders as `texts_in` reads them; without any, notes are made by lot.
    """
    if not is_whole(folder):
        shutil.rmtree(folder, ignore_errors=True)
        source = _source(notes, texts, seed)
        writer = CorpusWriter(folder)
        for block in source.blocks():
            writer.append(block)
        writer.close(source.words, facets_of(notes, seed), source.source)
        write_questions(folder, questions_of(Store(folder), seed))
    return Store(folder)


def _source(notes: int, texts: Sequence[Path], seed: int) -> ZipfNotes | RealNotes:
    if not texts:
        return ZipfNotes(notes, seed)
    found = (text for path in texts for text in texts_in(path))
    return RealNotes(found, notes, seed, "real text, " + " and ".join(path.name for path in texts))
