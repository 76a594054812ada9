"""Engines: everything whose speed is compared, by the name that the tables and `--engines` use.

Each module is imported only by the process that runs its engine.
"""

import importlib
from collections.abc import Mapping
from typing import cast

from bench.speed.engine import SpeedEngine

KIKIGAKI, WHOOSH, TANTIVY, FTS5 = "kikigaki", "whoosh", "tantivy", "sqlite-fts5"
GROONGA, XAPIAN, BM25S = "groonga", "xapian", "bm25s"

ENGINES: Mapping[str, str] = {
    KIKIGAKI: "kikigaki_engine:KikigakiColumnar",
    TANTIVY: "tantivy_engine:Tantivy",
    GROONGA: "groonga_engine:Groonga",
    FTS5: "fts5_engine:Fts5",
    XAPIAN: "xapian_engine:Xapian",
    BM25S: "bm25s_engine:Bm25s",
    WHOOSH: "whoosh_engine:Whoosh",
}
"""In the order of the tables."""


def engine_of(name: str) -> SpeedEngine:
    """Return an engine, neither built nor open."""
    module, kind = ENGINES[name].split(":")
    made = getattr(importlib.import_module(f"bench.speed.engines.{module}"), kind)()
    return cast(SpeedEngine, made)
