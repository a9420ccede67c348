"""Awkward inputs: headings cut short, thousands separators, missing marks, files that disagree, reversed deciles,
a file cut to the force, codes of the other census, splits and mergers."""

from __future__ import annotations

import pandas as pd
import pytest

from geo.exceptions import InputRefused, SeveralRefused
from queries.files.open_files import SourceFile
from queries.loaders.tables.deprivation import (
    DEPRIVATION_COLUMNS,
    Deprivation,
    check_deprivation_covers,
    deprivation_for_new_codes,
    read_deprivation,
)

FILE_1 = """\
LSOA code (2011),LSOA name (2011),Index of Multiple Deprivation (IMD) Rank,Index of Multiple Deprivation (IMD) Decile
E02,Beech,"1",1
E01,Ash,2,5
E03,Oak,3,10
"""
FILE_2 = """\
LSOA code (2011),Index of Multiple Deprivation (IMD) Rank (where 1 is most dep,Income Rank (where 1 is most deprived),\
"Education, Skills and Training Decile (where 1 is most deprived 10% of LSOAs)",\
Income Deprivation Affecting Children Index (IDACI) Rank,Barriers to Housing and Services Rank
E01,2,3,9,1,2
E02,1,1,1,2,..
E03,3,2,4,3,[x]
"""
FILE_7 = """\
LSOA code (2011),Index of Multiple Deprivation (IMD) Score,Index of Multiple Deprivation (IMD) Rank,\
Income Score (rate),Income Score - exponentially transformed,Living Environment Score
E01,9.5,2,0.1,77,33
E02,40.25,1,0.3,99,1
"""
SHORT_NAMES = """\
lsoa21_code,IMD_decile,IMD_rank,IMD_score,Housing_and_Services_rank,Environment_score,Crime_decile
E01,10,2,8.7,1,69.3,9
E02,1,1,40.5,2,43.9,1
"""

WRONG_WAY = (
    "The imd ranks run the wrong way: rank 1 and decile 1 are the most deprived, and have the highest score. "
    "Use the published figures, not reversed ones."
)


def source(content: str, name: str) -> SourceFile:
    return SourceFile(name=name, data=content.encode(), sha256="", size_bytes=len(content))


def read(*contents: str, edition: str = "IoD 2019") -> Deprivation:
    return read_deprivation([source(c, f"File_{i}.csv") for i, c in enumerate(contents, 1)], edition=edition)


def refusals(*contents: str, edition: str = "IoD 2019") -> list[str]:
    with pytest.raises(InputRefused) as caught:
        read(*contents, edition=edition)
    return [str(r) for r in caught.value.refusals] if isinstance(caught.value, SeveralRefused) else [str(caught.value)]


def test_the_ministry_s_files_are_joined_by_area() -> None:
    read_both = read(FILE_1, FILE_2)
    frame = read_both.frame
    assert frame.columns.tolist() == DEPRIVATION_COLUMNS
    assert frame.index.tolist() == ["E01", "E02", "E03"]
    assert frame["imd_rank"].tolist() == [2, 1, 3]
    assert frame["imd_decile"].tolist() == [5, 1, 10]
    assert frame["income_rank"].tolist() == [3, 1, 2]
    assert frame["education_decile"].tolist() == [9, 1, 4]
    assert (read_both.area_count, read_both.area_vintage, read_both.edition) == (3, 2011, "IoD 2019")


def test_marks_of_a_missing_figure_are_missing_and_never_nought() -> None:
    assert read(FILE_2).frame["barriers_rank"].isna().tolist() == [False, True, True]


def test_the_layout_of_file_7_gives_scores() -> None:
    frame = read(FILE_7).frame
    assert frame["imd_score"].tolist() == [9.5, 40.25]
    assert frame["income_score"].tolist() == [0.1, 0.3]
    assert frame["environment_score"].tolist() == [33, 1]


def test_short_names_are_understood() -> None:
    frame = read(SHORT_NAMES, edition="IoD 2025").frame
    assert frame.loc["E01", ["imd_rank", "imd_score", "barriers_rank"]].tolist() == [2, 8.7, 1]
    assert frame.loc["E01", ["environment_score", "crime_decile"]].tolist() == [69.3, 9]


def test_what_is_not_there_is_told() -> None:
    assert read(FILE_1).notes == [
        "IoD 2019: no ranks of income, employment, education, health, crime, barriers, environment in the files given"
    ]
    unranked = read(FILE_1 + "E04,Elm,..,..\n")
    assert unranked.notes[0] == "IoD 2019: 1 area without a rank in the files"
    assert unranked.area_count == 3


