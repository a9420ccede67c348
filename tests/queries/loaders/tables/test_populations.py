"""Awkward inputs: titles above the header, footnotes below, thousands separators, missing and negative figures."""

from __future__ import annotations

import pytest

from geo.exceptions import InputRefused
from queries.files.open_files import SourceFile
from queries.loaders.tables.populations import Populations, read_populations

TS001 = """\
total,2021 super output area - lower layer,mnemonic
2284,Hartlepool 001A,E02
1344,Hartlepool 001B,E01
,,
,"In order to protect against disclosure of personal information, records",
,have been swapped between different geographic areas and counts perturbed,
"""
NOMIS = """\
"TS001 - Number of usual residents in households and communal establishments"
"ONS Crown Copyright Reserved [from Nomis]"

"Units","Persons"

"2021 super output area - lower layer","mnemonic","2021"
"Hartlepool 001A","E02",2284
"Hartlepool 001B","E01",1344

"In order to protect against disclosure of personal information"
"""
FILE_6 = """\
LSOA code (2011),LSOA name (2011),Total population: mid 2015 (excluding prisoners)
E01,Ash,"1,296"
E02,Beech,"1,001,156"
E03,Oak,..
"""


def source(content: str, name: str = "people.csv") -> SourceFile:
    return SourceFile(name=name, data=content.encode(), sha256="", size_bytes=len(content))


def read(*contents: str, area_code: str = "mnemonic", population: str = "total") -> Populations:
    files = [source(content) for content in contents]
    return read_populations(files, area_code=area_code, population=population, edition="Census 2021")


def refusal(*contents: str, **options: str) -> str:
    with pytest.raises(InputRefused) as caught:
        read(*contents, **options)
    return str(caught.value)


def test_footnotes_are_dropped_and_counted() -> None:
    people = read(TS001)
    assert people.residents.to_dict() == {"E01": 1344, "E02": 2284}
    assert people.residents.index.tolist() == ["E01", "E02"]
    assert (people.residents.index.name, people.residents.name) == ("area_code", "population")
    assert people.notes == ["'people.csv': 2 rows without an area code dropped as footnotes"]
    assert people.edition == "Census 2021"


def test_titles_above_the_header_are_passed_over() -> None:
    people = read(NOMIS, population="2021")
    assert people.residents.to_dict() == {"E01": 1344, "E02": 2284}


def test_headings_are_found_by_their_beginning_and_thousands_are_parsed() -> None:
    people = read(FILE_6, area_code="LSOA code", population="Total population: mid 2015")
    assert people.residents.dropna().to_dict() == {"E01": 1296, "E02": 1_001_156}
    assert people.residents.isna().tolist() == [False, False, True]
    assert people.notes == [
        "'people.csv': column 'LSOA code (2011)' taken for 'LSOA code'",
        "'people.csv': column 'Total population: mid 2015 (excluding prisoners)' taken for "
        "'Total population: mid 2015'",
    ]


def test_several_files_make_one_series() -> None:
    assert read(TS001, "mnemonic,total\nE03,7\n").residents.to_dict() == {"E01": 1344, "E02": 2284, "E03": 7}


def test_a_missing_column_is_refused() -> None:
    assert refusal("code,name\nE01,Ash\n") == (
        "'people.csv' has no column 'mnemonic'; it has code, name. Name one of its columns in the configuration."
    )
    assert refusal("mnemonic,name\nE01,Ash\n") == (
        "'people.csv' has no column 'total'; it has mnemonic, name. Name one of its columns in the configuration."
    )


def test_a_beginning_of_two_columns_is_refused() -> None:
    assert refusal("mnemonic,total men,total women\nE01,1,2\n") == (
        "'people.csv': several columns fit 'total': total men, total women. Give the full name of one of them."
    )


@pytest.mark.parametrize(
    ("figure", "told"),
    [
        ("-5", "1 figure below 0 (line 3). A number of residents is 0 or more; leave a missing figure empty."),
        ("many", "1 cell without a number (line 3). Mend them; leave a missing figure empty."),
        ("inf", "1 cell without a number (line 3). Mend them; leave a missing figure empty."),
        ("n.a.", "1 cell without a number (line 3). Mend them; leave a missing figure empty."),
        ('"1,2"', "1 cell without a number (line 3). Mend them; leave a missing figure empty."),
    ],
)
def test_impossible_figures_are_refused_by_line(figure: str, told: str) -> None:
    assert refusal(f"mnemonic,total\nE01,5\nE02,{figure}\n") == f"'people.csv', column 'total': {told}"


def test_an_area_that_stands_twice_is_refused() -> None:
    assert refusal("mnemonic,total\nE01,5\ne01,6\n") == (
        "The population files give 1 area more than once: E01. Give each area once, for one date."
    )


def test_a_table_without_areas_is_refused() -> None:
    assert refusal("mnemonic,total\n,5\n") == (
        "'people.csv' has no rows with an area code. Give a table with one row per area."
    )
