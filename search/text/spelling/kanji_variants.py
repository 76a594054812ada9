"""Old and variant kanji, each with the form that notes use today. One code point for one code point.

`kanji_variants.txt` has a group for each: today's form, then the others; of two groups with one other form
the later counts. Sources: old forms that dictionaries give and twins that character sets keep apart (彦彥,
内內); the table of old forms of the 常用漢字表 (kyūjitai), the name variants that Japanese family registers
keep (髙 﨑 嶋 邊 …), common simplifications, and Unihan's variants of rare kanji that have one form on the
first level of JIS X 0208.
"""

from pathlib import Path


def variant_table() -> dict[int, int]:
    """Return old code point -> present code point; a present form is never itself a key."""
    groups = Path(__file__).with_suffix(".txt").read_text(encoding="utf-8").split()
    return {ord(old): ord(group[0]) for group in groups for old in group[1:]}
