"""`indexer`, also called `kikigaki`: the command for everything that writes. Exit codes follow sysexits.h.

0 done · 1 problems in notes · 2 wrong usage or setting; for `verify`, damaged · 65 damaged, stale or empty ·
66 no index yet · 69 the cluster does not answer · 73 index folder cannot be used, or a note is there ·
71 memory or a process of its own is gone ·
74 disk · 75 another rebuild is at work · 130 interrupted
"""

import argparse
import atexit
import gc
import os
import signal
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from indexer.command_line import arguments_of
from indexer.commands.rebuild import rebuild, rebuild_if_needed
from indexer.commands.search import search
from indexer.commands.status import status, status_deep, status_path
from indexer.commands.update import update
from indexer.commands.verify import verify
from indexer.report import Report
from indexer.system_words import NO_MEMORY, told_by_system
from search.errors import (
    CorpusError,
    IndexDamaged,
    IndexLocked,
    IndexMissing,
    IndexNotDurable,
    IndexStale,
    IndexUnreachable,
    IndexUnsafe,
    IndexUnwritable,
    KikigakiError,
    SettingsError,
    TokenizingFailed,
)
from search.model import Query
from search.settings import Settings, spoken_language

_YOUNG = 50_000
"""New things after which Python looks for circles: notes have none, and looking for some takes a sixth of
reading them."""

_FAILURES: dict[type[KikigakiError], tuple[int, str]] = {
    SettingsError: (2, "設定を使えません"),
    CorpusError: (65, "ノートを索引にできません"),
    IndexMissing: (66, "索引がまだありません。`indexer rebuild` を実行してください"),
    IndexStale: (65, "索引は別の版の解析で作られています。`indexer rebuild` を実行してください"),
    IndexDamaged: (65, "索引が壊れています。`indexer rebuild` を実行してください"),
    IndexUnsafe: (73, "索引のフォルダーにほかの人が書き込めます"),
    IndexUnwritable: (73, "索引のフォルダーに書き込めません"),
    IndexNotDurable: (74, "新しい索引を使っていますが、ディスクに残るか確かめられませんでした"),
    IndexLocked: (75, "ほかの rebuild が動いています。終わってからもう一度実行してください"),
    IndexUnreachable: (69, "索引のあるクラスターが答えません。少し待ってからもう一度実行してください"),
    TokenizingFailed: (71, "ノートを読み解くプロセスが止まりました"),
    KikigakiError: (70, "索引が答えられません"),
}


_PRINTING = ("status", "verify", "search", "check", "lint", "link")
"""Commands that write to no folder."""
_OTHER_CURE = "choose another"
"""In a message that names a cure of its own, where none can be made by rebuilding."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; an expected failure is a message, never a traceback."""
    gc.set_threshold(_YOUNG)
    # Python looks once more when it ends: among all talks that takes 30 ms, and all of it is gone anyway.
    atexit.register(gc.freeze)
    _open_missing_streams()
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(errors="replace")
    report = Report(spoken_language())
    arguments = arguments_of(sys.argv[1:] if argv is None else argv, report.told, report.told_usage)
    try:
        code = _run(arguments, report)
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        _stop_output()
        return 128 + signal.SIGPIPE
    except KeyboardInterrupt:
        report.complain("中断しました")
        code = 128 + signal.SIGINT
    except KikigakiError as error:
        code, sentence = next(failure for kind, failure in _FAILURES.items() if isinstance(error, kind))
        if isinstance(error, CorpusError):
            report.problems(error.problems)
        report.has_published |= isinstance(error, IndexNotDurable)
        what = str(error)
        if "`indexer rebuild`" in sentence:
            what = what.removesuffix(": run `indexer rebuild`")
            if _OTHER_CURE in what:
                sentence = sentence.partition("。")[0]
        report.complain_of(sentence, what)
    except OSError as error:
        report.complain(told_by_system(error, lambda: _written_by(arguments)))
        code = 74
    except MemoryError:
        report.complain(NO_MEMORY)
        code = 71
    _flush_output()
    if report.has_published:
        report.complain("新しい索引はできていて、検索に使われています")
    elif arguments.command in ("rebuild", "update"):
        report.complain("前の索引があれば、そのまま検索に使えます")
    return code


