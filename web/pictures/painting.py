"""SVG of a card → PNG, in a sixth of the time that a whole SVG renderer takes, for those who draw thousands.

A card has rectangles and lines of text, each in one colour on one ground: so a pixel is how much of which
colour, and the picture needs a palette alone. What stands in a card is still said by its template.
"""

import struct
import zlib
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import numpy as np
import numpy.typing as npt

from web.pictures.fonts import font_files

if TYPE_CHECKING:
    from PIL import ImageFont

SHADES = 31
"""Steps from the ground to a colour: more are not told apart, and eight colours have room."""
_SVG = "{http://www.w3.org/2000/svg}"
_ABOVE, _BELOW = 1.3, 0.5
"""How far letters reach from their line, in em."""
_SHADE = ((np.arange(256) * SHADES + 127) // 255).astype(np.uint8)
"""Which shade a pixel is that a letter covers so far."""
Pixels = npt.NDArray[np.uint8]
Colour = tuple[int, int, int]


def paint(svg: str) -> bytes:
    """Return a card as PNG. Raises ValueError for an SVG with more than a card has."""
    root = ElementTree.fromstring(svg)
    width, height = int(root.attrib["width"]), int(root.attrib["height"])
    pixels: Pixels = np.zeros((height, width), np.uint8)
    ground, *others = root
    colours = [_colour_of(ground.attrib["fill"])]

    def place_of(fill: str) -> int:
        colour = _colour_of(fill)
        if colour not in colours:
            colours.append(colour)
        return (colours.index(colour) - 1) * SHADES

    for each in others:
        match each.tag.removeprefix(_SVG):
            case "rect":
                x, wide = int(each.attrib.get("x", "0")), int(each.attrib["width"])
                pixels[: int(each.attrib["height"]), x : x + wide] = place_of(each.attrib["fill"]) + SHADES
            case "g":
                for text in each:
                    pieces = [
                        (piece, place_of(fill)) for piece, fill in _pieces_of(text, each.attrib["fill"])
                    ]
                    _write(pixels, text, pieces, each.attrib["font-family"])
            case other:
                raise ValueError(f"a card has no <{other}>")
    return _png(pixels, colours)


def _pieces_of(text: ElementTree.Element, fill: str) -> list[tuple[str, str]]:
    """Return a line's pieces, each with its colour."""
    found = [(text.text or "", fill)]
    for span in text:
        found += [(span.text or "", span.attrib["fill"]), (span.tail or "", fill)]
    return [(piece, colour) for piece, colour in found if piece]


def _write(pixels: Pixels, text: ElementTree.Element, pieces: list[tuple[str, int]], family: str) -> None:
    from PIL import Image, ImageDraw

    size, y = int(text.attrib["font-size"]), int(text.attrib["y"])
    font = _font(family, size)
    x = float(text.attrib["x"])
    if text.attrib.get("text-anchor") == "end":
        x -= sum(font.getlength(piece) for piece, _ in pieces)
    top, base = max(0, y - round(size * _ABOVE)), y
    rows = min(pixels.shape[0], y + round(size * _BELOW)) - top
    for piece, place in pieces:
        # Only as wide as it is: letters may lean out of their width by less than an em.
        left, wide = max(0, int(x) - size), int(font.getlength(piece)) + 2 * size
        image = Image.new("L", (min(wide, pixels.shape[1] - left), rows))
        ImageDraw.Draw(image).text((x - left, base - top), piece, fill=255, font=font, anchor="ls")
        shade = _SHADE[np.asarray(image)]
        part = pixels[top : top + rows, left : left + image.width]
        np.copyto(part, shade + np.uint8(place), where=shade > 0)
        x += font.getlength(piece)


def _png(pixels: Pixels, colours: list[Colour]) -> bytes:
    """Return pixels, each a step of a colour, as a PNG with a palette (ISO/IEC 15948)."""
    height, width = pixels.shape
    rows = np.zeros((height, width + 1), np.uint8)
    rows[:, 1:] = pixels
    header = struct.pack(">LLBBBBB", width, height, 8, 3, 0, 0, 0)
    chunks = (
        (b"IHDR", header),
        (b"PLTE", _palette_of(tuple(colours))),
        (b"IDAT", _packed(rows.tobytes())),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))
        for kind, data in chunks
    )


@cache
def _palette_of(colours: tuple[Colour, ...]) -> bytes:
    """Return the ground, and every other colour in its shades, the faintest first."""
    ground, *others = colours
    shades = [_mixed(ground, colour, step / SHADES) for colour in others for step in range(1, SHADES + 1)]
    return bytes(value for colour in (ground, *shades) for value in colour)


def _packed(rows: bytes) -> bytes:
    # Flat ground is runs of one byte: to look for them alone takes 1.5 ms, for all that repeats 3.5.
    packing = zlib.compressobj(strategy=zlib.Z_RLE)
    return packing.compress(rows) + packing.flush()


def _mixed(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _colour_of(fill: str) -> Colour:
    one, two, three = (int(fill[at:end], 16) for at, end in pairwise((1, 3, 5, 7)))
    return one, two, three


@cache
def _font(family: str, size: int) -> "ImageFont.FreeTypeFont":
    from PIL import ImageFont

    serif, sans = font_files()
    file = {"Noto Serif JP": serif, "Noto Sans JP": sans}[family]
    return ImageFont.truetype(file, size, layout_engine=ImageFont.Layout.BASIC)
