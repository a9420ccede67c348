"""What the tutorials ask a newcomer to type works on the sample force, in the order in which it is given there."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from service.cli.main import run

ROOT = Path(__file__).parents[2]
TUTORIALS = sorted((ROOT / "docs" / "tutorials").glob("*.md"))
BUILDS = {"check", "build", "demo"}  # they need a force's files, or make the sample anew; tests of their own run them


def commands_of(page: Path) -> list[list[str]]:
    """Every command of a page; a quotation may run over several lines."""
    blocks = re.findall(r"^ *```sh\n(.*?)```", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    return [shlex.split(one)[1:] for one in re.findall(r'impact-areas (?:"[^"]*"|[^"\n])*', "".join(blocks))]


@pytest.fixture
def beside_the_sample(sample_build, tmp_path, monkeypatch):
    """A folder like the reader's: the sample is built, and may be decided upon."""
    shutil.copytree(sample_build[0].generations, tmp_path / "impact-areas-out" / "generations")
    monkeypatch.chdir(tmp_path)


def test_every_tutorial_asks_something():
    assert [page.stem for page in TUTORIALS] == ["first-force", "planning-meeting", "ten-minutes"]
    assert min(len(commands_of(page)) for page in TUTORIALS) >= 4


@pytest.mark.parametrize("page", TUTORIALS, ids=lambda page: page.stem)
def test_each_command_of_a_tutorial_gives_an_answer(page, beside_the_sample, capsys):
    for command in commands_of(page):
        if command[0] not in BUILDS:
            assert run(command) == 0, command
            answer = capsys.readouterr()
            assert (answer.out + answer.err).strip(), command


def test_the_readme_is_read_in_half_a_minute():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(re.findall(r"\w+", text)) < 300
    assert len(re.findall(r"^!\[", text, flags=re.MULTILINE)) == 1
    assert len(re.findall(r"^make \w+", text, flags=re.MULTILINE)) == 2
    assert len(re.findall(r"^- \*\*\w+\*\*: \[", text, flags=re.MULTILINE)) == 4
