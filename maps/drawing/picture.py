"""Place things on a picture for a slide: 1,920 by 1,080 units, the map left, the shortlist right."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from maps.text.assets import template_text

WIDTH, HEIGHT, BAR, EDGE = 1920, 1080, 36, 40
WIDEST_MAP, NARROWEST_MAP, GAP = 1180, 800, 40
# What Windows, macOS and Linux have; the first that is there.
FONTS = "'Segoe UI', 'Helvetica Neue', Arial, 'Liberation Sans', 'Noto Sans', 'DejaVu Sans', sans-serif"
# Of its size: the width of a letter in a wide typeface, so that a line fits in any.
_LETTER, _BOLD_LETTER = 0.59, 0.66
_TITLES, _SMALL, LEGEND_LETTERS = (40, 36, 32), 17, 18
_LEGEND_ROW, _LEGEND_COLUMN = 32, 260
_SIZES = (26, 24, 22, 20, 18, 16, 14)
_PATTERNS = {"-": "lines", "s": "specks", "x": "hatch"}


@dataclass(frozen=True)
class Words:
    """A line of text: where its foot begins, its size, and whether it is bold or quiet."""

    x: int
    y: int
    size: int
    text: str
    bold: bool = False
    quiet: bool = False


@dataclass(frozen=True)
class Entry:
    """A place, or the places of a unit, in the list beside the map: a bold line, and what is said under it.

    Attributes
    ----------
    heading : str
    lines : tuple of str
        Sentences; the last ones are left out where the list has no room.
    rank : str
        The number in its badge; empty for none.
    candidate_id : str
        The place on which a decision may be said, and whose name the heading is; empty for none.
    place_ids : tuple of str
        The places of a unit that its one sentence numbers and names; empty for other sentences.
    """

    heading: str
    lines: tuple[str, ...]
    rank: str = ""
    candidate_id: str = ""
    place_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Dot:
    """A numbered badge: middle, radius and number."""

    x: int
    y: int
    radius: int
    text: str


@dataclass(frozen=True)
class Decided:
    """Where the list has room for what a person has decided on a place: the first foot, the size, letters in a line."""

    x: int
    y: int
    size: int
    letters: int
    candidate_id: str


@dataclass(frozen=True)
class Named:
    """Words that name places, which a decision may name anew: the kind of slot, and its arguments."""

    kind: str
    arguments: tuple[str | int, ...]


@dataclass(frozen=True)
class EntryList:
    """What the list beside the map is made of."""

    words: list[Words]
    dots: list[Dot]
    named: list[Named]
    decided: list[Decided]


@dataclass(frozen=True)
class Swatch:
    """A box of the legend: where, how it is filled, and its words."""

    x: int
    y: int
    fill: str
    text: str


@dataclass(frozen=True)
class Layout:
    """Everything on a picture but the drawing itself.

    Attributes
    ----------
    words : tuple of Words
    dots : tuple of Dot
    named : tuple of Named
    decided : tuple of Decided
    legend : tuple of Swatch
    keys : tuple of (int, int)
        Where the boxes of the outlines are, behind those of the classes.
    top, width, height : int
        The map's upper edge and its size.
    foot : int
        Where the legend ends: map and legend alone are the part from ``top`` to here.
    """

    words: tuple[Words, ...]
    dots: tuple[Dot, ...]
    named: tuple[Named, ...]
    decided: tuple[Decided, ...]
    legend: tuple[Swatch, ...]
    keys: tuple[tuple[int, int], ...]
    top: int
    width: int
    height: int
    foot: int


def lay_out(
    about: str,
    title: str,
    entries: tuple[Entry, ...],
    legend: tuple[tuple[str, str], ...],
    sources: str,
    *,
    aspect: float,
) -> Layout:
    """Place the words of a picture so that none runs out of its column or over another.

    Parameters
    ----------
    about : str
        Force, unit and period.
    title : str
        The sentence at the top.
    entries : tuple of Entry
        The list beside the map.
    legend : tuple of (str, str)
        Class of need and its words.
    sources : str
        What the licences ask for; never shortened.
    aspect : float
        Width of what the map shows, over its height: the list gets what a narrow map leaves.
    """
    across = WIDTH - 2 * EDGE
    size = next((one for one in _TITLES if len(wrap(title, one, across, bold=True)) == 1), _TITLES[0])
    titles = wrap(title, size, across, bold=True)
    words = [Words(EDGE, BAR + 38, 22, about, quiet=True)]
    words += [Words(EDGE, BAR + 88 + 48 * at, size, line, bold=True) for at, line in enumerate(titles)]
    top = BAR + 108 + 48 * (len(titles) - 1)
    said = wrap(sources, _SMALL, across)
    first = HEIGHT - BAR - 14 - 22 * (len(said) - 1)
    words += [Words(EDGE, first + 22 * at, _SMALL, line, quiet=True) for at, line in enumerate(said)]
    foot = first - 26
    width = round(min(WIDEST_MAP, max(NARROWEST_MAP, aspect * (foot - top - 140))))
    spots, height = _legend_spots(len(legend) + 3, top, foot, width)
    words.append(Words(EDGE, top + height + 30, 20, "Overall need", bold=True))
    boxes = [(step_fill(f"need {step}"), label) for step, label in legend]
    boxes.append((step_fill("need x"), "cannot be assessed"))
    swatches = [Swatch(x, y, fill, text) for (x, y), (fill, text) in zip(spots, boxes, strict=False)]
    listed = _list_entries(entries, EDGE + width + GAP, top, foot - top)
    return Layout(
        words=(*words, *listed.words),
        dots=tuple(listed.dots),
        named=tuple(listed.named),
        decided=tuple(listed.decided),
        legend=tuple(swatches),
        keys=tuple(spots[len(boxes) :]),
        top=top,
        width=width,
        height=height,
        foot=foot,
    )


def _legend_spots(count: int, top: int, foot: int, width: int) -> tuple[list[tuple[int, int]], int]:
    """Where the boxes of the legend are under the map, and the height that this leaves for the map."""
    columns = width // _LEGEND_COLUMN
    rows = -(-count // columns)
    spots = [
        (EDGE + width // columns * (at % columns), foot + _LEGEND_ROW * (at // columns - rows)) for at in range(count)
    ]
    return spots, foot - 42 - rows * _LEGEND_ROW - top


def _list_entries(entries: tuple[Entry, ...], left: int, top: int, room: int) -> EntryList:
    """The list in the largest letters in which it fits; in the smallest with fewer sentences, then fewer places."""
    most = max((len(entry.lines) for entry in entries), default=0)
    tried = [(size, most, len(entries)) for size in _SIZES]
    tried += [(_SIZES[-1], fewer, len(entries)) for fewer in range(most - 1, -1, -1)]
    tried += [(_SIZES[-1], 0, fewer) for fewer in range(len(entries) - 1, 0, -1)]
    for size, kept, shown in tried:
        left_out = len(entries) - shown
        more = (Entry(f"and {left_out} more: see the maps", ()),) if left_out else ()
        made, bottom = _list_in((*entries[:shown], *more), left, top, size, kept)
        if bottom <= top + room:
            break
    return made


def _list_in(entries: tuple[Entry, ...], edge: int, top: int, size: int, line_count: int) -> tuple[EntryList, int]:
    """The list in letters of a size with at most so many sentences an entry, and where it ends."""
    made, y = EntryList([], [], [], []), top
    for entry in entries:
        y = _add_heading(made, entry, edge, y, size)
        left = _left_of(entry, edge, size)
        for sentence in entry.lines[:line_count]:
            lines = wrap(sentence, size, WIDTH - EDGE - left)
            foot = y + size
            if entry.place_ids:
                across = letters_in(size, WIDTH - EDGE - left)
                made.named.append(Named("numbered", (left, foot, size, across, len(lines), *entry.place_ids)))
            else:
                made.words.extend(
                    Words(left, foot + round(1.3 * size) * at, size, line) for at, line in enumerate(lines)
                )
            y += round(1.3 * size) * len(lines)
        if entry.candidate_id and line_count:
            across = letters_in(size, WIDTH - EDGE - left)
            made.decided.append(Decided(left, y + size, size, across, entry.candidate_id))
            y += 2 * round(1.3 * size)
        y += round(0.7 * size)
    return made, y


def _left_of(entry: Entry, edge: int, size: int) -> int:
    """Where the words of an entry begin: behind its number."""
    return edge + (2 * round(0.8 * size) + 14 if entry.rank else 0)


def _add_heading(entry_list: EntryList, entry: Entry, edge: int, y: int, size: int) -> int:
    """Add the number and the bold name of an entry; gives where they end."""
    large, radius, left = size + 4, round(0.8 * size), _left_of(entry, edge, size)
    across, foot = WIDTH - EDGE - left, y + round(0.95 * large)
    lines = wrap(entry.heading, large, across, bold=True)
    if entry.rank:
        entry_list.dots.append(Dot(edge + radius, y + round(0.62 * large), radius, entry.rank))
    if entry.candidate_id:
        letters = letters_in(large, across, bold=True)
        entry_list.named.append(Named("headed", (entry.candidate_id, left, foot, large, letters, len(lines))))
    else:
        entry_list.words.extend(
            Words(left, foot + round(1.2 * large) * at, large, line, bold=True) for at, line in enumerate(lines)
        )
    return y + round(1.2 * large) * len(lines)


def letters_in(size: int, across: int, *, bold: bool = False) -> int:
    """How many letters of a size fit into a width in any common typeface."""
    return int(across / (size * (_BOLD_LETTER if bold else _LETTER)))


def wrap(text: str, size: int, across: int, *, bold: bool = False) -> list[str]:
    """The text in lines that fit a width in any common typeface."""
    return break_lines(text, letters_in(size, across, bold=bold))


def break_lines(text: str, letters: int) -> list[str]:
    """The text in lines of at most so many letters, broken between words."""
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > letters:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


@cache
def step_fill(step: str) -> str:
    """How a class of need is filled on paper, as a value of ``fill``: it must differ from its neighbours in grey, too.

    A program for slides reads few style sheets, so a picture has its colours at each shape.

    Parameters
    ----------
    step : str
        As in "need 4"; "need x" cannot be assessed.
    """
    if step[-1] in _PATTERNS:
        return f"url(#{_PATTERNS[step[-1]]})"
    found = re.search(
        rf'\.area\[data-step="{re.escape(step)}"\] \{{ fill: (#[0-9a-f]{{6}})', template_text("print.css")
    )
    if not found:
        raise ValueError(f"print.css has no fill for '{step}'")
    return found[1]
