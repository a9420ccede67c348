"""Remove invisible characters: controls, zero-width characters, and those that turn the direction of writing.

Tab and line ends stay, and so does NUL in CSV files, because a row with NUL is set aside rather than mended.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_CONTROL = bytes([*range(1, 9), 11, 12, *range(14, 32), 127])
_BEYOND_ASCII = re.compile(rb"\xc2[\x80-\x9f]|\xe2\x80[\x8b-\x8f\xaa-\xae]|\xe2\x81[\xa0-\xa9]|\xef\xbb\xbf")
# The same as text, with NUL and half characters, which JSON can spell and UTF-8 cannot.
_IN_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ud800-\udfff\ufeff]")


def strip_lines(body: bytes) -> tuple[bytes, int]:
    """UTF-8 text without invisible characters, and the number of lines that had any."""
    has_control = len(body.translate(None, _CONTROL)) < len(body)
    if not has_control and (body.isascii() or not _BEYOND_ASCII.search(body)):
        return body, 0
    lines = body.split(b"\n")
    clean = [_BEYOND_ASCII.sub(b"", line.translate(None, _CONTROL)) for line in lines]
    return b"\n".join(clean), sum(old != new for old, new in zip(lines, clean, strict=True))


def strip_cells(cells: Sequence[str | None]) -> tuple[Sequence[str | None], int]:
    """Cells without invisible characters, and the number of cells that had any.

    Parameters
    ----------
    cells : sequence of str | None
        Text as it was in the file; None is a missing cell.

    Returns
    -------
    tuple
        The cells in the same order, and the count.
    """
    if not _IN_TEXT.search("".join(cell for cell in cells if cell)):
        return cells, 0
    clean = [cell and _IN_TEXT.sub("", cell) for cell in cells]
    return clean, sum(old != new for old, new in zip(cells, clean, strict=True))