def _written_by(arguments: argparse.Namespace) -> Path | str:
    """Return the folder into which a command writes most, or what all others write to."""
    if arguments.command in _PRINTING:
        return "標準出力"
    if arguments.command == "export":
        return Path(arguments.out).absolute()
    settings = _settings_of(arguments)
    if arguments.command in ("new", "import"):
        return settings.corpus.absolute()
    # What goes to a cluster is set aside first.
    return settings.index.absolute() if settings.engine == "whoosh" else Path(tempfile.gettempdir())


def _open_missing_streams() -> None:
    """Lead nowhere what was closed before the start: the next file opened would take its place."""
    for number, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        if getattr(sys, name) is None:
            try:
                os.fstat(number)
            except OSError:
                # The lowest free number is given out first.
                os.open(os.devnull, os.O_RDWR)
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115  # until the end


def _flush_output() -> None:
    """Write what is left, or let it go: Python would complain once more when it flushes at exit."""
    try:
        sys.stdout.flush()
    except OSError:
        _stop_output()


def _stop_output() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(arguments: argparse.Namespace, report: Report) -> int:
    if arguments.command == "serve":
        return _serve(arguments, report)
    settings = _settings_of(arguments)
    match arguments.command:
        case "rebuild" if arguments.if_needed:
            return rebuild_if_needed(settings, report)
        case "rebuild":
            return rebuild(settings, report, is_strict=arguments.strict, is_forced=arguments.force)
        case "update":
            return update(settings, report)
        case "status" if arguments.path:
            return status_path(settings, report)
        case "status" if arguments.deep:
            return status_deep(settings, report)
        case "status":
            return status(settings, report)
        case "verify":
            return verify(settings, report)
        case "search":
            query = Query(" ".join(arguments.words), sort=arguments.sort, page=arguments.page)
            return search(settings, query, report)
        # What follows loads what no other command needs.
        case "check":
            from indexer.commands.check import check, check_as_json, check_links

            if arguments.links:
                return check_links(settings, report)
            return (check_as_json if arguments.format == "json" else check)(settings, report)
        case "import":
            from indexer.commands.importing import import_records, preview_import

            run = import_records if arguments.write else preview_import
            return run(settings, arguments.format, arguments.source, report)
        case "new":
            from indexer.commands.new import ask, new, note_of

            told = (arguments.date, arguments.venue, arguments.hashtag, arguments.url, arguments.talk)
            note = note_of(arguments.event or " ".join(arguments.name), *told)
            settings = replace(settings, editor="" if arguments.no_edit else settings.editor)
            return new(settings, note if note.event else ask(note, report), report)
        case "link":
            from indexer.commands.link import Wanted, link

            what, how = " ".join(arguments.what), (arguments.words, arguments.number, arguments.by)
            return link(settings, Wanted(what, arguments.form, *how), report)
        case "export":
            from indexer.commands.export import export

            return export(settings, arguments.out, arguments.base_url, report)
        case "init":
            from indexer.commands.init import init

            return init(settings, arguments.folder, report)
        case "watch":
            from indexer.commands.watch import watch

            return watch(settings, report)
        case _:
            from indexer.commands.lint import lint

            return lint(settings, report)


def _serve(arguments: argparse.Namespace, report: Report) -> int:
    from indexer.commands.serve import serve, serve_and_watch, settings_of

    settings = settings_of(arguments.folder)
    settings = replace(
        settings, index=arguments.index or settings.index, port=arguments.port or settings.port
    )
    run = serve_and_watch if arguments.watch else serve
    return run(settings, ("--open",) if arguments.open else (), report)


def _settings_of(arguments: argparse.Namespace) -> Settings:
    """Read the environment and the file; what stands on the command line comes first."""
    settings = Settings.from_env(corpus=getattr(arguments, "corpus", None))
    return replace(settings, index=getattr(arguments, "index", None) or settings.index)


if __name__ == "__main__":
    raise SystemExit(main())
