"""Draw small bar charts for paper: bars in a box of 100 by 30, with a description in words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Bar:
    """One bar in a box of 100 by 30, measured from the top left."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class BarChart:
    """A chart with its title, its first and last label, and what it says.

    Attributes
    ----------
    title, first, last, words : str
    bars : tuple of Bar
    gaps : tuple of Bar
        Steps without data, drawn hatched from top to bottom.
    """

    title: str
    first: str
    last: str
    words: str
    bars: tuple[Bar, ...]
    gaps: tuple[Bar, ...] = ()


def draw_bars(
    title: str, values: Sequence[float], labels: Sequence[str], words: str, *, gaps: Collection[int] = ()
) -> BarChart:
    """Draw bars of these values, the tallest filling the box; positions in `gaps` have no value."""
    most, step = max([*values, 1]), 100 / len(values)
    bars = [
        Bar(
            round(at * step + step * 0.1, 2),
            round(30 - 30 * value / most, 2),
            round(step * 0.8, 2),
            round(30 * value / most, 2),
        )
        for at, value in enumerate(values)
        if at not in gaps
    ]
    empty = [Bar(round(at * step, 2), 0, round(step, 2), 30) for at in sorted(gaps)]
    return BarChart(title, labels[0], labels[-1], words, tuple(bars), tuple(empty))
