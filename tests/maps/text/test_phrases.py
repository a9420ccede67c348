from datetime import date

import pytest

from maps.text.phrases import counted, day_words, listed, number, percent


def test_numbers_are_british_and_never_a_bare_zero_for_missing():
    assert (number(1719), number(float("nan")), number(2.345, decimals=1)) == ("1,719", "not known", "2.3")
    assert (counted(1, "area"), counted(1719, "area"), counted(2, "county", "counties")) == (
        "1 area",
        "1,719 areas",
        "2 counties",
    )


@pytest.mark.parametrize(
    ("share", "words"), [(0, "0%"), (0.004, "under 1%"), (0.095, "10%"), (float("nan"), "not known")]
)
def test_shares(share, words):
    assert percent(share) == words


def test_dates_are_words():
    assert day_words(date(2026, 11, 20)) == "20 November 2026"
    assert day_words(date(2026, 12, 1)) == "1 December 2026"


def test_lists():
    assert (listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])) == ("a", "a and b", "a, b and c")
