"""What tests share is made once, and made again after a maker that failed half-way."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def test_the_second_asker_gets_what_the_first_had_made(made_once):
    made = []

    def fill(folder):
        made.append(folder)
        (folder / "file").write_text("x")
        return {"files": 1}

    assert made_once("twice", fill) == made_once("twice", fill)
    assert len(made) == 1
    assert [path.name for path in made[0].iterdir()] == ["file"]


def test_what_failed_half_way_is_made_afresh(made_once):
    def fail(folder):
        (folder / "half").touch()
        raise ValueError("no room")

    with pytest.raises(ValueError, match="no room"):
        made_once("again", fail)
    folder, answer = made_once("again", lambda _: "done")
    assert (answer, list(folder.iterdir())) == ("done", [])


def test_two_workers_make_it_once(tmp_path):
    (tmp_path / "conftest.py").write_text((ROOT / "tests" / "conftest.py").read_text(encoding="utf-8"))
    code = """
        import pytest

        @pytest.mark.parametrize("at", range(6))
        def test_it(made_once, at, worker_id):
            folder, maker = made_once("shared", lambda _: worker_id)
            with open(folder.parent / "makers", "a") as makers:
                makers.write(f"{worker_id} {maker}\\n")
    """
    (tmp_path / "test_it.py").write_text(textwrap.dedent(code))
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-n",
        "2",
        "--dist",
        "worksteal",
        "--basetemp",
        "base",
        "test_it.py",
    ]
    env = {name: text for name, text in os.environ.items() if not name.startswith("PYTEST_")}
    path = os.pathsep.join([str(ROOT), env.get("PYTHONPATH", "")])
    ran = subprocess.run(
        command, cwd=tmp_path, env=env | {"PYTHONPATH": path}, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    rows = [row.split() for row in (tmp_path / "base" / "makers").read_text().splitlines()]
    assert len(rows) == 6
    assert len({maker for _, maker in rows}) == 1
