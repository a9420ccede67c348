"""What is packed comes back as it was, by a second reader; the browser tests try the page's own."""

from __future__ import annotations

import numpy as np
import pytest

from maps.model.packed_layers import CLASSES, GAP, pack_classes, pack_rest, pack_words

DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def numbers(text):
    """Groups of digits of which all but the last are 32 or more; the lowest bit is the sign."""
    found, group = [], []
    for letter in text:
        group.append(DIGITS.index(letter) % 32)
        if DIGITS.index(letter) < 32:
            value = sum(part * 32**at for at, part in enumerate(group))
            found.append(-(value // 2) if value % 2 else value // 2)
            group = []
    return found


@pytest.mark.parametrize("classes", ["", "4", "1111111111114x-0", "01234x-" * 9, "1" * 40_000])
def test_classes_come_back(classes):
    read = numbers(pack_classes(classes))
    assert "".join(CLASSES[code] * times for code, times in zip(read[::2], read[1::2], strict=True)) == classes


def test_a_long_quiet_row_takes_a_handful_of_characters():
    assert len(pack_classes("1" * 6_000)) <= 5


WORDS = [
    "792 more than areas like it",
    "28,582 more than areas like it",
    "in the top 5% in 97% of draws",
    "no pattern",
    "",
    "0 fewer",
    "number 07",
    "1,2 and 3,",
    "99,999,999,999 days",
    "C# and 4#",
    "1.5 times",
    "<b>3</b>",
]


def test_sentences_come_back_whatever_figures_they_hold():
    packed = pack_words(WORDS)
    read = numbers(packed["said"])
    kinds = packed["saidWords"]
    said = [kinds[kind].replace(GAP, f"{figure:,}") for kind, figure in zip(read[::2], read[1::2], strict=True)]
    assert said == WORDS


def test_sentences_that_differ_by_a_figure_are_written_once():
    assert pack_words([f"{at} more than areas like it" for at in range(300)])["saidWords"] == [
        f"{GAP} more than areas like it"
    ]


def test_totals_are_their_steps_and_a_rest():
    counts = np.array([[1.0, 2.0], [0.0, 0.0], [30.0, 5.0]])
    assert pack_rest([3, 0, 35], counts) == ""
    assert numbers(pack_rest([3, 7, 36], counts)) == [0, 7, 1]
    assert numbers(pack_rest([2, 0, 35], counts)) == [-1, 0, 0]
    assert pack_rest([3, None, 35], counts) is None
