"""What templates print is escaped as MarkupSafe escapes it, and stays what it is where it is HTML already."""

from hypothesis import given
from hypothesis import strategies as st
from jinja2 import StrictUndefined
from markupsafe import Markup, escape

from web.escaping import Templates
from web.rendering import escaped


@given(st.text() | st.text(alphabet="<>&'\"あ") | st.integers())
def test_any_value_is_printed_as_markupsafe_prints_it(value: str | int) -> None:
    assert escaped(value) == str(escape(value))
    assert escaped(Markup(value)) == str(Markup(value))


def test_every_way_of_a_template_to_print_a_text_escapes_it_once() -> None:
    from flask import Flask

    pages = Templates(Flask(__name__), autoescape=True, undefined=StrictUndefined)
    template = pages.from_string(
        "{% macro named(it) %}<b title='{{ it }}'>{{ it }}</b>{% endmacro %}"
        "{% set kept %}<i>{{ title }}</i>{% endset %}"
        "{{ title }}|{{ named(title) }}|{{ kept }}|{{ title ~ '!' }}|{{ [title] | join }}|{{ marked }}"
    )
    text, safe = "<発表> & \"'", "&lt;発表&gt; &amp; &#34;&#39;"
    assert template.render(title=text, marked=Markup("<mark>発表</mark>")) == (
        f"{safe}|<b title='{safe}'>{safe}</b>|<i>{safe}</i>|{safe}!|{safe}|<mark>発表</mark>"
    )
