"""A picture as PNG, for programs that take no SVG, or change it."""

from __future__ import annotations

from functools import cache

import resvg_py

from maps.drawing.picture import FONTS

_LETTER = f'<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20" font-family="{FONTS}">%s</svg>'


def picture_png(picture: str, *, width: int) -> bytes:
    """The pixels of a picture; the same picture gives the same bytes on the same machine.

    Parameters
    ----------
    picture : str
        SVG as :mod:`maps.pages.pictures` makes it.
    width : int
        Pixels; the height follows.
    """
    return resvg_py.svg_to_bytes(svg_string=picture, width=width)


@cache
def letters_are_drawn() -> bool:
    """Whether this machine has a font for pictures: without one, all words would be missing."""
    return resvg_py.svg_to_bytes(_LETTER % '<text y="15">A</text>') != resvg_py.svg_to_bytes(_LETTER % "")
