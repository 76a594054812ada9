"""Systems: everything that can be compared, by the name that the tables and `--systems` use."""

from collections.abc import Callable, Mapping

from bench.kikigaki import Kikigaki
from bench.peers.groonga_peer import GroongaMecab
from bench.peers.sqlite_peers import SqliteSudachi, SqliteTrigram
from bench.peers.tantivy_peer import TantivySudachi
from bench.peers.whoosh_peers import WhooshBigrams, WhooshSudachi
from bench.ranker import Ranker

KIKIGAKI = "kikigaki"

SYSTEMS: Mapping[str, Callable[[], Ranker]] = {
    KIKIGAKI: Kikigaki,
    "whoosh-bigrams": WhooshBigrams,
    "whoosh-sudachi": WhooshSudachi,
    "tantivy-sudachi": TantivySudachi,
    "sqlite-trigram": SqliteTrigram,
    "sqlite-sudachi": SqliteSudachi,
    "groonga-mecab": GroongaMecab,
}
"""In the order of the tables, which is about slowest first as well: long runs start early."""
