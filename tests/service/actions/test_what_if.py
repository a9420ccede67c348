import json

import pytest

from geo.exceptions import NothingFound, WrongUsage
from service.actions.what_if import Conditions, ask_what_if
from service.cli.main import run
from tests.conftest import fill_workspace

# Need scores of AA: a1 85, a2 70, b1 25, b2 cannot be assessed; of BB: a3 45, b3 10. Their mean is 47.
MEAN = (85 + 70 + 25 + 45 + 10) / 5


@pytest.fixture(scope="module")
def absolute(tmp_path_factory):
    """The tiny force with absolute limits only: six areas are too few to share out."""
    return fill_workspace(tmp_path_factory.mktemp("absolute"), force_share=1, unit_share=1, floor=0)


def test_conditions_say_what_they_give_up(absolute):
    free = ask_what_if(absolute.root, "AA", Conditions())
    assert free.cost_points == 0
    assert "b2" in free.as_configured.areas  # the only area of the second team
    asked = ask_what_if(absolute.root, "AA", Conditions(include=["b1"]))
    assert "b1" in asked.as_asked.areas
    assert asked.as_configured == free.as_configured
    assert asked.cost_points == pytest.approx(free.as_configured.objective_value - asked.as_asked.objective_value)
    assert asked.cost_points >= 0
    assert asked.as_asked.proven
    small = ask_what_if(absolute.root, "AA", Conditions(max_areas=2, max_residents=1640))
    # a2 and b2, two squares side by side, six of their eight sides open: 40 points for four.
    assert small.as_asked.areas == ("a2", "b2")
    assert small.as_asked.objective_value == pytest.approx(70 - MEAN + 0 - 40 * 6 / 4)


@pytest.mark.parametrize(
    ("npu", "conditions", "refusal", "words"),
    [
        ("AB", Conditions(), NothingFound, "There is no unit 'AB'"),
        ("AA", Conditions(include=["a3"]), WrongUsage, "a3: no such area in AA"),
        ("AA", Conditions(include=["a1"], exclude=["a1"]), WrongUsage, "a1: included and excluded at once"),
        ("AA", Conditions(exclude=["b2"]), NothingFound, "2 teams are too many"),
        ("AA", Conditions(max_areas=1), NothingFound, "1 areas are too few"),
        ("AA", Conditions(max_residents=30), NothingFound, "The smallest area has 40 residents"),
        ("BB", Conditions(), NothingFound, "1 of the 2 teams that a place must span"),
    ],
)
def test_what_cannot_be_is_refused_with_the_limit_that_makes_it_so(absolute, npu, conditions, refusal, words):
    with pytest.raises(refusal, match=words.replace("(", r"\(")):
        ask_what_if(absolute.root, npu, conditions)


def test_the_command(absolute, capsys):
    assert run(["what-if", "-w", str(absolute.root), "--npu", "AA", "--exclude", "b1", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert "b1" not in answer["as_asked"]["areas"]
    assert answer["as_wished"] == answer["as_asked"]  # its name in 0.1, kept for a version
    assert run(["what-if", "-w", str(absolute.root), "--npu", "AA"]) == 0
    said = capsys.readouterr().out
    assert "Best place as configured" in said
    assert "Left out: nothing" in said


@pytest.mark.parametrize(
    ("npu", "conditions", "words"),
    [
        # Room for 854 residents. Only b2 has fewer: it lies under the floor, and is all of the second team.
        (
            "AA",
            Conditions(),
            "lifted together: 2 teams at least (min_teams); areas that reach percentile 75 of need (floor).",
        ),
        ("AA", Conditions(max_residents=20_000), "2 teams are too many for any connected place here (min_teams)"),
        ("AA", Conditions(max_residents=20_000, exclude=["b2"]), "2 teams are too many for any connected place here"),
        ("AA", Conditions(include=["b2"]), "854 residents are too few for any connected place here (the unit's room"),
        ("BB", Conditions(), "1 of the 2 teams that a place must span: the unit has no more (min_teams)"),
        ("BB", Conditions(), "No area of the unit reaches the floor that areas of a place must reach (floor)"),
    ],
)
def test_the_room_and_the_floor_are_named_where_they_refuse(tiny_workspace, npu, conditions, words):
    with pytest.raises(NothingFound) as refused:
        ask_what_if(tiny_workspace.root, npu, conditions)
    assert words in str(refused.value)


def test_an_included_area_needs_no_strand_that_is_high(absolute):
    low = ["b1", "b2"]  # no strand of b1 is near the top quarter, and b2 has none
    found = ask_what_if(absolute.root, "AA", Conditions(include=low, max_areas=2))
    assert found.as_asked.areas == ("b1", "b2")
    with pytest.raises(NothingFound, match="no strand is high on average"):
        ask_what_if(absolute.root, "AA", Conditions(exclude=["a1", "a2"]))


def test_conditions_may_give_what_the_configuration_leaves_no_place_for(tiny_workspace):
    found = ask_what_if(tiny_workspace.root, "AA", Conditions(include=["b2"], max_residents=20_000))
    assert found.as_configured.areas == ()
    assert "b2" in found.as_asked.areas
    assert found.cost_points == -found.as_asked.objective_value
    assert found.lines()[0].startswith("Best place as configured: none. No limit alone makes it so")
    assert "%" not in found.lines()[2]
