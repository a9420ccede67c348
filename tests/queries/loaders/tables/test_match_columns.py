"""Awkward inputs: other case, a heading cut at ten characters, several that begin alike."""

from __future__ import annotations

import pytest

from geo.exceptions import InputRefused
from queries.loaders.tables.match_columns import find_column

CODE = ("cd", "code")


@pytest.mark.parametrize(
    ("columns", "wanted", "found"),
    [
        (["LSOA21CD", "LSOA21NM"], "LSOA21CD", "LSOA21CD"),
        (["LSOA21CD", "lsoa21cd"], "lsoa21cd", "lsoa21cd"),
        (["lsoa21cd", "LSOA21NM"], "LSOA21CD", "lsoa21cd"),
        (["total: 2021"], "total", "total: 2021"),
        (["LSOA21CD", "LSOA21NM", "LSOA21NMW"], "LSOA21", "LSOA21CD"),
        (["lsoa21_cod", "lsoa21_nam"], "lsoa21_code", "lsoa21_cod"),
    ],
)
def test_a_column_is_found_by_the_strictest_rule_that_fits(columns: list[str], wanted: str, found: str) -> None:
    column, note = find_column(columns, wanted, file="a.csv", endings=CODE)
    assert column == found
    assert note == (None if found == wanted else f"'a.csv': column '{found}' taken for '{wanted}'")


def test_several_that_fit_are_refused() -> None:
    with pytest.raises(InputRefused) as caught:
        find_column(["LSOA11CD", "LSOA21CD"], "LSOA", file="a.csv", endings=CODE)
    assert str(caught.value) == (
        "'a.csv': several columns fit 'LSOA': LSOA11CD, LSOA21CD. Give the full name of one of them."
    )


@pytest.mark.parametrize("wanted", ["LSOA11CD", "LSOA21CDX", "L21"])
def test_what_is_not_there_is_refused(wanted: str) -> None:
    with pytest.raises(InputRefused) as caught:
        find_column(["LSOA21CD", "OBJECTID"], wanted, file="a.csv", endings=CODE)
    assert str(caught.value) == (
        f"'a.csv' has no column '{wanted}'; it has LSOA21CD, OBJECTID. Name one of its columns in the configuration."
    )


def test_a_long_list_of_columns_is_cut() -> None:
    with pytest.raises(InputRefused, match=r"it has c0, .*c19 and 5 more\."):
        find_column([f"c{i}" for i in range(25)], "code", file="a.csv")
