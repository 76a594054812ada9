"""Systems: everything that can be compared, by the name that the tables and `--systems` use."""

from collections.abc import Callable, Mapping

from bench.kikigaki import Kikigaki
from bench.peers.groonga_peer import GroongaSudachi
from bench.peers.sqlite_peers import SqliteSudachi, SqliteTrigram
from bench.peers.tantivy_peer import TantivyAllWords, TantivySudachi
from bench.peers.whoosh_peers import WhooshBigrams, WhooshSudachi
from bench.ranker import Peer, Ranker

KIKIGAKI = "kikigaki"
ALL_WORDS = "tantivy-all-words"

SYSTEMS: Mapping[str, Callable[[], Ranker]] = {
    KIKIGAKI: Kikigaki,
    "whoosh-bigrams": WhooshBigrams,
    "whoosh-sudachi": WhooshSudachi,
    "tantivy-sudachi": TantivySudachi,
    "sqlite-trigram": SqliteTrigram,
    "sqlite-sudachi": SqliteSudachi,
    "groonga-sudachi": GroongaSudachi,
}
"""In the order of the tables, which is about slowest first as well: long runs start early."""

WHOLE_JOB: Mapping[str, Callable[[], Peer]] = {
    KIKIGAKI: Kikigaki,
    "tantivy": TantivySudachi,
    ALL_WORDS: TantivyAllWords,
    "sqlite-fts5": SqliteSudachi,
    "groonga": GroongaSudachi,
    "whoosh": WhooshSudachi,
}
"""Those that do a visitor's whole job, in the order of the tables; all peers over the same terms."""
