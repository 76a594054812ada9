"""Visible text: words stay, signs go, whoever wrote them; and everything has its place in the source."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.model import Markup
from search.text.visible_text import visible_text, visible_title

MARKUPS: tuple[Markup, ...] = ("markdown", "html", "rst", "text")


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("**自動**で分割", "自動で分割"),
        ("自動で`分割`する", "自動で分割する"),
        ("*強*調と~~取消~~線", "強調と取消線"),
        ("**「自動」**で", "「自動」で"),
        ("snake_case と __太字__ と _斜体_ と 3 * 4", "snake_case と 太字 と 斜体 と 3 * 4"),
        ("*片方だけ", "*片方だけ"),
        ("前\n[caption id=\"a_1\" width=\"300\"]![図](a.png) 会場[/caption]\n後", "前\n図 会場\n後"),
        ("[embed]https://x.example/a[/embed]\n[gallery ids='1,2']\n[youtube https://x.example/w]\n後", "後"),
        ("[crayon-5b lang=ruby]\nputs 1\n[/crayon]", "puts 1"),
        ("[video]と[code](https://x.example/a)と[配列 a=1]", "[video]とcodeと[配列 a=1]"),
        ("[資料](https://x.example/a_(b) \"題\")を見る", "資料を見る"),
        ("[参照][a]と[a]と[b]\n\n[a]: https://x.example", "参照とaと[b]"),
        ("![構成図](/a.png =250x)のとおり", "構成図のとおり"),
        ("資料: https://x.example/a?b=c。次へ", "資料: 。次へ"),
        ("<https://x.example/>を見る", "を見る"),
        ("a &lt; b &amp;&nbsp;c &なし;", "a < b & c &なし;"),
        (r"\*星\* と \# と \あ", r"*星* と # と \あ"),
        ("分散\n会議", "分散会議"),
        ("**分散**\n`会議`", "分散会議"),
        ("in\nEnglish", "in English"),
        ("一行目  \n二行目\\\n三行目", "一行目\n二行目\n三行目"),
        ("# 見出し ##\n本文\n\n題\n---\n次", "見出し\n本文\n題\n次"),
        ("- 一\n- [x] 二\n  続き\n1. 三", "一\n二続き\n三"),
        ("> 引用\n> 続き\n\n本文", "引用続き\n本文"),
        ("| 方式 | 速さ |\n|---|:--|\n| 行 | 1 |", "方式\n速さ\n行\n1"),
        ("脚注[^1]です\n\n[^1]: 中身", "脚注です\n中身"),
        ("```js:app.js\nlet a = '<b>' ** 2;\n```\n後", "let a = '<b>' ** 2;\n後"),
        ("`List<String>`", "List<String>"),
        ("    x = {{ y }}\n\n後", "    x = {{ y }}\n後"),
        (":::message alert\n注意\n:::", "注意"),
        (":::details 題\n中身\n:::", "題\n中身"),
        ("@[speakerdeck](0123)\n本文", "本文"),
        ("{{< youtube abc >}}\n本文{{% note %}}注{{% /note %}}", "本文注"),
        ("{% highlight ruby %}\nputs '**'\n{% endhighlight %}\n後", "puts '**'\n後"),
        ("[表](/a){:target=\"_blank\"}", "表"),
        ("[https://x.example/:title=題名]と[https://x.example/:embed:cite]", "題名と"),
        ("[f:id:who:20150114:image]写真", "写真"),
        ('![f:id:who:20150114:plain](https://a.example/b.png "f:id:who:2015")写真', "写真"),
        ("<img src='a' alt='f:id:who:20150114:plain'>写真", "写真"),
        ("[[Go言語]]と[[notes/Rust|Rust]]と[[2023-01-05]]", "Go言語とRustと2023-01-05"),
        ("![[図.png]]\n本文", "本文"),
        ("[[ -t 0 ]]と[[:alpha:]]と[[1], [2]]", "[[ -t 0 ]]と[[:alpha:]]と[[1], [2]]"),
        ("[[題](https://a.example/)](https://b.example/)", "題"),
        ("<p class=\"x\">段<b>落</b></p><p>次<br>行</p>", "段落\n次\n行"),
        ("前<!-- 見えない -->後", "前後"),
        ("<img src='a' alt='図'>と<iframe src='b'>枠</iframe>", "図と"),
        ("<script>var a = 1</script><style>b{}</style>後", "後"),
        ("前の<svg>と<template>と<select>と<iframe src='a'>と\n\n後", "前のとと\nと\nと\n後"),
        ("<pre><code>a &lt; b\n  c</code></pre>", "a < b\n  c"),
        ("---\nlayout: post\ntitle: 題\n---\n本文", "本文"),
        ("```\n閉じない\n# 見出し\n続き", "閉じない\n見出し\n続き"),
        ("<!-- 閉じない\n\n## 見出し\n続き", "見出し\n続き"),
        ("```\ngit clone https://x.example/a.git\nmake\n```", "git clone \nmake"),
        ("a |b| c", "a |b| c"),
        ("[文書][17]を見る", "文書を見る"),
        ("何もない文。", "何もない文。"),
    ],
)  # fmt: skip
def test_what_is_seen_of_markdown(written: str, seen: str) -> None:
    assert visible_text(written).text == seen


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("題\n====\n\n本文\nの続き", "題\n本文の続き"),
        (":date: 2018-10-21\n\n本文", "2018-10-21\n本文"),
        ("* 一\n* 二 (`@mine`_)", "一\n二 (@mine)"),
        ("`文書 <https://x.example/>`_ と :ref:`章 <a>` と ``code``", "文書 と 章 と code"),
        ("**強調**\\ で *分割*\\ する", "強調で 分割する"),
        (".. image:: a.png\n   :alt: 図\n   :width: 20\n\n後", "図\n後"),
        (".. code-block:: python\n   :linenos:\n\n   a = '**'\n\n後", "   a = '**'\n後"),
        (".. note:: 注意\n\n   中身", "注意\n中身"),
        (".. raw:: html\n\n   <b>生</b>\n\n後", "後"),
        (".. 見えない\n   これも\n\n後\n\n.. _a: https://x.example/", "後"),
        ("例::\n\n  x = '**'\n\n後", "例:\n  x = '**'\n後"),
        ("脚注 [1]_\n\n.. [1] 中身", "脚注\n中身"),
    ],
)
def test_what_is_seen_of_rst(written: str, seen: str) -> None:
    assert visible_text(written, "rst").text == seen


def test_html_wraps_where_it_likes_and_text_is_as_it_is() -> None:
    assert visible_text("<p>分散\n\n  会議</p>\n<p>in\nEnglish</p>", "html").text == "分散会議\nin English"
    assert visible_text("<ul><li>一</li> <li>二</li></ul> 後", "html").text == "一\n二\n後"
    assert (
        visible_text("<p>[caption id='a']<img alt='図'> 場[/caption] [注]</p>", "html").text == "図 場\n[注]"
    )
    assert visible_text("**星** <b>\n次 https://x.example/ です", "text").text == "**星** <b>\n次  です"


def test_a_title_loses_its_markup_and_stays_in_one_line() -> None:
    assert visible_title("**`Go`** の[話](https://x.example/)<br>続き") == "Go の話 続き"
    assert visible_title("C# と F#") == "C# と F#"
    assert visible_title("`Vec<T>` と Option<T> と <dialog> 入門") == "Vec<T> と Option<T> と <dialog> 入門"
    assert visible_title("![](a.png)") == "![](a.png)"


SIGNS = """
** * _ ` [ ](https://x.example) ]( ] ![ <b> </b> < <!-- --> &lt; & \\ # - > | {{ }} https://a.jp/ :::
[^1] :a:` `` ~~ <script> <p> ' " @[a](b) ..
""".split()  # noqa: SIM905
WRITTEN = st.lists(
    st.sampled_from(
        [*"自動分割 ab1\n", *SIGNS, "\n\n", "# ", "- ", "```\n", ".. a::\n", "\u3000", "<p class='x'>"]
    ),
    max_size=40,
).map("".join)


@given(WRITTEN, st.sampled_from(MARKUPS))
def test_every_piece_of_the_text_has_its_place_in_the_source(written: str, markup: Markup) -> None:
    visible = visible_text(written, markup)
    rebuilt, done = "", 0
    for number, (at, start, end) in enumerate(visible.pieces):
        behind = visible.pieces[number + 1].at if number + 1 < len(visible.pieces) else len(visible.text)
        assert done <= start <= end <= len(written)
        assert at == len(rebuilt)
        if behind - at == end - start and not visible.text[at:behind].isspace():
            # A reference may be as long as what it stands for.
            assert visible.text[at:behind] == written[start:end] or written[start] == "&"
        rebuilt, done = visible.text[:behind], end
    assert rebuilt == visible.text


@given(WRITTEN, st.data())
def test_a_mark_points_into_the_note_as_written(written: str, data: st.DataObject) -> None:
    visible = visible_text(written)
    start = data.draw(st.integers(0, len(visible.text)))
    end = data.draw(st.integers(start, len(visible.text)))
    ranges = visible.source_of((start, end))
    flat = [place for own in ranges for place in own]
    assert flat == sorted(flat)
    letters = [letter for letter in visible.text[start:end] if letter in "自動分割ab1"]
    pointed = "".join(written[first:last] for first, last in ranges)
    assert [letter for letter in pointed if letter in "自動分割ab1"] == letters or "&" in pointed


def test_a_mark_over_a_parted_word_leaves_the_signs_out() -> None:
    visible = visible_text("Region は**自動**で`分割`される")
    start = visible.text.index("自動で分割")
    ranges = visible.source_of((start, start + 5))
    assert ranges == ((10, 12), (14, 15), (16, 18))


@pytest.mark.parametrize("markup", MARKUPS)
@pytest.mark.parametrize(
    "piece",
    [
        *("[", "*", "<", "`", "_a ", "*a ", "[a](", "![", "<a '\"", "<!--", "<!--\n# h\n", "```\n# h\n"),
        *("````\n```\n", "{{", "&", "> ", "- ", "| ", "http://((", "[^a]", "<script>", "<pre>", "\n", "]("),
        *("`a\n\n``b\n\n", "]: [", "{% highlight %}\n", ">|\n", "- - ", "= ", ":a:", ".. a::\n", "``a`"),
        *(" ", "<b a='", "[a:b:", "[code a=b ", "[embed]", "[/code"),
    ],
)
def test_no_text_takes_longer_than_in_proportion(piece: str, markup: Markup) -> None:
    """Fifty thousand characters are read in the time of a page's rendering, not of a quadratic search."""
    body = piece * (50_000 // len(piece)) + "x"
    started = time.process_time()
    visible_text(body, markup)
    assert time.process_time() - started < 0.75
