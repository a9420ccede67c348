import json

import pytest

from geo.exceptions import NothingFound, WrongUsage
from service.actions.what_if import Wishes, ask_what_if
from service.cli.main import run
from tests.conftest import fill_workspace

# Need scores of AA: a1 85, a2 70, b1 25, b2 cannot be assessed; of BB: a3 45, b3 10. Their mean is 47.
MEAN = (85 + 70 + 25 + 45 + 10) / 5


@pytest.fixture(scope="module")
def absolute(tmp_path_factory):
    """The tiny force with absolute limits only: six areas are too few to share out."""
    return fill_workspace(tmp_path_factory.mktemp("absolute"), force_share=1, unit_share=1, floor=0)


def test_a_wish_says_what_it_costs(absolute):
    free = ask_what_if(absolute.root, "AA", Wishes())
    assert free.cost_points == 0
    assert "b2" in free.as_configured.areas  # the only area of the second team
    wished = ask_what_if(absolute.root, "AA", Wishes(include=["b1"]))
    assert "b1" in wished.as_wished.areas
    assert wished.as_configured == free.as_configured
    assert wished.cost_points == pytest.approx(free.as_configured.objective_value - wished.as_wished.objective_value)
    assert wished.cost_points >= 0
    assert wished.as_wished.proven
    small = ask_what_if(absolute.root, "AA", Wishes(max_areas=2, max_residents=1640))
    # a2 and b2, two squares side by side, six of their eight sides open: 40 points for four.
    assert small.as_wished.areas == ("a2", "b2")
    assert small.as_wished.objective_value == pytest.approx(70 - MEAN + 0 - 40 * 6 / 4)


@pytest.mark.parametrize(
    ("npu", "wishes", "refusal", "words"),
    [
        ("AB", Wishes(), NothingFound, "There is no unit 'AB'"),
        ("AA", Wishes(include=["a3"]), WrongUsage, "a3: no such area in AA"),
        ("AA", Wishes(include=["a1"], exclude=["a1"]), WrongUsage, "a1: wished both in and out"),
        ("AA", Wishes(exclude=["b2"]), NothingFound, "2 teams are too many"),
        ("AA", Wishes(max_areas=1), NothingFound, "1 areas are too few"),
        ("AA", Wishes(max_residents=30), NothingFound, "The smallest area has 40 residents"),
        ("BB", Wishes(), NothingFound, "1 of the 2 teams that a place must span"),
    ],
)
def test_what_cannot_be_is_refused_with_the_limit_that_makes_it_so(absolute, npu, wishes, refusal, words):
    with pytest.raises(refusal, match=words.replace("(", r"\(")):
        ask_what_if(absolute.root, npu, wishes)


def test_the_command(absolute, capsys):
    assert run(["what-if", "-w", str(absolute.root), "--npu", "AA", "--exclude", "b1", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert "b1" not in answer["as_wished"]["areas"]
    assert run(["what-if", "-w", str(absolute.root), "--npu", "AA"]) == 0
    said = capsys.readouterr().out
    assert "Best place as configured" in said
    assert "Goes out: nothing" in said


@pytest.mark.parametrize(
    ("npu", "wishes", "words"),
    [
        # Room for 854 residents. Only b2 has fewer: it lies under the floor, and is all of the second team.
        (
            "AA",
            Wishes(),
            "lifted together: 2 teams at least (min_teams); areas that reach percentile 75 of need (floor).",
        ),
        ("AA", Wishes(max_residents=20_000), "2 teams are too many for any connected place here (min_teams)"),
        ("AA", Wishes(max_residents=20_000, exclude=["b2"]), "2 teams are too many for any connected place here"),
        ("AA", Wishes(include=["b2"]), "854 residents are too few for any connected place here (the unit's room"),
        ("BB", Wishes(), "1 of the 2 teams that a place must span: the unit has no more (min_teams)"),
        ("BB", Wishes(), "No area of the unit reaches the floor that areas of a place must reach (floor)"),
    ],
)
def test_the_room_and_the_floor_are_named_where_they_refuse(tiny_workspace, npu, wishes, words):
    with pytest.raises(NothingFound) as refused:
        ask_what_if(tiny_workspace.root, npu, wishes)
    assert words in str(refused.value)


def test_an_area_wished_in_needs_no_strand_that_is_high(absolute):
    low = ["b1", "b2"]  # no strand of b1 is near the top quarter, and b2 has none
    found = ask_what_if(absolute.root, "AA", Wishes(include=low, max_areas=2))
    assert found.as_wished.areas == ("b1", "b2")
    with pytest.raises(NothingFound, match="no strand is high on average"):
        ask_what_if(absolute.root, "AA", Wishes(exclude=["a1", "a2"]))


def test_a_wish_may_give_what_the_configuration_leaves_no_place_for(tiny_workspace):
    found = ask_what_if(tiny_workspace.root, "AA", Wishes(include=["b2"], max_residents=20_000))
    assert found.as_configured.areas == ()
    assert "b2" in found.as_wished.areas
    assert found.cost_points == -found.as_wished.objective_value
    assert found.lines()[0].startswith("Best place as configured: none. No limit alone makes it so")
    assert "%" not in found.lines()[2]
