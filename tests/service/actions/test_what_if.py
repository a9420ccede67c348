import json

import pytest

from geo.exceptions import NothingFound, WrongUsage
from service.actions.what_if import Wishes, ask_what_if
from service.cli.main import run

# Need scores of AA: a1 85, a2 70, b1 25, b2 cannot be assessed; of BB: a3 45, b3 10. Their mean is 47.
MEAN = (85 + 70 + 25 + 45 + 10) / 5


def test_a_wish_says_what_it_costs(tiny_workspace):
    free = ask_what_if(tiny_workspace.root, "AA", Wishes())
    assert free.cost_points == 0
    assert "b2" in free.as_configured.areas  # the only area of the second team
    wished = ask_what_if(tiny_workspace.root, "AA", Wishes(include=["b1"]))
    assert "b1" in wished.as_wished.areas
    assert wished.as_configured == free.as_configured
    assert wished.cost_points == pytest.approx(free.as_configured.objective_value - wished.as_wished.objective_value)
    assert wished.cost_points >= 0
    assert wished.as_wished.proven
    small = ask_what_if(tiny_workspace.root, "AA", Wishes(max_areas=2, max_residents=1640))
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
def test_what_cannot_be_is_refused_with_the_limit_that_makes_it_so(tiny_workspace, npu, wishes, refusal, words):
    with pytest.raises(refusal, match=words.replace("(", r"\(")):
        ask_what_if(tiny_workspace.root, npu, wishes)


def test_the_command(tiny_workspace, capsys):
    assert run(["what-if", "-w", str(tiny_workspace.root), "--npu", "AA", "--exclude", "b1", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert "b1" not in answer["as_wished"]["areas"]
    assert run(["what-if", "-w", str(tiny_workspace.root), "--npu", "AA"]) == 0
    said = capsys.readouterr().out
    assert "Best place as configured" in said
    assert "Goes out: nothing" in said
