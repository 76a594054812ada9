"""What blogs hold beside Markdown, as a reader sees it on a page."""

import re

import pytest

from search.model import Markup
from search.text.signs.html_signs import ASIDE
from search.text.visible_text import visible_text
from web.rendering import note_html

DECK = "speakerdeck.com/player/0123456789abcdef"
VIDEO = "youtube.com/watch?v=dQw4w9WgXcQ"
LINK = '<a href="{0}" rel="nofollow noopener">{1}</a>'


def link(address: str, text: str = "") -> str:
    return LINK.format(address, text or address)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("段<b>落</b><br>次", "<p>段<b>落</b><br>次</p>"),
        ("<p class='x' style='color:red'>段落</p>", "<p>段落</p>"),
        ("<p>一</p>\n\n    <p>二</p>", "<p>一</p>\n<p>二</p>"),
        ("資料はhttps://a.example/bです。", f"<p>資料は{link('https://a.example/b')}です。</p>"),
        ("（https://a.example/b）", f"<p>（{link('https://a.example/b')}）</p>"),
        ("`https://a.example`", "<p><code>https://a.example</code></p>"),
        ("[https://a.example/:title=題名]", f"<p>{link('https://a.example/', '題名')}</p>"),
        ("[https://a.example/:embed:cite]", f"<p>{link('https://a.example/')}</p>"),
        ("@[card](https://a.example/x)", f"<p>{link('https://a.example/x', 'a.example/x')}</p>"),
        (
            "@[speakerdeck](0123456789abcdef)",
            f"<p>{link('https://speakerdeck.com/player/0123456789abcdef', DECK)}</p>",
        ),
        (
            "{{< youtube dQw4w9WgXcQ >}}",
            f"<p>{link(f'https://www.{VIDEO}', VIDEO)}</p>",
        ),
        ("前{% include x.html %}後{: .note}", "<p>前後</p>"),
        ('前[caption id="a"]![図](/a.png) 場[/caption]後', "<p>前図 場後</p>"),
        ("[youtube https://a.example/w]", f"<p>{link('https://a.example/w', 'a.example/w')}</p>"),
        ("[embed]https://a.example/w[/embed]", f"<p>{link('https://a.example/w', 'a.example/w')}</p>"),
        (
            "脚注[^a]。\n\n[^a]: 中身",
            "<p>脚注<sup>[1]</sup>。</p>\n<hr>\n<ol>\n<li><p>中身</p>\n</li>\n</ol>",
        ),
        ("- [ ] 未\n- [x] 済", "<ul>\n<li>☐ 未</li>\n<li>☑ 済</li>\n</ul>"),
        (":::message alert\n注意\n:::", '<div class="box">\n<p>注意</p>\n</div>'),
        (":::details 題\n中\n:::", "<details><summary>題</summary>\n<p>中</p>\n</details>"),
        ("**「語」**が強い", "<p><strong>「語」</strong>が強い</p>"),
        ("{% highlight js %}\na < b\n{% endhighlight %}", '<pre tabindex="0"><code>a &lt; b\n</code></pre>'),
        (">|js|\na < b\n||<", '<pre tabindex="0"><code>a &lt; b\n</code></pre>'),
        ("![図](/a.png)のとおり", "<p>図のとおり</p>"),
        ("`<!--` と `<script>`", "<p><code>&lt;!--</code> と <code>&lt;script&gt;</code></p>"),
        ("前<!-- 中\n\n後 -->後", "<p>前後</p>"),
        ("[文書][17]を見る", "<p>文書を見る</p>"),
        ("前<noscript>JavaScript を <b>有効</b>に</noscript>後", "<p>前後</p>"),
        ("<img src='a'\n\nalt='図'>のとおり", "<p>図のとおり</p>"),
        ("[TOC]\n\n本文", "<p>本文</p>"),
        ("前![f:id:who:20150114:plain](/a.png)後", "<p>前後</p>"),
        ("[[Go言語]]と[[notes/Rust|Rust]]", "<p>Go言語とRust</p>"),
        ("本文![[図.png]]", "<p>本文</p>"),
        ("`[[a]]`と[[a]](https://a.jp/)", f"<p><code>[[a]]</code>と{link('https://a.jp/', '[a]')}</p>"),
    ],
)  # fmt: skip
def test_what_blogs_hold_is_shown(written: str, shown: str) -> None:
    assert str(note_html(written)).strip() == shown


