"""Awkward inputs: spaces and case in codes, repeated rows, blanks, two censuses in one file, a lookup keyed by ward."""

from __future__ import annotations

import pandas as pd
import pytest

from geo.exceptions import ConfigurationRefused, InputRefused, SeveralRefused
from queries.files.open_files import SourceFile, open_files
from queries.loaders.tables.lookups import Lookup, join_lookups, read_lookup

WARDS = """\
LSOA,WARD,vintage
E01,W1,2021
e02 ,W1,2021
E02,W1,2021
E03,W9,2011
E04,,2021
"""
NAMES = "code,name\nW1,Ash Ward\nW2,Beech Ward\n"


def source(content: str, name: str = "wards.csv") -> SourceFile:
    return SourceFile(name=name, data=content.encode(), sha256="", size_bytes=len(content))


def wards(content: str = WARDS, name: str = "wards.csv", **where: str) -> Lookup:
    return read_lookup(source(content, name), columns={"area_code": "LSOA", "ward_code": "WARD"}, where=where)


def names(content: str = NAMES) -> Lookup:
    columns = {"ward_code": "code", "ward_name": "name"}
    return read_lookup(source(content, "names.csv"), columns=columns, key="ward_code")


def test_rows_are_chosen_cleaned_and_stand_once() -> None:
    read = wards(vintage="2021")
    assert read.frame["area_code"].tolist() == ["E01", "E02", "E04"]
    assert read.frame["ward_code"].tolist()[:2] == ["W1", "W1"]
    assert pd.isna(read.frame["ward_code"].iloc[2])


def test_a_value_of_where_that_no_row_has_is_refused() -> None:
    with pytest.raises(InputRefused) as caught:
        wards(vintage="2001")
    assert str(caught.value) == (
        "'wards.csv' has no row whose vintage is '2001'; it has 2011, 2021. "
        "Correct the lookup's 'where' in the configuration."
    )


def test_a_missing_column_is_refused() -> None:
    with pytest.raises(InputRefused) as caught:
        wards(WARDS.replace("WARD", "WD24"))
    assert str(caught.value).startswith("'wards.csv' has no column 'WARD'")


def test_a_row_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(InputRefused) as caught:
        wards("LSOA,WARD\nE01,W1\nE02\n")
    assert str(caught.value) == (
        "'wards.csv' has 1 row that cannot be read; line 3 has 1 values where the header has 2. "
        "Mend them: a row left out of this table would be missed everywhere."
    )


def test_a_row_without_its_key_is_refused() -> None:
    with pytest.raises(InputRefused) as caught:
        wards("LSOA,WARD\nE01,W1\n ,W2\n")
    assert str(caught.value) == ("'wards.csv' has 1 row without 'LSOA' (line 3). Give each row its code, or remove it.")


def test_columns_without_the_key_are_refused() -> None:
    with pytest.raises(ConfigurationRefused) as caught:
        read_lookup(source(NAMES), columns={"ward_name": "name"}, key="ward_code")
    assert str(caught.value) == (
        "The lookup 'wards.csv' is joined by 'ward_code', but its columns do not give it. "
        'Add ward_code = "…" to its columns, or set another key.'
    )


def test_lookups_are_joined_by_area_and_then_by_ward_in_any_order() -> None:
    joined = join_lookups(["E02", "E01", "E05"], [names(), wards(vintage="2021")])
    assert joined.index.tolist() == ["E01", "E02", "E05"]
    assert joined.index.name == "area_code"
    assert joined.loc[["E01", "E02"], "ward_name"].tolist() == ["Ash Ward", "Ash Ward"]
    assert joined.loc["E05"].isna().all()


def test_without_codes_every_area_of_the_lookups_is_given() -> None:
    assert join_lookups(None, [wards()]).index.tolist() == ["E01", "E02", "E03", "E04"]


def test_no_lookups_give_no_columns() -> None:
    assert join_lookups(["E01"], []).shape == (1, 0)


def test_a_later_lookup_fills_what_an_earlier_one_left_blank() -> None:
    joined = join_lookups(None, [wards(), wards("LSOA,WARD\nE01,W1\nE04,W4\n", "more.csv")])
    assert joined["ward_code"].to_dict() == {"E01": "W1", "E02": "W1", "E03": "W9", "E04": "W4"}


def test_two_wards_for_one_area_are_refused_by_name() -> None:
    double = wards("LSOA,WARD\nE01,W2\nE01,W1\nE02,W1\nE09,W1\nE09,W2\n")
    with pytest.raises(InputRefused) as caught:
        join_lookups(["E01", "E02"], [double])
    assert str(caught.value) == (
        "'wards.csv' gives 1 area_code more than one ward_code: E01 (W1 and W2). Give each area_code one ward_code."
    )


def test_two_wards_for_an_area_elsewhere_do_not_matter() -> None:
    double = wards("LSOA,WARD\nE02,W1\nE09,W1\nE09,W2\n")
    assert join_lookups(["E02"], [double])["ward_code"].tolist() == ["W1"]


def test_lookups_that_disagree_are_refused_together() -> None:
    other = wards("LSOA,WARD\nE01,W7\nE02,W1\n", "other.csv")
    with pytest.raises(SeveralRefused) as caught:
        join_lookups(["E01", "E02"], [wards(), other, names("code,name\nW1,Ash\nW1,Oak\n")])
    assert [str(one) for one in caught.value.refusals] == [
        "'other.csv' gives 1 area another ward_code than an earlier lookup: E01 (W1 and W7). "
        "Take ward_code from one lookup only.",
        "'names.csv' gives 1 ward_code more than one ward_name: W1 (Ash and Oak). Give each ward_code one ward_name.",
    ]


def test_a_key_that_no_lookup_gives_is_refused() -> None:
    with pytest.raises(ConfigurationRefused) as caught:
        join_lookups(["E01"], [names()])
    assert str(caught.value) == (
        "The lookup 'names.csv' is joined by 'ward_code', which no earlier lookup gives. "
        "Put a lookup with ward_code before it, or set another key."
    )


def test_msoa_names_reach_an_area_by_its_msoa(tmp_path):
    """The two tables in their publishers' columns: output areas to MSOA, and the House of Commons Library's names."""
    (tmp_path / "oa.csv").write_text(
        "OA21CD,LSOA21CD,LSOA21NM,MSOA21CD,MSOA21NM\n"
        "E00000001,E01009367,Birmingham 054B,E02001880,Birmingham 054\n"
        "E00000002,E01009367,Birmingham 054B,E02001880,Birmingham 054\n"
        "E00000003,E01009368,Birmingham 055A,E02001881,Birmingham 055\n",
        encoding="utf-8",
    )
    (tmp_path / "msoa.csv").write_text(
        "msoa21cd,msoa21nm,msoa21nmw,msoa21hclnm,msoa21hclnmw,localauthorityname\n"
        "E02001880,Birmingham 054,,Alum Rock,,Birmingham\n"
        "E02001881,Birmingham 055,,Ward End,,Birmingham\n",
        encoding="utf-8",
    )
    first, second = (next(open_files([name], base=tmp_path)) for name in ("oa.csv", "msoa.csv"))
    joined = join_lookups(
        ["E01009367", "E01009368"],
        [
            read_lookup(first, columns={"area_code": "LSOA21CD", "msoa_code": "MSOA21CD"}),
            read_lookup(second, columns={"msoa_code": "msoa21cd", "place_name": "msoa21hclnm"}, key="msoa_code"),
        ],
    )
    assert joined["place_name"].to_dict() == {"E01009367": "Alum Rock", "E01009368": "Ward End"}
