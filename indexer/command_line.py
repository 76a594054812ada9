"""The command line: which commands there are, what each takes, and what its help says."""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NoReturn

from search.linking.forms import FORMS, ORDERS
from search.model import SORTS

NAMES = ("indexer", "kikigaki")
FORMATS = ("post", "hatena", "rubyevents", "pyvideo")
_MOST = 999_999
_TYPED = ("search", "link")
"""Commands that take what is typed to search, in which a dash excludes a word."""


class Parser(argparse.ArgumentParser):
    """Reads a command line, and says what is wrong with it in the reader's language."""

    told: Callable[[str], str] = str
    told_wrong: Callable[[str], str] = str

    def format_usage(self) -> str:
        return self._told_usage(super().format_usage())

    def format_help(self) -> str:
        return self._told_usage(super().format_help())

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}: {self.told('誤り')}: {self.told_wrong(message)}\n")

    def _told_usage(self, text: str) -> str:
        return text.replace("usage:", f"{self.told('使い方')}:", 1)


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version  # which takes longer to load than all the rest here

        sys.stdout.write(f"kikigaki {version('kikigaki')}\n")
        parser.exit()


def arguments_of(
    argv: Sequence[str], told: Callable[[str], str], told_wrong: Callable[[str], str]
) -> argparse.Namespace:
    """Read a command line; help and errors end the process, as argparse has it. What is wrong is told in
    words of argparse, and is shown as `told_wrong`.
    """
    parser = parser_of(told)
    for each in (parser, *_commands_of(parser).values()):
        each.told_wrong = told_wrong
    return parser.parse_args(_words_last(parser, argv))


def _words_last(parser: Parser, argv: Sequence[str]) -> Sequence[str]:
    """Move what is typed to search behind `--`: `-Cassandra` excludes a word and is no option."""
    if not argv or argv[0] not in _TYPED:
        return argv
    own = _commands_of(parser)[argv[0]]
    options: list[str] = []
    words: list[str] = []
    rest = iter(argv[1:])
    for each in rest:
        if each == "--":
            words += rest
        elif not each.startswith("--") and each != "-h":
            words.append(each)
        elif (option := _option_of(own, each)) is None:
            own.error(f"{each} という指定はありません。探す語なら、前に -- を置いてください")
        elif option.nargs is None and "=" not in each and (value := next(rest, None)) is not None:
            options.append(f"{each}={value}")
        else:
            options.append(each)
    return [argv[0], *options, "--", *words]


def _option_of(parser: Parser, written: str) -> argparse.Action | None:
    """Return the option that is meant; its name may be cut short."""
    name = written.partition("=")[0]
    return next(
        (each for each in parser._actions if any(own.startswith(name) for own in each.option_strings)), None
    )


def parser_of(told: Callable[[str], str]) -> Parser:
    """Return what reads the command line; its help is as `told`, for it is written in Japanese here."""
    parser = Parser(
        prog=_name_of(sys.argv[0]), description="聞き書きのノートから検索の索引を作り、ページを開きます。"
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="版の番号を示して終わる")
    commands = parser.add_subparsers(dest="command", required=True, metavar="コマンド")

    corpus = Parser(add_help=False)
    corpus.add_argument(
        "--corpus", type=_path, metavar="DIR", help="ノートのフォルダー(既定は KIKIGAKI_CORPUS か corpus)"
    )
    index = Parser(add_help=False)
    index.add_argument(
        "--index", type=_path, metavar="DIR", help="索引のフォルダー(既定は KIKIGAKI_INDEX か .kikigaki)"
    )

    _add_serve(
        commands.add_parser(
            "serve", parents=[index], help="索引を最新にしてから、ページを開く(Ctrl-C で終わる)"
        )
    )
    starting = commands.add_parser("init", help="設定と、はじめのノートのあるフォルダーを作る")
    starting.add_argument(
        "folder",
        nargs="?",
        type=_path,
        default=Path(),
        metavar="DIR",
        help="作るフォルダー(既定は今のフォルダー)",
    )
    rebuilding = commands.add_parser(
        "rebuild", parents=[corpus, index], help="すべてのノートから索引を作り直す"
    )
    when = rebuilding.add_mutually_exclusive_group()
    when.add_argument("--strict", action="store_true", help="ノートに 1 つでも問題があれば作らない")
    when.add_argument("--if-needed", action="store_true", help="索引が最新なら何もしない")
    when.add_argument("--force", action="store_true", help="発表が半分より少なくなっても作る")
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
    searching.add_argument("--page", type=_count, default=1, metavar="N", help="ページ(1 から)")
    importing = commands.add_parser("import", parents=[corpus], help="ほかの形式の記録をノートにする")
    importing.add_argument("format", choices=FORMATS, help="記録の形式")
    importing.add_argument("source", type=_path, metavar="SOURCE", help="記録のファイルかフォルダー")
    importing.add_argument(
        "--write", action="store_true", help="ノートを書く(付けなければ、何を書くかを示すだけ)"
    )
    _add_new(commands.add_parser("new", parents=[corpus], help="イベントのノートを新しく書き始める"))
    _add_link(commands.add_parser("link", parents=[index], help="ブログに貼る形でリンクや引用を書き出す"))
    _add_export(
        commands.add_parser(
            "export", parents=[corpus, index], help="すべてのページを、サーバーの要らないサイトとして書き出す"
        )
    )
    commands.add_parser(
        "watch", parents=[corpus, index], help="ノートが保存されるたびに索引を最新にする(Ctrl-C で終わる)"
    )
    commands.add_parser(
        "lint", parents=[corpus], help="同じ名前かもしれないものを探し、aliases.yaml の行を示す"
    )
    for each in (parser, *_commands_of(parser).values()):
        _tell(each, told)
    return parser


