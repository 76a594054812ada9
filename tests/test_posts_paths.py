"""What the path of a post tells: its id, and in git its first day."""

import datetime
import os
import subprocess
from pathlib import Path

import pytest

from indexer.corpus import read_corpus
from indexer.posts.git_dates import GitDates
from indexer.posts.ids import event_ids_of


@pytest.mark.parametrize(
    ("paths", "ids"),
    [
        (["2019/lt.md", "2020/lt.md"], ["lt", "lt-2"]),
        (["post/umi/index.md", "post/yama/index.ja.md"], ["umi", "yama"]),
        (["src/2018/12/16/index.md"], ["2018-12-16"]),
        (["_posts/2011-03-05-1299300000.md"], ["2011-03-05-1299300000"]),
        (["a/海と山 & 川!.md"], ["海と山-川"]),
        (["。。.md", "、、.md"], ["post", "post-2"]),
        (["x.md", "x-2.md", "y/x.md"], ["x", "x-2", "x-3"]),
    ],
)
def test_ids_are_made_from_paths_and_never_refused(paths: list[str], ids: list[str]) -> None:
    assert list(event_ids_of(paths).values()) == ids


def test_a_post_without_a_date_takes_its_first_day_in_git(tmp_path: Path) -> None:
    (tmp_path / "記事").mkdir()
    (tmp_path / "記事" / "umi.md").write_text("# 海の会に参加した\n\n行った。\n")
    env = {
        **os.environ,
        "GIT_AUTHOR_DATE": "2017-05-06T10:00:00",
        "GIT_COMMITTER_DATE": "2017-05-06T10:00:00",
    }
    for command in (
        ["init", "-q"],
        ["add", "."],
        ["-c", "user.name=n", "-c", "user.email=e@example.com", "commit", "-qm", "海"],
    ):
        subprocess.run(["git", "-C", str(tmp_path), *command], check=True, env=env)
    assert GitDates(tmp_path / "記事").of("umi.md") == datetime.date(2017, 5, 6)
    (talk,) = read_corpus(tmp_path / "記事").talks
    assert talk.date == datetime.date(2017, 5, 6)


def test_without_git_there_are_no_first_days(tmp_path: Path) -> None:
    assert GitDates(tmp_path / "nowhere").of("umi.md") is None
