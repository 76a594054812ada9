"""`indexer`: the command for everything that writes. Exit codes follow sysexits.h.

0 done · 1 problems in notes · 2 wrong usage or setting; for `verify`, damaged · 65 damaged, stale or empty ·
66 no index yet · 73 index folder cannot be used, or a note is there · 74 disk · 75 another rebuild is at
work · 130 interrupted
"""

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from indexer.commands.check import check, check_as_json, check_links
from indexer.commands.rebuild import rebuild, rebuild_if_needed, rebuild_strictly
from indexer.commands.search import search
from indexer.commands.status import status, status_deep, status_path
from indexer.commands.update import update
from indexer.commands.verify import verify
from indexer.report import Report
from linking.forms import FORMS, ORDERS
from search.errors import (
    CorpusError,
    IndexDamaged,
    IndexLocked,
    IndexMissing,
    IndexNotDurable,
    IndexStale,
    IndexUnsafe,
    IndexUnwritable,
    KikigakiError,
    SettingsError,
    TokenizingFailed,
)
from search.model import SORTS, Query
from search.settings import Settings

FORMATS = ("post", "hatena", "rubyevents", "pyvideo")

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
    TokenizingFailed: (71, "ノートを読み解くプロセスが止まりました"),
    KikigakiError: (70, "索引が答えられません"),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; an expected failure is a message, never a traceback."""
    _open_missing_streams()
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(errors="replace")
    arguments = _parser().parse_args(argv)
    report = Report()
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
        report.complain(f"{sentence}: {error}")
    except OSError as error:
        report.complain(f"ファイルを読み書きできません: {error}")
        code = 74
    _flush_output()
    if report.has_published:
        report.complain("新しい索引はできていて、検索に使われています")
    elif arguments.command in ("rebuild", "update"):
        report.complain("前の索引があれば、そのまま検索に使えます")
    return code


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
    settings = _settings_of(arguments)
    match arguments.command:
        case "rebuild" if arguments.if_needed:
            return rebuild_if_needed(settings, report)
        case "rebuild" if arguments.strict:
            return rebuild_strictly(settings, report)
        case "rebuild":
            return rebuild(settings, report)
        case "update":
            return update(settings, report)
        case "check" if arguments.links:
            return check_links(settings, report)
        case "check" if arguments.format == "json":
            return check_as_json(settings, report)
        case "check":
            return check(settings, report)
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
        case "import":
            from indexer.commands.importing import import_records, preview_import

            run = import_records if arguments.write else preview_import
            return run(settings, arguments.format, arguments.source, report)
        case "new":
            from indexer.commands.new import ask, new, note_of

            told = (arguments.date, arguments.venue, arguments.hashtag, arguments.url, arguments.talk)
            note = note_of(arguments.event, *told)
            settings = replace(settings, editor="" if arguments.no_edit else settings.editor)
            return new(settings, note if note.event else ask(note, report), report)
        case "link":
            from indexer.commands.link import Wanted, link

            what, how = " ".join(arguments.what), (arguments.words, arguments.number, arguments.by)
            return link(settings, Wanted(what, arguments.form, *how), report)
        case "watch":
            from indexer.commands.watch import watch

            return watch(settings, report)
        case _:
            from indexer.commands.lint import lint

            return lint(settings, report)


def _settings_of(arguments: argparse.Namespace) -> Settings:
    """Read the environment; what stands on the command line comes first."""
    settings = Settings.from_env()
    return replace(
        settings,
        corpus=getattr(arguments, "corpus", None) or settings.corpus,
        index=getattr(arguments, "index", None) or settings.index,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="indexer", description="聞き書きのノートから検索の索引を作ります。")
    commands = parser.add_subparsers(dest="command", required=True, metavar="コマンド")

    corpus = argparse.ArgumentParser(add_help=False)
    corpus.add_argument(
        "--corpus", type=Path, metavar="DIR", help="ノートのフォルダー(既定は KIKIGAKI_CORPUS か corpus)"
    )
    index = argparse.ArgumentParser(add_help=False)
    index.add_argument(
        "--index", type=Path, metavar="DIR", help="索引のフォルダー(既定は KIKIGAKI_INDEX か .kikigaki)"
    )

    rebuilding = commands.add_parser(
        "rebuild", parents=[corpus, index], help="すべてのノートから索引を作り直す"
    )
    when = rebuilding.add_mutually_exclusive_group()
    when.add_argument("--strict", action="store_true", help="ノートに 1 つでも問題があれば作らない")
    when.add_argument("--if-needed", action="store_true", help="索引が最新なら何もしない")
    commands.add_parser("update", parents=[corpus, index], help="変わったノートだけを読んで索引を最新にする")
    checking = commands.add_parser("check", parents=[corpus], help="索引を作らずにノートと記事の読み方を示す")
    checking.add_argument(
        "--format", choices=("text", "json"), default="text", help="json は 1 ファイルに 1 つのオブジェクト"
    )
    checking.add_argument(
        "--links", action="store_true", help="前に公開したアドレスのうち、なくなるものを示す"
    )
    looking = commands.add_parser(
        "status", parents=[corpus, index], help="索引の古さと中身、索引より新しいノートを示す"
    )
    closely = looking.add_mutually_exclusive_group()
    closely.add_argument("--path", action="store_true", help="Whoosh で開けるフォルダーだけを示す")
    closely.add_argument("--deep", action="store_true", help="索引をすべて読んで確かめてから示す")
    commands.add_parser(
        "verify", parents=[index], help="索引のすべてのファイルを読んで、壊れていないか確かめる"
    )
    searching = commands.add_parser("search", parents=[index], help="端末で検索する")
    searching.add_argument(
        "words", nargs="+", metavar="語", help='探す語。"句"、-除く語、発表者:名前 なども使えます'
    )
    searching.add_argument("--sort", choices=SORTS, default=SORTS[0], help="並べ方(既定は relevance)")
    searching.add_argument("--page", type=_page, default=1, metavar="N", help="ページ(1 から)")
    importing = commands.add_parser("import", parents=[corpus], help="ほかの形式の記録をノートにする")
    importing.add_argument("format", choices=FORMATS, help="記録の形式")
    importing.add_argument("source", type=Path, metavar="SOURCE", help="記録のファイルかフォルダー")
    importing.add_argument(
        "--write", action="store_true", help="ノートを書く(付けなければ、何を書くかを示すだけ)"
    )
    _add_new(commands.add_parser("new", parents=[corpus], help="イベントのノートを新しく書き始める"))
    _add_link(commands.add_parser("link", parents=[index], help="ブログに貼る形でリンクや引用を書き出す"))
    commands.add_parser(
        "watch", parents=[corpus, index], help="ノートが保存されるたびに索引を最新にする(Ctrl-C で終わる)"
    )
    commands.add_parser(
        "lint", parents=[corpus], help="同じ名前かもしれないものを探し、aliases.yaml の行を示す"
    )
    return parser


def _add_new(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--event", default="", metavar="名前", help="イベント名。なければ端末で聞く")
    parser.add_argument("--date", default="", metavar="日付", help="開催日(既定は今日)")
    parser.add_argument("--venue", default="", metavar="会場")
    parser.add_argument("--hashtag", default="", metavar="タグ")
    parser.add_argument("--url", default="", help="イベントのページ")
    parser.add_argument("--talk", action="append", default=[], metavar="「題名 / 発表者」", help="何回でも")
    parser.add_argument("--no-edit", action="store_true", help="エディター(VISUAL か EDITOR)を開かない")


def _add_link(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what", nargs="+", metavar="語", help="発表やイベントの ID、ページのアドレス、検索の語"
    )
    parser.add_argument(
        "--format", dest="form", choices=FORMS, default="markdown", metavar="形", help=", ".join(FORMS)
    )
    parser.add_argument("--words", default="", metavar="語", help="発表の、この語のあるところを引用する")
    parser.add_argument("--number", type=_page, default=20, metavar="N", help="一覧の件数(既定は 20)")
    parser.add_argument(
        "--by", choices=ORDERS, default=ORDERS[0], help="一覧の並べ方(並んでいる順、イベント別、新しい順)"
    )


def _page(text: str) -> int:
    if text.isascii() and text.isdigit() and 0 < int(text) < 1_000_000:
        return int(text)
    raise argparse.ArgumentTypeError(f"ページは 1 以上の数です(今は {text!r})")


if __name__ == "__main__":
    raise SystemExit(main())
