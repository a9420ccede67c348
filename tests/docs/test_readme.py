"""What the README tells a newcomer to type works on the sample force."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from service.cli.main import run

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
ASKED = re.findall(
    r'impact-areas ((?:show|queries run|sql|what-if) (?:"[^"]*"|[^"`\n])*)', README.partition("## Commands")[0]
)


def test_the_tour_asks_something():
    assert len(ASKED) >= 4


@pytest.mark.parametrize("asked", ASKED)
def test_each_command_of_the_tour_gives_an_answer(sample_build, capsys, asked):
    assert run([*shlex.split(asked), "-w", str(sample_build[0].root)]) == 0
    assert capsys.readouterr().out.strip()
