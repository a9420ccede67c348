"""The two ready configurations: they can be read, and on the open data they give the areas that are published.

Where the open data lies is said by IMPACT_AREAS_DATA, or it is in ../shared/data; without it its tests are skipped.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import data_samples
from queries.files.open_files import SourceFile, open_files
from queries.loaders.assemble_areas import AssembledAreas, assemble_areas, assign_npus
from queries.loaders.boundaries.read import read_boundaries
from queries.loaders.tables.code_changes import read_code_changes
from queries.loaders.tables.deprivation import (
    Deprivation,
    check_deprivation_covers,
    deprivation_for_new_codes,
    read_deprivation,
)
from queries.loaders.tables.lookups import join_lookups, read_lookup
from queries.loaders.tables.populations import read_populations
from service.settings import Settings, read_settings

OPEN_DATA = Path(os.environ.get("IMPACT_AREAS_DATA") or Path(__file__).parents[4] / "shared" / "data")
needs_open_data = [
    pytest.mark.real_data,
    pytest.mark.skipif(not OPEN_DATA.is_dir(), reason="the open data is not here: set IMPACT_AREAS_DATA to its folder"),
]


def settings(name: str) -> Settings:
    return read_settings(Path(data_samples.__file__).parent / f"{name}.toml")


def one(name: str) -> SourceFile:
    (source,) = open_files([name], base=OPEN_DATA)
    return source


def read_all(name: str) -> tuple[AssembledAreas, Deprivation]:
    wanted = settings(name)
    rules = [(npu.code, npu.name, npu.members) for npu in wanted.npus]
    lookups = [read_lookup(one(s.file), columns=s.columns, where=s.where, key=s.key) for s in wanted.lookups]
    lookup = join_lookups(None, lookups)
    keep = set(assign_npus(lookup, rules).dropna().index) if wanted.areas.whole_country else None
    boundaries = read_boundaries(
        wanted.areas.files,
        base=OPEN_DATA,
        area_code=wanted.areas.area_code,
        area_name=wanted.areas.area_name,
        area_codes=keep,
    )
    people = read_populations(
        open_files(wanted.population.files, base=OPEN_DATA),
        area_code=wanted.population.area_code,
        population=wanted.population.population,
        edition=wanted.population.edition,
    )
    deprivation = read_deprivation(
        open_files(wanted.deprivation.files, base=OPEN_DATA), edition=wanted.deprivation.edition
    )
    assembled = assemble_areas(
        boundaries.areas, lookup, rules, people.residents, restrict_to_members=wanted.areas.whole_country
    )
    check_deprivation_covers(assembled.areas.index, deprivation, area_vintage=wanted.force.area_vintage)
    return assembled, deprivation


@pytest.fixture(params=["leicestershire", "west_midlands"])
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_a_ready_configuration_can_be_read_and_says_whose_data_it_uses(name: str) -> None:
    wanted = settings(name)
    assert any("Open Government Licence" in line for line in wanted.force.attributions)
    assert any("Crown copyright" in line for line in wanted.force.attributions)


def test_the_split_of_birmingham_is_called_an_assumption() -> None:
    assert any("assumption" in line for line in settings("west_midlands").force.cautions)


class TestOpenData:
    pytestmark = needs_open_data

    def test_leicestershire_has_its_611_areas(self) -> None:
        (areas, npus, notes), deprivation = read_all("leicestershire")
        assert len(areas) == 611
        assert areas["npu_code"].value_counts()["LC"] == 192
        assert len(npus) == 9
        assert areas.geometry.is_valid.all()
        assert areas["population"].notna().all()
        assert deprivation.area_count == 32_844
        assert "70 areas in a ward without a name; its code is used instead" in notes
        # The City of Leicester covers 73.3 square kilometres.
        assert areas.loc[areas["npu_code"] == "LC", "hectares"].sum() == pytest.approx(7330, rel=0.002)

    def test_west_midlands_has_its_1719_areas(self) -> None:
        (areas, _, _), deprivation = read_all("west_midlands")
        assert len(areas) == 1719
        # Counts per district as the publisher's lookup has them; the two parts of Birmingham make 659.
        counts = areas["npu_code"].value_counts().to_dict()
        assert counts.pop("BE") + counts.pop("BW") == 659
        assert counts == {"CV": 203, "DY": 203, "SW": 190, "SH": 134, "WS": 169, "WV": 161}
        # Census 2021: Birmingham has 1,144,900 usual residents (to the nearest hundred).
        birmingham = areas["district_name"] == "Birmingham"
        assert areas.loc[birmingham, "population"].sum() == pytest.approx(1_144_900, abs=150)
        assert deprivation.area_count == 33_755

    def test_indices_of_2019_reach_every_english_area_of_2021(self) -> None:
        changes = read_code_changes(
            one("areas/lookup_lsoa11_lsoa21_ltla22.csv.gz"), old="lsoa11_code", new="lsoa21_code", change="change_code"
        )
        old = read_deprivation(
            open_files(settings("leicestershire").deprivation.files, base=OPEN_DATA), edition="IoD 2019"
        )
        new = deprivation_for_new_codes(old, changes)
        assert len(new.frame) == 33_755
        assert new.frame["imd_decile"].between(1, 10).all()
        # Where nothing changed, the decile that follows from the rank is the published one.
        same = changes.loc[changes["change_code"] == "U", "new_code"]
        same = same[same.isin(old.frame.index.tolist())].tolist()
        assert (new.frame.loc[same, "imd_decile"] == old.frame.loc[same, "imd_decile"]).all()
