"""Positions of names on a drawing: clear of outlines, badges, flags and each other.

A page is drawn once and decisions come later, so a name is kept with every position that is free of what is fixed; the
one that is clear of today's Impact Areas, too, is chosen when the page's slots are filled.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

# Widths of letters, of their size, in a wide and bold typeface (DejaVu Sans Bold); in others names leave more room.
_WIDTHS = {**dict.fromkeys("fijlrtI .,'()|-", 0.42), **dict.fromkeys("mwMW&", 1.05)}
_CAPITAL, _SMALL = 0.8, 0.7
_ASCENT, _DESCENT, _LINE = 0.95, 0.3, 1.0  # of the size: above and below a foot of letters, and between two lines
_TRIED, _KEPT = 40, 12
_AT_ONCE = 100


@dataclass(frozen=True)
class Label:
    """A name on a drawing: the middle of the foot of its first line, its size, and its one or two lines."""

    x: int
    y: int
    size: int
    lines: tuple[str, ...]

    @property
    def box(self) -> Any:
        """What it covers, as a rectangle of the drawing."""
        half = _half_width(self.lines, self.size)
        foot = self.y + self.size * (_LINE * (len(self.lines) - 1) + _DESCENT)
        return shapely.box(self.x - half, self.y - _ASCENT * self.size, self.x + half, foot)


def find_positions(
    name: str, *, near: Any, within: Any, taken: shapely.STRtree, sizes: Sequence[int], middle: Any = None
) -> list[Label]:
    """Positions in which a name covers nothing, the best first: large, in one line, near the middle of what it names.

    Parameters
    ----------
    name : str
    near : shapely.Polygon or shapely.MultiPolygon
        What it names; the middle of the name lies in it.
    within : shapely.Polygon or shapely.MultiPolygon
        What the whole name has to lie in.
    taken : STRtree
        What must not be covered.
    sizes : sequence of int
        Sizes of letters to try, the largest first.
    middle : shapely.Point or None
        The best place for its middle; None for the middle of what it names.

    Returns
    -------
    list of Label
        Those of one size are not close together; empty where no size has room.
    """
    middles = _grid(near, middle)
    shapely.prepare(within)
    return [
        label
        for size in sizes
        for lines in ways_to_break(name)
        for label in _apart(_free(lines, size, middles, within, taken))
    ]


def choose_labels(candidates: Iterable[Sequence[Label]], taken: Iterable[Any]) -> list[Label]:
    """The first free position of each name, in the order given: none on what is taken, none on another name.

    Parameters
    ----------
    candidates : iterable of sequence of Label
        Positions of each name, see :func:`find_positions`.
    taken : iterable of shapely geometry
        What must not be covered.
    """
    covered, chosen = list(taken), []
    for positions in candidates:
        found = next((one for one in positions if not shapely.intersects(one.box, covered).any()), None)
        if found:
            chosen.append(found)
            covered.append(found.box)
    return chosen


def ways_to_break(name: str) -> list[tuple[str, ...]]:
    """The name in one line, and in two of about the same length where it has several words."""
    words = name.split()
    breaks = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))]
    return [(name,), *sorted(breaks, key=lambda lines: max(map(len, lines)))[:1]]


def write_positions(positions: Sequence[Label]) -> tuple[str, ...]:
    """A name and its positions as two arguments of a slot, for :func:`read_positions`; nothing for no position."""
    if not positions:
        return ()
    return " ".join(positions[0].lines), "~".join(
        f"{one.x}.{one.y}.{one.size}.{_words_in_first_of_two(one)}" for one in positions
    )


def read_positions(name: str, positions: str) -> list[Label]:
    """What :func:`write_positions` wrote."""
    return [_read_one(name, *map(int, one.split("."))) for one in positions.split("~")]


def _words_in_first_of_two(label: Label) -> int:
    return len(label.lines[0].split()) if len(label.lines) > 1 else 0


def _read_one(name: str, x: int, y: int, size: int, first: int) -> Label:
    words = name.split(" ")
    return Label(x, y, size, (" ".join(words[:first]), " ".join(words[first:])) if first else (name,))


def _half_width(lines: tuple[str, ...], size: float) -> float:
    return size * max(sum(map(_letter_width, line)) for line in lines) / 2


def _letter_width(letter: str) -> float:
    return _WIDTHS.get(letter, _CAPITAL if letter.isupper() else _SMALL)


def _grid(shape: Any, middle: Any) -> Any:
    """Points in a shape, those nearest the middle first."""
    parts = shapely.get_parts(shape)
    shape = shapely.multipolygons(parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON])
    if shape.is_empty:
        return np.empty((0, 2))
    west, north, east, south = shape.bounds
    across, down = np.meshgrid(np.linspace(west, east, _TRIED), np.linspace(north, south, _TRIED))
    points = np.column_stack([across.ravel(), down.ravel()])
    points = points[shapely.contains_xy(shape, points)]
    best = shapely.get_coordinates(middle or shapely.maximum_inscribed_circle(shape, tolerance=5.0))[0]
    return points[np.argsort(np.hypot(*(points - best).T), kind="stable")]


def _free(lines: tuple[str, ...], size: int, middles: Any, within: Any, taken: shapely.STRtree) -> Iterator[Label]:
    """Labels around these middles that lie inside and cover nothing, some at a time: the first are mostly enough."""
    lower = size * (_LINE * (len(lines) - 1) + _DESCENT)
    feet = np.rint(middles + np.array([0, (_ASCENT * size - lower) / 2])).astype(int)
    half = _half_width(lines, size)
    for first in range(0, len(feet), _AT_ONCE):
        x, y = feet[first : first + _AT_ONCE].T
        boxes = shapely.box(x - half, y - _ASCENT * size, x + half, y + lower)
        inside = np.flatnonzero(shapely.contains(within, boxes))
        free = np.delete(inside, taken.query(boxes[inside], predicate="intersects")[0])
        yield from (
            Label(across, down, size, lines) for across, down in zip(x[free].tolist(), y[free].tolist(), strict=True)
        )


def _apart(labels: Iterable[Label]) -> list[Label]:
    """The first of them, each at least half of its width or its height from those before it."""
    kept: list[Label] = []
    for label in labels:
        half = _half_width(label.lines, label.size)
        if all(abs(label.x - one.x) >= half or abs(label.y - one.y) >= label.size for one in kept):
            kept.append(label)
        if len(kept) == _KEPT:
            break
    return kept
