"""What `python -m web.export` does, and what it says of it."""

import argparse
import errno
import os
import sys
import time
from dataclasses import replace
from pathlib import Path

from search.errors import EngineError, IndexUnreachable, KikigakiError, SettingsError
from search.portable import know_words
from search.settings import Settings, spoken_language
from search.settings_values import public_url_of
from web.errors import outage_of
from web.export.finder import (
    NoPagefind,
    PagefindFailed,
    finish_pagefind,
    pagefind_program,
    search_data,
    start_pagefind,
)
from web.export.folder import Folder, FolderRefused
from web.export.relinking import UnknownAddress
from web.export.rendering import PageFailed, Site, write
from web.export.working import Job, Workers, cards_of
from web.reader import LANGUAGES

USAGE = 2
_SAID = {
    "ja": {
        "setting": "設定に問題があります: {error}",
        "missing": (
            "書き出しに要るパッケージがありません。"
            "`pip install 'kikigaki[export]'` を実行してください: {error}"
        ),
        "refused": "書き出せません: {error}",
        "index": "索引が答えられません: {error}",
        "failed": "書き出せませんでした。{out} は前のままです: {error}",
        "within": "{} と {} は一方がもう一方の中にあります。--out で別のフォルダーを書いてください",
        "file": "{} はファイルです。--out にはフォルダーを書いてください",
        "unread": "{} を読めません。空のフォルダーに書き出してください",
        "outside": "{} にフォルダーの外の名前があります。空のフォルダーに書き出してください",
        "foreign": "{} は書き出したものではありません。移すか、別のフォルダーにしてください",
        "full": "{} に書けません。ディスクがいっぱいです。空けてから、もう一度実行してください",
        "limit": "{} が許された大きさを超えます。`ulimit -f unlimited` のあとで実行してください",
        "nameless": (
            "公開するアドレスがわからないので、カード、サイトマップ、正規のアドレスは書きません。"
            "--base-url か KIKIGAKI_PUBLIC_URL で決めてください。"
        ),
        "done": "{talks} 件の発表を {out} に書き出しました({files} ファイル、{seconds:.1f} 秒)",
    },
    "en": {
        "setting": "A setting cannot be used: {error}",
        "missing": (
            "Exporting needs packages that are not here; run `pip install 'kikigaki[export]'`: {error}"
        ),
        "refused": "This cannot be exported: {error}",
        "index": "The index cannot answer: {error}",
        "failed": "Nothing was exported, and {out} is as it was: {error}",
        "within": "{} and {} lie one in the other: name another folder with --out",
        "file": "{} is a file: name a folder with --out",
        "unread": "{} cannot be read: export into an empty folder",
        "outside": "{} names what is not in its folder: export into an empty folder",
        "foreign": "{} is in the way and no export wrote it: move it, or name another folder",
        "full": "{} cannot be written: the disk is full. Make room, and run this again",
        "limit": "{} would have a file larger than allowed: run this after `ulimit -f unlimited`",
        "nameless": (
            "Nobody has said where the site will be, so it gets no cards, no sitemap and no canonical "
            "addresses: say so by --base-url or KIKIGAKI_PUBLIC_URL."
        ),
        "done": "{talks} talks are in {out} ({files} files, {seconds:.1f} s)",
    },
}
_TOLD = {errno.ENOSPC: "full", errno.EDQUOT: "full", errno.EFBIG: "limit"}


def main() -> int:
    """Export, and return an exit code of sysexits.h."""
    said = _SAID[spoken_language()]
    out = ""

    def complain(what: str, error: object) -> None:
        print(said[what].format(error=error, out=out), file=sys.stderr)

    try:
        settings, folder = _asked()
        out = str(folder)
        _export(settings, folder, said)
        return 0
    except SettingsError as error:
        complain("setting", error)
        return USAGE
    except FolderRefused as error:
        complain("refused", said[error.why].format(*error.names))
        return os.EX_CANTCREAT
    except (NoPagefind, ImportError) as error:
        complain("missing", error)
        return os.EX_UNAVAILABLE
    except EngineError as error:
        title, message = LANGUAGES[spoken_language()].outages[outage_of(error)[0]]
        complain("index", f"{title}: {message} ({error})")
        return os.EX_UNAVAILABLE if isinstance(error, IndexUnreachable) else os.EX_DATAERR
    except KikigakiError as error:
        complain("index", error)
        return os.EX_DATAERR
    except (PagefindFailed, PageFailed, UnknownAddress) as error:
        complain("failed", error)
        return os.EX_SOFTWARE
    except OSError as error:
        kind = _TOLD.get(error.errno or 0)
        complain("failed", said[kind].format(error.filename or out) if kind else error)
        return os.EX_IOERR


def _asked() -> tuple[Settings, Path]:
    parser = argparse.ArgumentParser(prog="python -m web.export")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--base-url", default="")
    arguments = parser.parse_args()
    settings = Settings.from_env()
    if arguments.base_url:
        try:
            settings = replace(settings, public_url=public_url_of(arguments.base_url))
        except ValueError as error:
            raise SettingsError("--base-url", str(error)) from error
    return settings, arguments.out


def _export(settings: Settings, out: Path, said: dict[str, str]) -> None:
    begun = time.monotonic()
    program = pagefind_program()
    # Imported here to be missed at once, and not by the first worker that paints.
    import PIL  # noqa: F401

    folder = Folder(out, (settings.corpus, settings.index))
    base = settings.public_url
    if not base:
        print(said["nameless"], file=sys.stderr, flush=True)
    site = Site(settings, base)
    with folder.staging() as staging:
        job = Job(settings, base, staging / "site", staging / "records", folder.path)
        _make(job, site, program)
        files = folder.publish(job.made)
    talks, seconds = len(site.plan.talks), time.monotonic() - begun
    print(said["done"].format(talks=talks, out=out, files=files, seconds=seconds))


def _make(job: Job, site: Site, program: Path) -> None:
    """Make everything below `job.made`."""
    with Workers(job, site) as workers:
        recorded = workers.records(site.plan.talks)
    # Workers that begin now know what those before them found.
    know_words(recorded.words)
    with Workers(job, site) as workers:
        pagefind = job.made / "pagefind"
        running = start_pagefind(program, job.records, pagefind)
        try:
            urls = [url for url in site.plan.files if url not in site.lists]
            if not job.base:
                urls = [url for url in urls if "sitemap" not in url and url != "/robots.txt"]
            workers.pages(urls)
            if job.base:
                workers.cards(cards_of(site))
            for name, content in site.extra_files():
                write(job.made / name, content)
            names = finish_pagefind(running, pagefind, len(recorded.rows))
        finally:
            if running.poll() is None:
                running.kill()
                running.wait()
    rows = {name: recorded.rows[url] for url, name in names.items()}
    data = search_data(rows, recorded.latin, recorded.katakana)
    write(job.made / "search.json", data.encode())
