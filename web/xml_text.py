"""XML: what may stand in it, and how it is written."""

import re
from xml.etree import ElementTree

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """Return a text without the characters that no XML can hold, not even escaped."""
    return _FORBIDDEN.sub("", text)


def xml_document(root: ElementTree.Element) -> str:
    """Return a document of UTF-8; all its texts are made fit for XML."""
    for each in root.iter():
        each.text = xml_text(each.text) if each.text else each.text
        for name, value in each.items():
            each.set(name, xml_text(value))
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"
