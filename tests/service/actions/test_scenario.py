"""Other weights and limits on what is current: as a build with them would rank and propose."""

from __future__ import annotations

import pytest

from geo.exceptions import InputRefused, NothingFound, WrongUsage
from geo.need.need_index import STRANDS
from queries.workspace.generations import Workspace
from service.actions.scenario import Choices, read_planning, try_choices
from service.actions.scenario_names import ScenarioNames
from service.build.pipeline import build
from tests.small_force import NOW, write_small_force

WEIGHTS = {"crime": 0.4, "demand": 0.3, "deprivation": 0.1, "harm": 0.2}


def _planning(root):
    with Workspace(root).open_current() as con:
        return read_planning(con)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A small force as it is, and built again with other weights and limits."""
    folder = tmp_path_factory.mktemp("scenario")
    config = write_small_force(folder)
    build(config, out=folder / "out", now=NOW)
    weights = ", ".join(f"{strand} = {weight}" for strand, weight in WEIGHTS.items())
    text = config.read_text(encoding="utf-8").replace("max_areas = 6", "max_areas = 4")
    other = config.with_name("other.toml")
    other.write_text(f"{text}\n[analysis]\nstrand_weights = {{ {weights} }}\n", encoding="utf-8")
    build(other, out=folder / "other", now=NOW)
    return _planning(folder / "out"), _planning(folder / "other")


def test_no_choice_changes_nothing(built):
    planning, _ = built
    assert planning.weights == pytest.approx(dict.fromkeys(STRANDS, 0.25))
    for unit in planning.units:
        scenario = try_choices(planning, Choices(unit))
        assert scenario.moved == 0
        assert scenario.proven
        assert scenario.areas["place"].tolist() == scenario.areas["place_now"].tolist()


def test_choices_give_what_a_build_with_them_gives(built):
    planning, other = built
    for unit in planning.units:
        scenario = try_choices(planning, Choices(unit, WEIGHTS, {"max_areas": 4}))
        in_the_build = try_choices(other, Choices(unit))
        assert in_the_build.moved == 0
        assert scenario.areas["rank"].to_dict() == in_the_build.areas["rank"].to_dict()
        assert scenario.areas["place"].to_dict() == in_the_build.areas["place_now"].to_dict()
    assert scenario.moved > 0


def test_weights_count_by_how_they_compare(built):
    planning, _ = built
    unit = planning.units[0]
    scenario = try_choices(planning, Choices(unit, {name: 30 * weight for name, weight in WEIGHTS.items()}))
    assert scenario.choices.weights == pytest.approx(WEIGHTS)


@pytest.mark.parametrize(
    ("weights", "limits", "said"),
    [
        ({"crime": -1.0, "harm": 2.0}, {}, "The weights are"),
        ({"crime": 0.0}, {}, "The weights are"),
        ({"crime": float("nan")}, {}, "The weights are"),
        ({"joy": 1.0, "crime": 1.0}, {}, "The weights are"),
        ({}, {"max_areas": 0}, "These limits cannot be: max_areas"),
        ({}, {"unit_share": 1.5}, "These limits cannot be: unit_share"),
    ],
)
def test_what_cannot_be_tried_is_refused(built, weights, limits, said):
    with pytest.raises(WrongUsage, match=said):
        try_choices(built[0], Choices(built[0].units[0], weights, limits))


def test_an_unknown_unit_is_refused(built):
    with pytest.raises(NothingFound, match="There is no unit 'ZZ'"):
        try_choices(built[0], Choices("ZZ"))


def test_a_name_keeps_choices_and_gives_them_back(tmp_path):
    names = ScenarioNames(tmp_path)
    assert names.all() == {}
    names.save(" Less deprivation ", "npu=AA&crime=1")
    names.save("Less deprivation", "npu=AA&crime=2")
    assert names.all() == {"Less deprivation": "npu=AA&crime=2"}
    for wrong in ("", "<b>", "x" * 81):
        with pytest.raises(WrongUsage, match="cannot be the name"):
            names.save(wrong, "")
    (tmp_path / "scenarios.json").write_text("{", encoding="utf-8")
    with pytest.raises(InputRefused, match="cannot be read"):
        names.all()
