"""Citations for programs that keep literature: BibTeX and CSL-JSON."""

import json
import re

from search.linking.subjects import Source

# Braces are counted even where they are escaped, so they are written by name.
_LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "$&#_%"},
    }
)
_BRACES = re.compile(r'"(?:[^"\\]|\\.)*"')
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def bibtex(source: Source) -> str:
    """Write an entry for BibTeX and biblatex; the whole of a name is one name."""
    fields = {
        "author": " and ".join(f"{{{_latex(name)}}}" for name in source.speakers),
        "title": f"{{{_latex(source.title)}}}",
        "howpublished": f"{{{_latex(source.event)}}}" if source.event else "",
        "address": f"{{{_latex(source.venue)}}}" if source.venue else "",
        "year": str(source.date.year),
        "month": _MONTHS[source.date.month - 1],
        "day": str(source.date.day),
        "url": source.url,
    }
    # In quotation marks, for `{{` would stop the build of a site; a month is a name without.
    lines = [
        f"  {name} = {value}" if name == "month" else f'  {name} = "{value}"'
        for name, value in fields.items()
        if value
    ]
    return "\n".join((f"@misc{{{_key_of(source)},", ",\n".join(lines), "}"))


def csl_json(source: Source) -> str:
    """Write an item of CSL-JSON, as Zotero and pandoc read it."""
    item: dict[str, object] = {
        "id": _key_of(source),
        "type": "speech" if source.event else "webpage",
        "title": source.title,
        "author": [{"literal": name} for name in source.speakers],
        "event-title": source.event,
        "event-place": source.venue,
        "issued": {"date-parts": [[source.date.year, source.date.month, source.date.day]]},
        "URL": source.url,
    }
    told = {key: value for key, value in item.items() if value}
    # Braces of texts by their number: `{{` and `{%` would stop the build of a site. JSON's own stand apart.
    return _BRACES.sub(
        lambda text: text[0].replace("{", r"\u007b").replace("}", r"\u007d"),
        json.dumps([told], ensure_ascii=False, indent=1),
    )


def _latex(text: str) -> str:
    # A quotation mark within braces does not end the value.
    return text.translate(_LATEX)


def _key_of(source: Source) -> str:
    """Return a key of ASCII: BibTeX knows no other."""
    path = source.url.partition("#")[0].rpartition("/")[2]
    name = "".join(each for each in path if each.isascii() and (each.isalnum() or each == "-"))
    return f"{source.date:%Y%m%d}-{name[:40].lower() or 'talk'}"
