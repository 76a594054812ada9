"""What the index was made from, and what changed since: asked by whoever must know whether it is current."""

from indexer.corpus import fingerprint_of
from indexer.kept_sources import decoded_sources
from indexer.note_files import find_notes
from indexer.sources import Changes, Sources, changes_of
from search.errors import IndexDamaged, IndexMissing, IndexUnsafe
from search.index import TalkIndex
from search.settings import Settings


def usable_sources_of(index: TalkIndex) -> Sources | None:
    """Return what a usable index was made from; None when there is none, or it does not say."""
    kept = kept_sources_of(index)
    return kept and kept[0]


def kept_sources_of(index: TalkIndex) -> tuple[Sources, bytes] | None:
    """Return the same, also as the index keeps it."""
    try:
        if index.status().is_stale:
            return None
        data = index.sources()
        return decoded_sources(data), data
    except (IndexMissing, IndexDamaged, IndexUnsafe, ValueError):
        return None


def is_whole(index: TalkIndex) -> bool:
    """Say whether the index is what was written: to be asked before leaving it as it is."""
    try:
        index.check()
    except IndexDamaged:
        return False
    return True


def changes_since(settings: Settings, sources: Sources) -> Changes:
    """Compare the notes that are there now with those the index was made from."""
    files = find_notes(settings.corpus)
    return changes_of(sources, files.stamps, fingerprint_of(settings.corpus, settings.posts))


def is_sure(changes: Changes) -> bool:
    """Say whether something changed beyond doubt: doubt is worth reading a note, but no remark."""
    return bool(changes.written or changes.removed or changes.is_lexicon_other)
