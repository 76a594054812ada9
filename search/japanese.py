"""What `search` and the operating system say when something is wrong, in Japanese: both speak English alone.

`tests/test_japanese_command.py` finds those that have no Japanese.
"""

import errno
import os
import re
from functools import cache

from search.sentences import Sentences

PIECES = (("write {}", "{} でしょうか"), ("the settings are {}", "あるのは {} です"))
"""What stands within an error of a setting."""

SETTINGS = (
    ("must be one line of at most {} characters", "{} 文字以内の 1 行にしてください"),
    ("must be off, on or queries, not {}", "off か on か queries にしてください({} ではなく)"),
    ("must be {} or {}, not {}", "{} か {} にしてください({} ではなく)"),
    ("must be a path like /notes/, not {}", "/notes/ のようなパスにしてください({} ではなく)"),
    ("must be a name or an address, not {}", "ホスト名かアドレスにしてください({} ではなく)"),
    ("must be a number from {} to {}, not {}", "{} から {} までの数にしてください({} ではなく)"),
    ("must be a number of seconds above 0", "0 より大きい秒数にしてください"),
    ("must be a number of seconds like 1 or 0.5, not {}", "1 や 0.5 のような秒数にしてください({} ではなく)"),
    (
        "must be small letters, digits, - and _, without a number at its end, not {}",
        "英小文字、数字、-、_ で書き、数字で終わらないようにしてください({} ではなく)",
    ),
    (
        "must be *, 'none', or addresses like https://blog.example.jp parted by spaces, not {}",
        "*、'none'、または https://blog.example.jp のようなアドレスを空白で区切って"
        "書いてください({} ではなく)",
    ),
    (
        "must look like https://notes.example.jp, without user, query or spaces, not {}",
        "https://notes.example.jp のように、ユーザー名、クエリー、空白なしで書いてください({} ではなく)",
    ),
    (
        "address {} must look like https://name:password@node.example.jp:9200; "
        "in name and password write %40 for @, %2F for /, %3A for :",
        "{} 番目のアドレスを https://name:password@node.example.jp:9200 のように書いてください。"
        "名前とパスワードの @ は %40、/ は %2F、: は %3A と書きます",
    ),
    (
        "ends in {}, but the site lives below {}: make them one",
        "{} で終わりますが、サイトは {} の下です。どちらかに揃えてください",
    ),
    (
        "is needed: name a node, like http://localhost:9200",
        "http://localhost:9200 のように、ノードのアドレスが必要です",
    ),
    (
        "there is no file {}: name one, or unset it",
        "{} というファイルはありません。あるものを書くか、設定を消してください",
    ),
    ("there is no file {}", "{} というファイルはありません"),
    (
        "opensearch needs one more package: pip install 'kikigaki[opensearch]'",
        "opensearch にはもう一つパッケージが要ります: pip install 'kikigaki[opensearch]'",
    ),
    ("must be a text in quotes, like {}", "{} のように、引用符で囲んで書いてください"),
    ("cannot be read ({}): check its permissions", "読めません({})。アクセス権を確かめてください"),
    ("is not UTF-8: save it as UTF-8", "UTF-8 ではありません。UTF-8 で保存してください"),
    (
        '{}: write lines like title = "夜の勉強会"',
        'TOML として読めません({})。title = "夜の勉強会" のような行を書きます',
    ),
    (
        "is not a plain file: put the file itself there",
        "普通のファイルではありません。ファイルそのものを置いてください",
    ),
    (
        "has more than {} bytes: keep to the lines that are needed",
        "{} バイトを超えています。要る行だけにしてください",
    ),
    ("there is no such setting: {}", "そういう設定はありません。{}"),
    (
        "there is no such folder: `kikigaki init` makes one to start in",
        "そういうフォルダーはありません。`kikigaki init` で、始めるためのフォルダーを作れます",
    ),
)
"""What is wrong with a setting; its name stands before it."""

ENDINGS = (
    (": run `indexer rebuild`", "。`indexer rebuild` を実行してください"),
    ("; the old index, if any, stays as it is", "。前の索引があれば、そのままです"),
    ("; the index stays as it is", "。索引はそのままです"),
    ("; it stays as it was", "。索引は前のままです"),
    (
        "; the old index, if any, stays as it is; run `indexer rebuild` again",
        "。前の索引があれば、そのままです。もう一度 `indexer rebuild` を実行してください",
    ),
)
"""What stands behind any of them."""

