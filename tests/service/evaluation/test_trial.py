"""The verb trial draw: repeatable, and only among places that are known."""

import pytest

from geo.exceptions import ConfigurationRefused, NothingFound
from service.cli.main import run
from service.evaluation.trial import draw_trial


def test_a_draw_is_repeated_by_its_seed(tiny_workspace, capsys):
    first, again = (draw_trial(tiny_workspace.root, ["AA-1", "a3"], seed=7) for _ in range(2))
    assert first.to_dict() == again.to_dict()
    assert sorted(first.starts["start_step"]) == [1, 2]
    assert run(["trial", "draw", "AA-1", "a3", "--seed", "7", "-w", str(tiny_workspace.root)]) == 0
    assert "seed 7" in capsys.readouterr().out


def test_unknown_places_and_too_few_are_refused(tiny_workspace):
    with pytest.raises(NothingFound, match="no candidate and no area"):
        draw_trial(tiny_workspace.root, ["AA-1", "ZZ-9"], seed=1)
    with pytest.raises(ConfigurationRefused, match="cannot start in 2 steps"):
        draw_trial(tiny_workspace.root, ["AA-1"], seed=1)
