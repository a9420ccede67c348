"""What a force may give besides: read, shown, and refused with what to do."""

from __future__ import annotations

import tomllib

import pandas as pd
import pytest

from geo.exceptions import ConfigurationRefused, InputRefused
from service.build.optional_tables import Census, optional_sources, read_optional_tables
from service.settings import check_settings
from tests.service.settings.smallest import SMALLEST

GIVEN = """
[workday_population]
files = ["given.csv"]
area_code = "code"
population = "day"
edition = "2011"
[profile]
files = ["given.csv"]
area_code = "code"
edition = "Census 2021"
total = "all"
columns = { "under 16" = "young" }
[vulnerable_localities]
files = ["given.csv"]
area_code = "code"
edition = "2026"
columns = { burglary_dwelling = "b", criminal_damage_dwelling = "d", income_deprivation = "i", employment_deprivation = "e", aged_15_to_24 = "y", educational_attainment = "q" }
per = { burglary_dwelling = "homes" }
"""
TABLE = "code,day,all,young,b,d,i,e,y,q,homes\nE1,900,1000,200,5,1,0.1,0.1,3,4,400\nE2,800,0,0,6,1,0.2,0.1,3,4,0\n"
AREAS = pd.Index(["E1", "E2", "E3"], name="area_code")


def settings(text=GIVEN):
    return check_settings(tomllib.loads(SMALLEST + text), name="t.toml")


def tables(text=GIVEN):
    read = settings(text)
    return read.workday_population, read.profile, read.vulnerable_localities


def test_tables_are_read_on_the_codes_of_the_force(tmp_path):
    (tmp_path / "given.csv").write_text(TABLE)
    given = read_optional_tables(*tables(), base=tmp_path, census=Census(AREAS, None, 2021))
    assert given.workday_population.tolist()[:2] == [900, 800]
    assert given.profile.loc["E1"].tolist() == [200, 1000]
    assert given.vulnerable.loc["E1", "burglary_dwelling"] == 5 / 400
    assert given.vulnerable["burglary_dwelling"].isna().tolist() == [False, True, True]
    assert given.notes[0] == "[workday_population] has no row for 1 of 3 areas"
    assert [kind for kind, _, _ in optional_sources(*tables())] == [
        "workday residents",
        "resident profile",
        "vulnerable localities",
    ]


def test_nothing_given_is_nothing_read(tmp_path):
    given = read_optional_tables(*tables(""), base=tmp_path, census=Census(AREAS, None, 2021))
    assert (given.workday_population, given.profile, given.vulnerable, given.notes) == (None, None, None, ())


def test_a_table_of_another_force_is_refused(tmp_path):
    (tmp_path / "given.csv").write_text(TABLE)
    with pytest.raises(InputRefused, match=r"\[workday_population\] has 2 areas, none of them of this force"):
        read_optional_tables(*tables(), base=tmp_path, census=Census(pd.Index(["W1"]), None, 2021))


def of_2011(tmp_path):
    """Six areas of 2011, each split in two by 2021; a table of the old ones, and the census of the new ones."""
    links = [(f"O{i}", f"E{2 * i - at:02}", "S") for i in range(1, 7) for at in (1, 0)]
    changes = pd.DataFrame(links, columns=["old_code", "new_code", "change_code"])
    header, row, _ = TABLE.splitlines()
    rows = [row.replace("E1,900,1000", f"O{i},901,1001") for i in range(1, 7)]
    (tmp_path / "given.csv").write_text("\n".join([header, *rows]) + "\n")
    return Census(pd.Index([f"E{i:02}" for i in range(1, 13)], name="area_code"), changes, 2021)


def test_persons_of_another_census_are_carried_over_whole_and_with_the_same_total(tmp_path):
    census = of_2011(tmp_path)
    workday, profile, _ = tables()
    given = read_optional_tables(workday, profile, None, base=tmp_path, census=census)
    assert given.workday_population.tolist() == [451, 450] * 6
    assert given.workday_population.sum() == 6 * 901
    assert given.profile["under 16"].tolist() == [100] * 12
    assert given.profile["total"].sum() == 6 * 1001
    assert [note.partition(" are of")[0] for note in given.notes] == ["Workday residents", "Residents by group"]
    assert all("12 parts of split areas an equal whole share" in note for note in given.notes)


def test_a_table_of_another_census_without_the_lookup_is_refused(tmp_path):
    census = of_2011(tmp_path)
    half = Census(census.areas.append(pd.Index([f"O{i}" for i in range(1, 7)])), None, 2021)
    workday, profile, vulnerable = tables()
    for given, name in (((workday, None, None), "workday_population"), ((None, profile, None), "profile")):
        with pytest.raises(InputRefused, match=rf"\[{name}\] lacks 12 of 18 areas.*another census") as told:
            read_optional_tables(*given, base=tmp_path, census=half)
        assert "[code_changes]" in told.value.remedy
    # rates are no persons: they are never shared out, with a lookup or without
    with pytest.raises(InputRefused, match=r"\[vulnerable_localities\] lacks 12 of 18 areas.*another census") as told:
        read_optional_tables(
            None, None, vulnerable, base=tmp_path, census=Census(half.areas, census.code_changes, 2021)
        )
    assert "[code_changes]" not in told.value.remedy


def test_a_missing_column_is_named(tmp_path):
    (tmp_path / "given.csv").write_text(TABLE.replace("young", "yung"))
    with pytest.raises(InputRefused, match="young"):
        read_optional_tables(*tables(), base=tmp_path, census=Census(AREAS, None, 2021))


def test_an_index_with_five_variables_is_refused():
    with pytest.raises(ConfigurationRefused, match="lacks educational_attainment; the index needs all six"):
        settings(GIVEN.replace(', educational_attainment = "q"', ""))


def test_posts_and_neighbours_are_checked():
    with pytest.raises(ConfigurationRefused, match=r"establishment\.posts\.N"):
        settings('[establishment]\nedition = "2026"\nposts = { N = -1 }\n')
    with pytest.raises(ConfigurationRefused, match="greater than or equal to 5"):
        settings("[similar]\nneighbours = 1\n")