ERRORS = (
    # Notes that do not fit together.
    ("there is no talk to index", "索引に入れる発表がありません"),
    ("no talk would be left", "発表が 1 件も残りません"),
    ("two talks are called {}", "{} という ID の発表が二つあります"),
    ("two events are called {}", "{} という ID のイベントが二つあります"),
    ("another talk is called {}", "{} という ID の発表がもうあります"),
    (
        "event {} is in the index: name it among those removed and give all of its talks",
        "イベント {} はもう索引にあります。消すイベントに挙げて、発表をすべて渡してください",
    ),
    ("no talk is called {}", "{} という ID の発表はありません"),
    # Files.
    ("there is no index in {} yet", "{} に索引がありません"),
    ("there is no index {} in the cluster yet", "クラスターに索引 {} がありません"),
    (
        "{} is a file; an index is a folder: choose another place",
        "{} はファイルです。索引はフォルダーなので、別の場所にしてください",
    ),
    ("{} cannot be read ({})", "{} を読めません({})"),
    ("{} cannot be read", "{} を読めません"),
    ("the index in {} cannot be read", "{} の索引を読めません"),
    (
        "{} cannot be written to ({}): choose another index folder",
        "{} に書き込めません({})。索引を別のフォルダーにしてください",
    ),
    ("{} is not what was written", "{} は書いたときのままではありません"),
    ("{} of {} is not what was written", "{1} の {0} は書いたときのままではありません"),
    ("a document of {} is not what was written", "{} の文書が書いたときのままではありません"),
    ("spans are not what was written ({})", "文字の位置が書いたときのままではありません({})"),
    ("{} has another format", "{} の形式が違います"),
    ("{} is another segment's file", "{} は別のセグメントのファイルです"),
    ("{} has another number of documents", "{} の文書の数が合いません"),
    ("{} does not unpack", "{} を展開できません"),
    ("{} is damaged ({})", "{} が壊れています({})"),
    ("it is cut short", "途中で切れています"),
    ("its end is not what was written", "末尾が書いたときのままではありません"),
    ("its end does not fit its size", "末尾が大きさと合いません"),
    ("its directory is not what was written", "目録が書いたときのままではありません"),
    ("its array {} does not fit", "配列 {} が収まりません"),
    ("bytes {} to {} are not what was written", "{} から {} バイト目が書いたときのままではありません"),
    ("{} is a link that leads nowhere", "{} はどこにも行き着かないリンクです"),
    ("{} is missing", "{} がありません"),
    ("{} lacks a part", "{} に足りない部分があります"),
    ("documents are missing in {}", "{} の文書が足りません"),
    ("documents are missing in what was written", "書いたものに文書が足りません"),
    ("a talk did not read back", "書いた発表を読み返せませんでした"),
    (
        "{} holds other files ({}): give the index a folder of its own",
        "{} にほかのファイル({})があります。索引だけのフォルダーにしてください",
    ),
    ("{} belongs to another user", "{} は別のユーザーのものです"),
    (
        "{} belongs to another user, and an index can run "
        "code: choose another index folder, or become that user",
        "{} は別のユーザーのもので、索引はプログラムを動かせます。"
        "索引を別のフォルダーにするか、そのユーザーで実行してください",
    ),
    (
        "{} is open to other users, and an index can run code: run `indexer rebuild`, which makes it anew; "
        "or, when nobody else has written there, chmod 700 {}",
        "{} にはほかの人も書き込め、索引はプログラムを動かせます。`indexer rebuild` で作り直すか、"
        "ほかの人が書いていなければ chmod 700 {} としてください",
    ),
    (
        "generation {} of {} answers, but the disk did not "
        "confirm it ({}): check the disk and run `indexer rebuild`",
        "{1} の第 {0} 世代は検索に使われていますが、ディスクに残ったと確かめられませんでした({2})。"
        "ディスクを調べて `indexer rebuild` を実行してください",
    ),
    ("another rebuild of {} is at work: wait for it and try again", "{} で別の rebuild が動いています"),
    (
        "another rebuild or update came in between: try again",
        "間に別の rebuild か update がありました。もう一度実行してください",
    ),
    (
        "the index was made by another version of Kikigaki or Sudachi",
        "索引は別の版の Kikigaki か Sudachi で作られています",
    ),
    # Processes.
    ("tokenizing failed; {}. What happened:\n{}", "ノートを読み解けませんでした。{}。起きたこと:\n{}"),
    (
        "the old index, if any, stays as it is; run `indexer rebuild` again",
        "前の索引があれば、そのままです。もう一度 `indexer rebuild` を実行してください",
    ),
    ("a process to tokenize could not be started: {}", "ノートを読み解くプロセスを始められませんでした({})"),
    ("a process that tokenizes {}", "ノートを読み解くプロセスが{}"),
    ("ended with exit code {}", "終了コード {} で終わりました"),
    ("was killed by signal {}", "シグナル {} で止められました"),
    (
        "was killed by signal {}, perhaps for want of memory",
        "シグナル {} で止められました。メモリーが足りないのかもしれません",
    ),
    ("Kikigaki or Sudachi was just installed anew", "Kikigaki か Sudachi が入れ直されたところです"),
    (
        "the dictionary cannot be opened ({}): install sudachidict-core anew, or allow more memory",
        "辞書を開けません({})。sudachidict-core を入れ直すか、使えるメモリーを増やしてください",
    ),
    # A cluster.
    ("the cluster at {} does not answer ({}): {}", "{} のクラスターが答えません({})。{}"),
    ("is it running?", "動いているでしょうか"),
    (
        "look at name and password in KIKIGAKI_OPENSEARCH_URL",
        "KIKIGAKI_OPENSEARCH_URL の名前とパスワードを確かめてください",
    ),
    ("look at KIKIGAKI_OPENSEARCH_CA", "KIKIGAKI_OPENSEARCH_CA を確かめてください"),
    (
        "look at the addresses in KIKIGAKI_OPENSEARCH_URL",
        "KIKIGAKI_OPENSEARCH_URL のアドレスを確かめてください",
    ),
    ("something else than OpenSearch answers", "OpenSearch ではないものが答えました"),
    ("it speaks http, and no https", "https ではなく http で話しています"),
    ("user and password do not fit: {}", "名前とパスワードが合いません: {}"),
    ("its certificate is not trusted", "証明書を信頼できません"),
    ("no connection", "つながりません"),
    ("timeout", "時間切れ"),
    ("there is no time left", "時間切れ"),
    ("it has too much to do", "手一杯です"),
    ("a shard is missing", "シャードが足りません"),
    ("the cluster at {} has too much to do: {}", "{} のクラスターは手一杯です: {}"),
    (
        "the cluster at {} takes nothing new ({}): have its disks room enough?",
        "{} のクラスターが書き込みを受け付けません({})。ディスクに空きはあるでしょうか",
    ),
    ("the cluster does not know what was asked for: {}", "クラスターにないものを求めました: {}"),
    ("the cluster has no such index: {}", "クラスターにその索引がありません: {}"),
    ("the cluster refuses a request: {}", "クラスターが要求を断りました: {}"),
    ("the cluster refuses a search: {}", "クラスターが検索を断りました: {}"),
    ("the cluster does not take a document: {}", "クラスターが文書を受け取りません: {}"),
    ("somebody else has written in between: {}", "間に別のものが書き込みました: {}"),
    (
        "copies of {} are missing: has the cluster nodes enough?",
        "{} の写しが足りません。クラスターのノードは足りているでしょうか",
    ),
    (
        "the cluster at {} has too few nodes ({}) for KIKIGAKI_OPENSEARCH_REPLICAS={}: "
        "write {} at most, or start the others",
        "{} のクラスターのノードは {} 台で、KIKIGAKI_OPENSEARCH_REPLICAS={} には足りません。"
        "{} までにするか、残りのノードを動かしてください",
    ),
    (
        "{} has no copies after {} s: are all nodes running, and have their disks room?",
        "{1} 秒待っても {0} の写しができません。ノードはすべて動いていて、ディスクに空きはあるでしょうか",
    ),
    ("the copies of {} differ", "{} の写しどうしが違います"),
    ("{} is gone from the cluster", "{} がクラスターからなくなっています"),
    (
        "a part of {} is on no node that answers: are all nodes running?",
        "{} の一部が、答えるノードのどこにもありません。ノードはすべて動いているでしょうか",
    ),
    ("documents that were to leave the index did not", "消すはずの文書が索引から消えませんでした"),
    ("the index {} is none of this version", "索引 {} はこの版のものではありません"),
    ("another rebuild came first: try again", "別の rebuild が先に終わりました。もう一度実行してください"),
    (
        "another rebuild took over from this one: try again",
        "別の rebuild がこれを引き継ぎました。もう一度実行してください",
    ),
    (
        "another rebuild of {} has just begun: wait for it",
        "{} では別の rebuild が始まったところです。終わるまで待ってください",
    ),
    (
        "another rebuild of {} is at work (process {} on {}): wait for it; if it has died, try again in {} s",
        "{0} では別の rebuild が動いています({2} のプロセス {1})。終わるまで待ってください。"
        "止まっていれば、{3} 秒後にもう一度実行してください",
    ),
    (
        "the cluster did not say whether {} is current: check it and run `indexer rebuild`",
        "{} が使われているかどうか、クラスターが答えませんでした。"
        "確かめて `indexer rebuild` を実行してください",
    ),
)


