"""Small bar charts for paper: bars that fit a box of 100 by 30, with what they say in words."""

from __future__ import annotations

from collections.abc import Sequence
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
    """

    title: str
    first: str
    last: str
    words: str
    bars: tuple[Bar, ...]


def draw_bars(title: str, values: Sequence[float], labels: Sequence[str], words: str) -> BarChart:
    """Bars of these values, the tallest filling the box."""
    most, step = max([*values, 1]), 100 / len(values)
    bars = [
        Bar(
            round(at * step + step * 0.1, 2),
            round(30 - 30 * value / most, 2),
            round(step * 0.8, 2),
            round(30 * value / most, 2),
        )
        for at, value in enumerate(values)
    ]
    return BarChart(title, labels[0], labels[-1], words, tuple(bars))
