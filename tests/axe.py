"""What axe finds on a page that somebody could not read or use."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# Of what axe looks at, colours alone are others in the dark; it takes seconds for all of it.
_LOOKED_AT = {
    "light": {"resultTypes": ["violations"]},
    "dark": {"resultTypes": ["violations"], "runOnly": ["color-contrast", "link-in-text-block"]},
}
_AXE = Axe()
_SHORTEN = """() => {
    for (const list of document.querySelectorAll("ul, ol, tbody, select"))
        for (const each of [...list.children].slice(8)) each.remove();
}"""
"""Of what stands in a list one is as the other, and most of the time went into looking at all of them."""


def violations(page: Page, scheme: str) -> list[tuple[str, list[str]]]:
    """Return each rule that is broken, with what breaks it, on a page in these colours.

    Lists of the page are shorter afterwards.
    """
    page.evaluate(_SHORTEN)
    found = _AXE.run(page, options=_LOOKED_AT[scheme]).response["violations"]
    return [(each["id"], [node["html"][:160] for node in each["nodes"]][:3]) for each in found]
