"""`indexer init`: a folder to start in, with settings to change and a first note to write over."""

import datetime
import shlex
from pathlib import Path

from indexer.commands import OK
from indexer.note_files import find_notes
from indexer.note_text import note_text_of
from indexer.plain_file import write_new
from indexer.report import Report
from search.model import Event, Speaker, Talk
from search.settings import FOLDER_OF_INDEX, Settings
from search.settings_file import FILE_NAME

_SETTINGS = {
    "ja": """\
# 聞き書きの設定。行の頭の # を消すと効きます。同じ名前の環境変数(KIKIGAKI_TITLE など)が勝ちます。

# title = "夜の勉強会ノート"              # サイトの名前
# tagline = "聞いた話を、書いたままに"      # 一言の説明
# corpus = "notes"                       # ノートのフォルダー。書かなければ、このフォルダー
# index = ".kikigaki"                    # 索引のフォルダー。いつ消しても、また作れます
# posts = "all"                          # ブログの記事を、参加の記録に見えないものもすべて読む
# host = "127.0.0.1"
# port = 8000
# public_url = "https://notes.example.jp" # 読む人が使うアドレス
# base = "/notes/"                       # サイトを置くパス
# language = "ja"                        # まだ選んでいない人に見せる言語: ja か en
""",
    "en": """\
# Settings of Kikigaki. A line counts once the # before it is gone; a variable of the same name
# (KIKIGAKI_TITLE) wins over it.

# title = "Notes of an evening"          # what the site is called
# tagline = "As it was heard"            # one sentence about it
# corpus = "notes"                       # the folder of notes; without it, this folder
# index = ".kikigaki"                    # the folder of the index, which can be thrown away at any time
# posts = "all"                          # read all posts of a blog, also those that report of no event
# host = "127.0.0.1"
# port = 8000
# public_url = "https://notes.example.jp" # the address that readers use
# base = "/notes/"                       # the path below which the site lives
# language = "en"                        # what readers get who have not chosen: ja or en
""",
}
_FIRST = {
    "ja": (
        "はじめての勉強会",
        "書き換えるか、消してください。1 つのイベントが 1 つのファイル、1 つの発表が 1 つの「##」です。",
        "聞き書きの使い方",
        "聞いたままの表記で書いて大丈夫です。シャーでぃんぐと書いても、シャーディングで見つかります。",
        "名前",
    ),
    "en": (
        "A first meeting",
        "Write over this note, or remove it. One event is one file; each talk is one heading of two #.",
        "How to use Kikigaki",
        "Write names as you heard them: シャーでぃんぐ is found by シャーディング, too.",
        "Name",
    ),
}


def init(settings: Settings, folder: Path, report: Report) -> int:
    """Make what is not there yet, and touch nothing that is."""
    folder.mkdir(parents=True, exist_ok=True)
    event, note, title, body, name = _FIRST[settings.spoken]
    today = datetime.date.today()
    if not find_notes(folder).stamps:
        first = Event(f"{today.isoformat()}-first", event, today, note=note)
        talk = Talk(f"{first.id}/how-to", title, first, (Speaker(name),), ("Kikigaki",), today, body)
        _write(folder / f"{first.id}.md", note_text_of(first, (talk,), ""), report)
    _write(folder / FILE_NAME, _SETTINGS[settings.spoken], report)
    _write(folder / ".gitignore", f"{FOLDER_OF_INDEX}/\n", report)
    report.say(f"`kikigaki serve {shlex.quote(str(folder))}` で開きます")
    return OK


def _write(path: Path, text: str, report: Report) -> None:
    try:
        write_new(path, text)
    except FileExistsError:
        report.say(f"{path} はもうあります。そのまま使います")
    else:
        report.say(f"{path} を書きました")