def test_a_file_cut_to_the_force_keeps_the_published_count() -> None:
    cut = read(FILE_1.replace("3,10", '"32,844",10'))
    assert cut.area_count == 32_844
    assert cut.notes[0] == (
        "IoD 2019: the files contain 3 areas with ranks up to 32,844; "
        "ranks are taken as of 32,844, the number of areas published"
    )


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (
            FILE_1.replace("3,10", "32845,10"),
            ["The files contain rank 32,845, but IoD 2019 ranks 32,844 areas. Correct the edition."],
        ),
        (
            FILE_1.replace("2,5", "2,0"),
            [
                "imd_decile of E01 is not possible: these are whole numbers from 1 to 10. "
                "Mend the file or fetch it again.",
            ],
        ),
        (
            FILE_1.replace("2,5", "0.5,11"),
            [
                "imd_rank of E01 is not possible: these are whole numbers from 1 up. Mend the file or fetch it again.",
                "imd_decile of E01 is not possible: these are whole numbers from 1 to 10. "
                "Mend the file or fetch it again.",
            ],
        ),
        (
            FILE_1.replace('"1",1', '"1",10').replace("3,10", "3,1"),
            [WRONG_WAY],
        ),
        (
            FILE_7.replace("40.25", "4.25"),
            [WRONG_WAY],
        ),
        (
            FILE_1.replace("2,5", "second,5"),
            [
                "'File_1.csv', column 'Index of Multiple Deprivation (IMD) Rank': 1 cell without a number (line 3). "
                "Mend them; leave a missing figure empty.",
            ],
        ),
        (FILE_1 + "E01,Ash,4,10\n", ["'File_1.csv' gives areas twice: E01. Give each area once."]),
        (
            FILE_1.replace("LSOA code (2011)", "District code"),
            [
                "'File_1.csv' has no column of area codes such as 'LSOA code (2021)'. "
                "Give a file by LSOA, not by district or ward.",
            ],
        ),
        (
            "LSOA code (2011),Name\nE01,Ash\n",
            [
                "'File_1.csv' has no ranks, deciles or scores of deprivation. "
                "Give File 1, File 2 or File 7 of the Indices.",
            ],
        ),
        (
            "LSOA code (2011),Income Rank,Income rank (2019)\nE01,1,1\n",
            [
                "'File_1.csv' gives income_rank in two columns: 'Income Rank' and 'Income rank (2019)'. "
                "Remove one of them.",
            ],
        ),
        (
            "LSOA code (2011),Income Rank\nE01,1\n",
            ["The deprivation files give no rank of the whole index. Add File 1 or File 7 of the Indices."],
        ),
        (
            SHORT_NAMES,
            [
                "'File_1.csv' is by areas of 2021, but IoD 2019 is by areas of 2011. "
                "Correct the edition in [deprivation], or give the right file.",
            ],
        ),
    ],
)
def test_impossible_files_are_refused(content: str, told: list[str]) -> None:
    assert refusals(content) == told


def test_files_that_disagree_are_refused() -> None:
    assert refusals(FILE_1, FILE_2.replace("E01,2,3", "E01,9,3")) == [
        "'File_2.csv' gives 1 area another imd_rank than an earlier file: E01. Give files of one edition."
    ]


def test_an_unknown_edition_is_refused() -> None:
    assert refusals(FILE_1, edition="IMD 2015") == ["The edition 'IMD 2015' is not known. Use IoD 2019 or IoD 2025."]


def test_a_missing_area_of_the_force_is_refused_by_name() -> None:
    check_deprivation_covers(pd.Index(["E01", "E03"]), read(FILE_1), area_vintage=2011)
    with pytest.raises(InputRefused) as caught:
        check_deprivation_covers(pd.Index(["E01", "W01", "W02"]), read(FILE_1), area_vintage=2011)
    assert str(caught.value) == (
        "IoD 2019 has no row for 2 areas of the force: W01, W02. "
        "Give the file of the whole country, and look whether the areas are of its census and in England."
    )


def test_codes_of_2011_against_boundaries_of_2021_are_refused_without_a_table_of_changes() -> None:
    with pytest.raises(InputRefused) as caught:
        check_deprivation_covers(pd.Index(["E01"]), read(FILE_1), area_vintage=2021)
    assert str(caught.value) == (
        "IoD 2019 is for areas of 2011, the boundaries are of 2021. Give a table of code changes in [code_changes]."
    )
    with pytest.raises(InputRefused) as caught:
        check_deprivation_covers(pd.Index(["E01"]), read(SHORT_NAMES, edition="IoD 2025"), area_vintage=2011)
    assert str(caught.value) == (
        "IoD 2025 is for areas of 2021, the boundaries are of 2011. Use boundaries and an edition of one census."
    )


CHANGES = pd.DataFrame(
    [
        ("E01", "E01", "U"),
        ("E02", "N21", "S"),
        ("E02", "N22", "S"),
        ("E03", "N34", "M"),
        ("E04", "N34", "M"),
        ("W01", "W01", "U"),
    ],
    columns=["old_code", "new_code", "change_code"],
)


def test_figures_are_carried_to_new_codes() -> None:
    old = read(FILE_1 + "E04,Elm,4,10\n")
    new = deprivation_for_new_codes(old, CHANGES)
    assert new.frame.index.tolist() == ["E01", "N21", "N22", "N34"]
    assert new.frame["imd_rank"].tolist() == [2, 1, 1, (3 + 4) / 2]
    # The decile follows from the carried rank: 10 x 2/4, 10 x 1/4, 10 x 3.5/4, each rounded up.
    assert new.frame["imd_decile"].tolist() == [5, 3, 3, 9]
    assert (new.area_count, new.area_vintage) == (4, 2021)
    assert new.notes[-1] == (
        "IoD 2019 carried to codes of 2021: 1 area unchanged, 2 with the figures of the area they were split from, "
        "1 with the mean of those they were made from"
    )
    check_deprivation_covers(pd.Index(["N21", "N34"]), new, area_vintage=2021)
