"""Whether any place is possible: by listing and by the programme, alike, and honest where neither finds out."""

from dataclasses import replace

import pytest

from geo.candidates import shortfall
from geo.candidates.milp import BestPlace, Demands
from geo.candidates.shortfall import why_impossible, why_so_few
from tests.geo.candidates.test_floor import LIMITS, make_unit

CAPS = [replace(LIMITS, max_areas=1, max_residents=most) for most in (300, 700, 2_000)]


@pytest.mark.parametrize("limits", [LIMITS, *CAPS], ids=["wide", "none fits", "few fit", "most fit"])
@pytest.mark.parametrize("seed", range(6))
def test_listing_and_programme_agree(seed, limits, monkeypatch):
    unit = make_unit(seed)
    listed = why_impossible(unit, limits)
    monkeypatch.setattr(shortfall, "_GROUPS", -1)  # no listing: the programme has to answer
    assert why_impossible(unit, limits) == listed


def test_a_small_unit_needs_no_programme(monkeypatch):
    # One unit of a real force took 98 seconds of the programme where listing takes a few hundredths of a second.
    monkeypatch.setattr(shortfall, "find_best_place", lambda *_, **__: pytest.fail("the programme was asked"))
    said = why_impossible(make_unit(3), replace(LIMITS, max_residents=700, max_areas=2))
    assert said.startswith("700 residents are too few")


def test_a_search_without_an_answer_is_not_called_impossible(monkeypatch):
    def gives_up(unit, limits, **_):
        return BestPlace(None, 5.0, "nodes")

    monkeypatch.setattr(shortfall, "_GROUPS", -1)
    monkeypatch.setattr(shortfall, "find_best_place", gives_up)
    assert why_impossible(make_unit(3), LIMITS) == ""


def test_a_limit_is_not_blamed_where_the_search_found_no_answer(monkeypatch):
    answers = iter([BestPlace(None, -float("inf")), *[BestPlace(None, 5.0, "nodes")] * 6])
    monkeypatch.setattr(shortfall, "find_best_place", lambda *_, **__: next(answers))
    said = why_impossible(make_unit(3), LIMITS, Demands(include=frozenset({0})))
    assert said == "No place keeps all limits together; which of them leaves none was not found in the search allowed"


@pytest.mark.parametrize(
    ("wanted", "found", "said"),
    [
        (3, 0, "No place is proposed: no group of neighbouring areas is {far}"),
        (3, 1, "Only one place is proposed (up to 3 are allowed). No other group of neighbouring areas is {far}"),
        (3, 2, "Only 2 places are proposed (up to 3 are allowed). No other group of neighbouring areas is {far}"),
        (2, 1, "Only one place is proposed (up to two are allowed). No other group of neighbouring areas is {far}"),
        (2, 2, ""),
        (0, 0, "No place: no area here reaches the floor, or the unit's share of need leaves no room for one"),
    ],
)
def test_fewer_places_than_wanted_are_explained_by_their_number(wanted, found, said):
    far = "far enough above the force average, within the limits"
    assert why_so_few(make_unit(3), replace(LIMITS, per_unit=wanted), found) == said.format(far=far)


def test_a_limit_that_leaves_no_place_is_the_reason_given():
    unit, limits = make_unit(3), replace(LIMITS, max_residents=700, max_areas=2)
    assert why_so_few(unit, limits, 0) == why_impossible(unit, limits) != ""


@pytest.mark.parametrize(
    ("by_share", "name"), [(True, "the unit's room under force_share and unit_share"), (False, "max_residents")]
)
def test_the_setting_behind_a_cap_on_residents_is_named(by_share, name):
    limits = replace(LIMITS, max_residents=400, by_share=by_share)
    smallest = make_unit(3).residents.min()
    assert why_impossible(make_unit(3), limits) == (
        f"The smallest area has {smallest:,.0f} residents, and a place may have 400 ({name})"
    )