def in_japanese(text: str) -> str:
    """Return what an error of `search` says in Japanese; what is none of its sentences stays as it is."""
    for ending, japanese in ENDINGS:
        if text.endswith(ending):
            return in_japanese(text.removesuffix(ending)) + japanese
    return _sentences().told(text)


@cache
def _sentences() -> Sentences:
    named = [(f"{{}}: {english}", f"{{}}: {japanese}") for english, japanese in SETTINGS]
    return Sentences((*named, *PIECES, *ERRORS))


_SYSTEM = {
    errno.EPERM: "許されていない操作です",
    errno.ENOENT: "ファイルやフォルダーがありません",
    errno.EIO: "ディスクの読み書きに失敗しました",
    errno.EAGAIN: "今は使えません",
    errno.ENOMEM: "メモリーが足りません",
    errno.EACCES: "権限がありません",
    errno.EBUSY: "ほかで使われています",
    errno.EEXIST: "同じ名前のものがもうあります",
    errno.ENOTDIR: "フォルダーではありません",
    errno.EISDIR: "フォルダーです",
    errno.EINVAL: "できない操作です",
    errno.ENFILE: "システムが開いているファイルが多すぎます",
    errno.EMFILE: "開いているファイルが多すぎます",
    errno.EFBIG: "ファイルが大きすぎます",
    errno.ENOSPC: "ディスクに空きがありません",
    errno.EROFS: "書き込めないディスクです",
    errno.ENAMETOOLONG: "名前が長すぎます",
    errno.ENOTEMPTY: "フォルダーが空ではありません",
    errno.ELOOP: "リンクが堂々めぐりしています",
    errno.EADDRINUSE: "そのポートはほかで使われています",
    errno.EADDRNOTAVAIL: "そのアドレスはこの機械のものではありません",
    errno.ECONNREFUSED: "接続を断られました",
    errno.ECONNRESET: "接続が切られました",
    errno.ETIMEDOUT: "時間切れです",
    errno.EDQUOT: "割り当てられた容量を使い切りました",
    errno.ESTALE: "共有フォルダーの側でファイルがなくなりました",
}
"""The common ones, by their numbers. Others stay as they are."""


def in_japanese_words(text: str) -> str:
    """Return a text with what the system says in it, and no number of an error before that."""
    return _said().sub(lambda match: _by_words()[match["words"]], text)


@cache
def _by_words() -> dict[str, str]:
    return {os.strerror(number): japanese for number, japanese in _SYSTEM.items()}


@cache
def _said() -> re.Pattern[str]:
    words = "|".join(map(re.escape, sorted(_by_words(), key=len, reverse=True)))
    return re.compile(rf"(?:\[Errno \d+\] )?(?<![A-Za-z])(?P<words>{words})(?![A-Za-z])")
