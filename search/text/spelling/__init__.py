"""Spelling: what writers vary without meaning anything by it, and how the variants meet again.

`folding` drops width, case, kana script and long vowels, by what `folded_codes` has for each character;
`kanji_variants` brings old kanji to the present form; `latin` cuts runs of Latin letters into the pieces
people search for; `romaji` reads Latin letters as kana, of which `kana` has the tables. Nothing here knows
Sudachi or an index.
"""
