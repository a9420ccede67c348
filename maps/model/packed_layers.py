"""Pack the data of layers: a page of 330 areas with 60 layers must stay small enough to send by mail.

Everything is written in the digits of :func:`maps.geometry.outlines.encode_numbers`; ``templates/packed.js`` reads it
back.
"""

from __future__ import annotations

import re
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Any

import numpy as np

from geo.arrays import Floats
from maps.geometry.outlines import encode_numbers

CLASSES = "01234x-"
_BY_VALUE = CLASSES[:5]
GAP = "\ue000"  # a character for private use, which no text has
_LARGEST = 2**29  # what six digits can express, and a browser shifts without loss
_LAST_FIGURE = re.compile(r"\d[\d,]*(?!.*\d)")


def pack_classes(classes: str) -> str:
    """Pack classes as runs of one character each: which of :data:`CLASSES`, how many times, and so on."""
    return _pack([number for code, run in groupby(classes) for number in (CLASSES.index(code), len(list(run)))])


def pack_steps(codes: str, values: list[int | None] | None) -> dict[str, Any]:
    """Pack the class of each area as the highest value of each class, which is short, if values decide classes.

    Parameters
    ----------
    codes : str
        One of :data:`CLASSES` for each area.
    values : list of int or None
        What the page shows of each area; None where it shows no figures.

    Returns
    -------
    dict of str to object
        ``upTo``, the highest value of each class with its code, the lowest first, and ``others``, the areas of each
        code that is not a class of values; otherwise ``steps``, the codes as they are.
    """
    coded = list(zip(codes, values or [], strict=False))
    known = sorted((value, code) for code, value in coded if value is not None and code in _BY_VALUE)
    ranges = [(code, [value for value, _ in some]) for code, some in groupby(known, key=itemgetter(1))]
    apart = len({code for code, _ in ranges}) == len(ranges)
    apart &= all(one[-1] < other[0] for (_, one), (_, other) in pairwise(ranges))
    if not ranges or not apart or any(value is None and code in _BY_VALUE for code, value in coded):
        return {"steps": codes}
    others: dict[str, list[int]] = {}
    for area, code in enumerate(codes):
        if code not in _BY_VALUE:
            others.setdefault(code, []).append(area)
    return {"upTo": [(some[-1], code) for code, some in ranges], **({"others": others} if others else {})}


def pack_words(words: list[str]) -> dict[str, Any]:
    """Pack sentences as ``saidWords``, each once with a gap for its last figure, and ``said``: which, and the figure.

    Many areas say the same but for one figure: "792 more than areas like it".
    """
    kinds: dict[str, int] = {}
    packed = []
    for sentence in words:
        kind, figure = _without_figure(sentence)
        packed += [kinds.setdefault(kind, len(kinds)), figure]
    return {"said": _pack(packed), "saidWords": list(kinds)}


def _without_figure(sentence: str) -> tuple[str, int]:
    """Split a sentence at its last figure, if the page would write it alike; other figures stay."""
    found = _LAST_FIGURE.search(sentence)
    figure = int(found.group().replace(",", "")) if found else 0
    if found is None or found.group() != f"{figure:,}" or figure >= _LARGEST:
        return sentence, 0
    return f"{sentence[: found.start()]}{GAP}{sentence[found.end() :]}", figure


def pack_rest(values: list[int | None], counts: Floats) -> str | None:
    """Pack what values have beyond the sum of their steps, nearly always little; None where one is not known.

    Parameters
    ----------
    values : list of int or None
        One value for each area.
    counts : array
        Areas down, steps across.
    """
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return None
    rest = np.array(known) - counts.sum(axis=1)
    return _pack(rest.tolist()) if rest.any() else ""


def _pack(numbers: list[int] | list[float]) -> str:
    return encode_numbers(np.array([numbers], dtype=float))[0] if numbers else ""