@pytest.mark.parametrize(
    ("player", "address"),
    [
        (f'<iframe src="//{DECK}" width="560"></iframe>', DECK),
        ('<iframe src="https://www.youtube.com/embed/dQw4w9WgXcQ?rel=0"></iframe>', VIDEO),
        ('<script async class="speakerdeck-embed" data-id="0123456789abcdef" src="a.js"></script>', DECK),
        ('<script src="https://gist.github.com/who/0123.js"></script>', "https://gist.github.com/who/0123"),
        ('<script src="x.js" data-src="https://www.docswell.com/slide/1"></script>', "docswell.com/slide/1"),
        ('<video src="https://a.example/x.mp4">再生できません</video>', "https://a.example/x.mp4"),
    ],
)  # fmt: skip
def test_a_player_becomes_a_link_to_what_it_shows(player: str, address: str) -> None:
    html = str(note_html(player))
    assert address in html
    assert set(re.findall(r"<(\w+)", html)) <= {"a", "p"}
    assert "再生できません" not in html


def test_a_tweet_stays_a_quotation_with_its_link() -> None:
    said = '<p lang="ja">すごい</p>&mdash; 人 <a href="https://twitter.com/a/status/1">1日</a>'
    tweet = f'<blockquote class="twitter-tweet">{said}</blockquote>'
    html = str(note_html(f'{tweet}\n<script async src="https://platform.twitter.com/widgets.js"></script>'))
    assert "<blockquote><p>すごい</p>— 人 " in html
    assert link("https://twitter.com/a/status/1", "1日") in html
    assert "widgets" not in html


@pytest.mark.parametrize("name", sorted(ASIDE))
@pytest.mark.parametrize("markup", ["markdown", "html"])
def test_a_tag_in_prose_that_nobody_closed_hides_nothing(name: str, markup: Markup) -> None:
    body = f"前の<{name}>と`<{name}>`\n\n後ろの段落\n\n- 項目"
    assert all(said in str(note_html(body, markup=markup)) for said in ("前の", "後ろの段落", "項目"))
    assert all(said in visible_text(body, markup).text for said in ("前の", "後ろの段落", "項目"))


@pytest.mark.parametrize(
    "unclosed", ["```\n隠れる", "~~~ js\n隠れる", "<!-- 隠れる", "<script>隠れる", "<div>隠れる"]
)
def test_what_nobody_closed_hides_nothing_behind_the_next_heading(unclosed: str) -> None:
    html = str(note_html(f"{unclosed}\n\n### 次の見出し\n\n本文と**強調**"))
    assert "<h2>次の見出し</h2>" in html
    assert "<p>本文と<strong>強調</strong></p>" in html


def test_rst_is_shown_by_docutils_without_files_and_raw_html() -> None:
    html = str(
        note_html(
            "題\n==\n\n**強調** と `資料 <https://a.example/>`_\n\n.. note::\n\n   注意\n\n"
            ".. raw:: html\n\n   <u>生</u>\n\n.. include:: /etc/hostname\n\n- 一\n- 二\n",
            markup="rst",
        )
    )
    assert "<h2>題</h2>" in html
    assert f"<strong>強調</strong> と {link('https://a.example/', '資料')}" in html
    assert "注意" in html
    assert "<li><p>二</p></li>" in html
    assert "<u>" not in html


def test_plain_text_keeps_its_lines_and_signs() -> None:
    html = str(note_html("**一行目** <b>\n二行目 https://a.example/\n\n次", markup="text"))
    assert html == f"<p>**一行目** &lt;b&gt;<br>二行目 {link('https://a.example/')}</p>\n<p>次</p>\n"


@pytest.mark.parametrize(
    ("body", "markup"),
    [
        ("は**自動**で`分割`される", "markdown"),
        ("は<b>自動</b>で[分割](https://a.example/)される", "markdown"),
        ("は自動\nで分割される", "markdown"),
        ("<p>は<em>自動</em>で\n分割される", "html"),
        ("は\\ **自動**\\ で分割される", "rst"),
        ("は自動で分割される", "text"),
    ],
)
def test_a_word_that_is_parted_by_markup_is_marked_in_each_of_its_parts(body: str, markup: Markup) -> None:
    def marker(text: str) -> list[tuple[int, int]]:
        start = text.find("自動で分割")
        return [(start, start + 5)] if start >= 0 else []

    html = str(note_html(body, marker, markup=markup))
    assert "".join(re.findall(r"<mark>(.*?)</mark>", html)) == "自動で分割"


def test_a_shortcode_in_html_is_no_word() -> None:
    assert str(note_html("<p>前[gallery ids='1']後[注]</p>", markup="html")) == "<p>前後[注]</p>"


def test_a_shortcode_in_a_block_of_html_of_markdown_is_no_word() -> None:
    body = "<div>\n前[gallery ids='1']後[注]\n</div>\n\n文。\n"
    assert str(note_html(body)).split() == ["前後[注]", "<p>文。</p>"]


def test_no_mark_reaches_over_two_paragraphs() -> None:
    seen: list[str] = []
    note_html("自動\n\nで分割\n\n| 一 | 二 |\n|---|---|", lambda text: seen.append(text) or [])  # type: ignore[func-returns-value]
    assert [line for line in seen[0].split("\n") if line] == ["自動", "で分割", "一", "二"]
