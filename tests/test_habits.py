"""What a commit must satisfy: local hooks only, a subject of at most 72 characters, a body that says why."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
HOOK = ROOT / ".ci" / "check-commit-message"


def test_every_hook_is_a_tool_of_this_checkout():
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    assert [repo["repo"] for repo in config["repos"]] == ["local"]
    hooks = config["repos"][0]["hooks"]
    assert {hook["language"] for hook in hooks} == {"system"}
    tools = {hook["id"]: hook["entry"].split()[0] for hook in hooks}
    assert {tool.rpartition("/")[0] for tool in tools.values()} == {".venv/bin", ".ci"}
    assert os.access(ROOT / tools["commit-message"], os.X_OK)


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("Rank areas\n\nBecause they are asked for.\n", []),
        (f"{'x' * 72}\n\nWhy.\n# a comment of git\n", []),
        (f"{'x' * 73}\n\nWhy.\n", ["has 73 characters"]),
        ("Rank areas\n", ["no body"]),
        ("Rank areas\n# Please enter the commit message\n", ["no body"]),
        ("Rank areas\nWhy.\n", ["second line is not empty"]),
        ("Rank areas.\n\nWhy.\n", ["ends in a full stop"]),
        ("", ["subject is empty", "no body"]),
        ("Merge branch 'a'\n", []),
    ],
)
def test_messages(tmp_path, message, told):
    (tmp_path / "message").write_text(message)
    ran = subprocess.run([HOOK, tmp_path / "message"], capture_output=True, text=True, check=False)
    assert ran.returncode == bool(told)
    lines = ran.stderr.splitlines()
    assert len(lines) == len(told)
    assert all(part in line for part, line in zip(told, lines, strict=True))