def _commands_of(parser: Parser) -> Mapping[str, Parser]:
    return next(each.choices for each in parser._actions if isinstance(each, argparse._SubParsersAction))


def _name_of(path: str) -> str:
    """Return the name by which the command was called: it has two."""
    name = Path(path).stem
    return name if name in NAMES else NAMES[0]


def _tell(parser: Parser, told: Callable[[str], str]) -> None:
    parser.told = told
    parser._positionals.title, parser._optionals.title = told("書くもの"), told("指定")
    parser.description = told(parser.description or "")
    for action in parser._actions:
        if isinstance(action, argparse._HelpAction):
            action.help = "この説明を示して終わる"
        choices = action._choices_actions if isinstance(action, argparse._SubParsersAction) else ()
        for each in (action, *choices):
            each.help = told(each.help) if each.help else each.help
            each.metavar = told(each.metavar) if isinstance(each.metavar, str) else each.metavar


def _add_serve(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "folder", nargs="?", type=_path, metavar="DIR", help="ノートのフォルダー(既定は設定にあるもの)"
    )
    parser.add_argument("--port", type=_port, metavar="N", help="待ち受ける番号(既定は 8000)")
    parser.add_argument("--open", action="store_true", help="ブラウザーで開く")
    parser.add_argument("--watch", action="store_true", help="ノートが保存されるたびに索引を最新にする")


def _add_new(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", nargs="*", metavar="名前", help="イベント名。なければ端末で聞く")
    parser.add_argument("--event", default="", metavar="名前", help="同じもの")
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
    parser.add_argument("--number", type=_count, default=20, metavar="N", help="一覧の件数(既定は 20)")
    parser.add_argument(
        "--by", choices=ORDERS, default=ORDERS[0], help="一覧の並べ方(並んでいる順、イベント別、新しい順)"
    )


def _add_export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=_path, required=True, metavar="DIR", help="書き出すフォルダー")
    parser.add_argument(
        "--base-url",
        default="",
        metavar="URL",
        help="公開するアドレス(既定は KIKIGAKI_PUBLIC_URL)。カードやフィードに要る",
    )


def _path(text: str) -> Path:
    # What a shell makes of a variable that nobody set would be the current folder.
    if not text.strip():
        raise argparse.ArgumentTypeError("名前が空です。フォルダーかファイルの名前を書いてください")
    return Path(text)


def _count(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) <= len(str(_MOST)) and int(text):
        return int(text)
    raise argparse.ArgumentTypeError(f"1 から {_MOST} までの数です(今は {text!r})")


def _port(text: str) -> int:
    if text.isascii() and text.isdigit() and 0 < int(text) < 65536:
        return int(text)
    raise argparse.ArgumentTypeError(f"番号は 1 から 65535 までです(今は {text!r})")
