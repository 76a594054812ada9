"""`indexer status`: what the index holds, and whether notes are newer than it."""

from indexer.aliases import NAME as ALIASES
from indexer.commands import OK, PROBLEMS, STALE
from indexer.commands.index_sources import changes_since, is_sure, usable_sources_of
from indexer.report import Report
from search.index import open_index
from search.settings import Settings


def status_deep(settings: Settings, report: Report) -> int:
    """Describe the index once every byte of it was read; raises `IndexDamaged`."""
    open_index(settings).verify()
    return status(settings, report)


def status(settings: Settings, report: Report) -> int:
    """Describe the index; 1 when notes are newer than it, 65 when it must be rebuilt to be searched."""
    index = open_index(settings)
    found = index.status()
    report.status(found)
    if found.is_stale:
        report.complain("索引は別の版の解析で作られています。`indexer rebuild` を実行してください")
        return STALE
    sources = usable_sources_of(index)
    if sources is None:
        report.say("どのノートから作られた索引か分かりません。`indexer rebuild` を実行してください")
        return PROBLEMS
    changes = changes_since(settings, sources)
    for path in changes.written:
        report.say(f"索引より新しい: {settings.corpus / path}")
    for path in changes.removed:
        report.say(f"消えたノート: {settings.corpus / path}")
    if changes.is_lexicon_other:
        report.say(f"索引より新しい: {settings.corpus / ALIASES} か、記事の読み方")
    if is_sure(changes):
        report.say("`indexer update` で索引に入ります")
        return PROBLEMS
    return OK


def status_path(settings: Settings, report: Report) -> int:
    """Print the folder of the current generation, for `whoosh.index.open_dir`, or its name in a cluster."""
    path = open_index(settings).status().path
    report.say(str(path.absolute() if settings.engine == "whoosh" else path))
    return OK
