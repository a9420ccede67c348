"""Every name of a force, in few bytes: unpacked here by a plain reader of the same form."""

from dataclasses import replace

import pytest
from made_up_sites import make_site

from maps.model.force_view import see_force
from maps.model.place_index import group_members, pack_names, search_words, write_place_index


def unpack(packed):
    found, before = [], ""
    for part in packed.split("|") if packed else []:
        before = before[: int(part[0], 36)] + part[1:]
        found.append(before)
    return found


@pytest.fixture(scope="module")
def force():
    return see_force(make_site())


@pytest.mark.parametrize(
    "names",
    [
        [],
        ["Alum Rock"],
        ["Birmingham 001A", "Birmingham 001B", "Birmingham 002A"],
        ["same", "same", "same longer", "s"],
        ["x" * 50 + "1", "x" * 50 + "2"],
        ["O'Brien & Sons <Ward>", "O'Brien", "Ångström", ""],
    ],
)
def test_packed_names_come_back_as_they_were(names):
    assert unpack(pack_names(names)) == names


def test_a_beginning_in_common_is_written_once():
    assert pack_names(["Birmingham 001A", "Birmingham 001B"]) == "0Birmingham 001A|eB"


def test_letters_that_scripts_count_as_two_are_never_shared():
    assert pack_names(["a\U0001f600b", "a\U0001f600c"]) == "0a\U0001f600b|1\U0001f600c"


def test_the_separator_cannot_come_from_a_name():
    assert unpack(pack_names(["this|that"])) == ["this/that"]


def test_every_name_of_the_force_is_there(force):
    index = write_place_index(force)
    assert index["units"] == [["NO", "Northam"], ["SO", "Southam"]]
    areas = {code for _, codes in index["areas"] for code in unpack(codes)}
    assert areas == set(force.site.areas.index)
    assert {(kind, word): [unpack(names) for names in units] for kind, word, units in index["groups"]} == {
        ("ward", "ward"): [["Ashby", "Birch Hill and Lower Meadow"], ["Cedar", "Down"]],
        ("local", "local area"): [["Elm Green"], []],
        ("settlement", "settlement"): [["Elmbury"], []],
        ("sector", "postcode sector"): [["EL3 1", "EL3 2"], []],
    }


def test_names_and_codes_of_areas_keep_together(force):
    names, codes = map(unpack, write_place_index(force)["areas"][0])
    assert dict(zip(codes, names, strict=True)) == {
        f"E{at:03d}": f"Elm Green (Elm E{at:03d})" if at in (8, 10) else f"Elm E{at:03d}" for at in range(16)
    }


def test_a_page_does_not_hold_its_own_areas_twice(force):
    index = write_place_index(force, groups_of="NO")
    assert index["areas"] == [["", ""], ["", ""]]
    wards = index["groups"][0][2]
    assert [unpack(names) for names in wards] == [["Ashby", "Birch Hill and Lower Meadow"], []]


def test_teams_and_wards_are_both_sought_where_both_are_known():
    site = make_site()
    teams = replace(
        site,
        areas=site.areas.assign(team_name="Northam: Market"),
        words=replace(site.words, teams_are_wards=False, team_word="neighbourhood team"),
    )
    groups = {kind: word for kind, word, _ in write_place_index(see_force(teams))["groups"]}
    assert groups == {"team": "neighbourhood team", "ward": "ward", "local": "local area"} | {
        "settlement": "settlement",
        "sector": "postcode sector",
    }


def test_it_says_what_it_takes(force):
    said = "a district, ward, local area, settlement, proposed place, Impact Area, an area by its name or code"
    assert search_words(force) == f"{said}, or a postcode"
    site = make_site()
    bare = replace(site, further=replace(site.further, postcode_sectors=site.further.postcode_sectors.iloc[:0]))
    assert "postcode" not in search_words(see_force(bare))


def test_local_names_are_given_by_area_in_the_order_of_the_page(force):
    members = group_members(force, "NO")
    assert members["names"] == ["Elm Green"]
    assert members["of"] == [*[-1] * 8, 0, -1, 0, *[-1] * 5]
