"""Tables of another census: carried over in whole persons by the lookup, or refused."""

from __future__ import annotations

import pandas as pd
import pytest

from geo.exceptions import InputRefused
from queries.loaders.tables.another_census import carry_persons


def carry(people, areas, changes, *, area_vintage):
    carried, notes = carry_persons(
        people.to_frame("population"), areas, changes, area_vintage=area_vintage, what="Residents"
    )
    return carried["population"], notes


def other_census():
    """40 areas of 2021, of which E01 to E06 were three areas of 2011, and E07 the sum of two."""
    links = [(f"E{i:02}", f"E{i:02}", "U") for i in range(8, 41)]
    links += [(f"O{i}", f"E{2 * i - 1:02}", "S") for i in (1, 2, 3)] + [
        (f"O{i}", f"E{2 * i:02}", "S") for i in (1, 2, 3)
    ]
    links += [("O8", "E07", "M"), ("O9", "E07", "M")]
    changes = pd.DataFrame(links, columns=["old_code", "new_code", "change_code"])
    people = pd.Series(
        {f"E{i:02}": 1500.0 for i in range(8, 41)} | {f"O{i}": 3001.0 for i in (1, 2, 3)} | {"O8": 800.0, "O9": 900.0}
    )
    return pd.Index([f"E{i:02}" for i in range(1, 41)]), people, changes


def test_residents_of_2011_are_carried_to_areas_of_2021_with_the_same_total() -> None:
    areas, people, changes = other_census()
    carried, notes = carry(people, areas, changes, area_vintage=2021)
    assert carried[["E01", "E02", "E07", "E40"]].tolist() == [1501, 1500, 1700, 1500]
    assert carried[areas].sum() == people.sum()
    assert notes == [
        "Residents are of areas of 2011 and were carried to those of 2021 by [code_changes]: merged areas take the sum of"
        f" theirs, 6 parts of split areas an equal whole share; {people.sum():,.0f} persons before as after"
    ]


def test_residents_of_2021_are_carried_back_to_areas_of_2011() -> None:
    areas, people, changes = other_census()
    newer, _ = carry(people, areas, changes, area_vintage=2021)
    back, notes = carry(newer, people.index, changes, area_vintage=2011)
    assert back.sum() == people.sum()
    assert back[["O1", "O8", "O9"]].tolist() == [3001, 850, 850]  # a merged area is shared out in equal parts
    assert notes[0].startswith("Residents are of areas of 2021 and were carried to those of 2011")


def test_residents_are_left_alone_without_a_lookup_or_where_they_fit() -> None:
    areas, people, changes = other_census()
    unchanged, notes = carry(people, areas, None, area_vintage=2021)
    assert (unchanged.equals(people), notes) == (True, [])
    fitting = pd.Series(1500.0, index=areas)
    assert carry(fitting, areas, changes, area_vintage=2021)[1] == []
    # of neither census: nothing to carry from, so that they are refused
    assert carry(people.rename("X{}".format), areas, changes, area_vintage=2021)[1] == []


def test_residents_of_a_part_outside_the_force_stay_outside() -> None:
    areas, people, changes = other_census()
    carried, _ = carry(people, areas.drop("E02"), changes, area_vintage=2021)
    assert carried["E01"] == 1501


def test_every_column_of_a_table_is_carried_and_the_last_is_counted() -> None:
    areas, people, changes = other_census()
    table = pd.DataFrame({"under 16": people // 5, "total": people})
    carried, notes = carry_persons(table, areas, changes, area_vintage=2021, what="Residents by group")
    assert carried.loc[["E01", "E02", "E07"], "under 16"].tolist() == [300, 300, 160 + 180]
    assert carried.loc[areas].sum().tolist() == [(people // 5).sum(), people.sum()]
    assert notes[0].startswith("Residents by group are of areas of 2011")
    assert f"{people.sum():,.0f} persons before as after" in notes[0]


def test_parts_of_persons_are_refused() -> None:
    areas, people, changes = other_census()
    with pytest.raises(InputRefused, match=r"Residents of 2 areas are not whole numbers.*: O1, O8") as told:
        carry(people.mask(people.index.isin(["O1", "O8"]), 10.5), areas, changes, area_vintage=2021)
    assert "Round them" in told.value.remedy
