"""The register from the command line: the worked example of docs/how-to/register.md on the sample, problems, and who waits."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import geopandas as gpd
import pytest
from filelock import FileLock

from service.cli import main as cli

PAGE = Path(__file__).parents[4] / "docs" / "how-to" / "register.md"
NOTED = ("--by", "Sgt Lee", "--note", "Seen")


@pytest.fixture
def run(capsys):
    """Run a command; gives exit code, stdout, stderr."""

    def run(*args: str) -> tuple[int, str, str]:
        code = cli.run(list(args))
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


@pytest.fixture
def root(tiny_workspace, tmp_path, run, monkeypatch):
    """The tiny force with one designation, D1; the clock is at noon on 20 November 2026."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795176000")
    root = shutil.copytree(tiny_workspace.root, tmp_path / "ws")
    decided = ("--name", "Ash", "--by", "Supt Khan", "--reason", "Board", "--review", "2027-05-01")
    assert run("designate", "AA-1", *decided, "-w", str(root))[0] == 0
    return str(root)


def test_the_worked_example_runs_on_the_sample(sample_build, tmp_path, run, monkeypatch):
    """Every command of the page, in its order, in a folder like the reader's; time passes by the real clock."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(sample_build[0].generations, "impact-areas-out/generations")
    Path("present.csv").write_text(
        "name,area_code\n" + "".join(f"Old Quarter,S0100000{digit}\n" for digit in range(1, 8)), encoding="utf-8"
    )
    blocks = re.findall(r"```sh\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL)
    said = {}
    for line in "".join(blocks).splitlines():
        args = shlex.split(line)[1:]
        if Path("impact-areas-out/backup").exists():  # the reader's own backup, which the page names
            shutil.copytree("impact-areas-out/backup", "monday", dirs_exist_ok=True)
        code, out, err = run(*args)
        assert code == 0, f"{line}\n{err}"
        said[" ".join(args[:2])] = out
    assert "Brandlow East" in said["designations list"]
    assert "Old Quarter" in said["designations show"]
    assert "signed off" in said["problems sign-off"]
    assert gpd.read_file("designations.gpkg", layer="designations")["name"].tolist() == ["Rushcross"]


class TestProblems:
    def test_from_scanning_to_sign_off_and_back_once(self, root, run):
        run("problems", "add", "ash", "--title", "Sheds", "--team", "North", *NOTED, "-w", root)
        for more in ([], ["--tried", "Lights"], ["--to", "analysis"], ["--tried", "Locks"], []):
            assert run("problems", "advance", "P1", *NOTED, *more, "-w", root)[0] == 0
        code, out, _ = run("problems", "sign-off", "p1", "--worked", "partly", *NOTED, "-w", root)
        assert (code, out) == (0, "P1 'Sheds' (D1) is at: signed off.\n")
        listed = json.loads(run("problems", "list", "--npu", "AA", "--json", "-w", root)[1])[0]
        assert (listed["stage"], listed["tried"], listed["worked"]) == ("signed off", "Lights; Locks", "partly")
        assert listed["opened_on"] == "2026-11-20"
        history = "SELECT stage FROM problem_events ORDER BY event_number"
        assert [row["stage"] for row in json.loads(run("sql", history, "--json", "-w", root)[1])] == [
            *("scanning", "analysis", "response", "analysis", "response", "assessment", "signed off")
        ]
        counts = json.loads(run("problems", "list", "--counts", "--json", "-w", root)[1])
        assert counts[0]["npu_code"] == "AA"
        assert [counts[0][name] for name in ("identified", "scanning", "signed_off", "worked")] == [1, 0, 1, 1]
        assert counts[1]["identified"] == 0
        code, _, err = run("problems", "advance", "P1", *NOTED, "-w", root)
        assert (code, err.split(".")[0]) == (7, "Refused: P1 'Sheds' was signed off by Sgt Lee")

    @pytest.mark.parametrize(
        ("args", "code", "said"),
        [
            (("add", "D7", "--title", "x", "--team", "y", *NOTED), 5, "There is no designation 'D7'"),
            (("add", "D1", "--title", " ", "--team", "y", *NOTED), 2, "--title is empty"),
            (("add", "D1", "--title", "x", "--team", "", *NOTED), 2, "--team is empty"),
            (("advance", "P2", *NOTED), 5, "There is no problem 'P2'"),
            (("advance", "P1", "--to", "respond", *NOTED), 2, "Did you mean 'response'"),
            (("advance", "P1", "--tried", "", *NOTED), 2, "--tried is empty"),
            (("sign-off", "P1", "--worked", "yes", *NOTED), 7, "P1 is at scanning"),
            (("sign-off", "P1", "--worked", "maybe", *NOTED), 2, "--worked is 'maybe'"),
            (("list", "--stage", "respons"), 5, "Did you mean 'response'"),
        ],
    )
    def test_what_is_refused(self, root, run, args, code, said):
        run("problems", "add", "D1", "--title", "Sheds", "--team", "North", *NOTED, "-w", root)
        ended, out, err = run("problems", *args, "-w", root)
        assert (ended, out) == (code, "")
        assert said in err
        assert "What to do: " in err

    def test_a_problem_outlives_its_designation_and_none_is_added_to_one_that_ended(self, root, run):
        run("problems", "add", "D1", "--title", "Sheds", "--team", "North", *NOTED, "-w", root)
        assert run("designations", "exit", "D1", "--by", "x", "--reason", "y", "-w", root)[0] == 0
        assert run("problems", "add", "D1", "--title", "Cars", "--team", "North", *NOTED, "-w", root)[0] == 7
        assert len(json.loads(run("problems", "list", "--json", "-w", root)[1])) == 1
        assert run("problems", "advance", "P1", *NOTED, "-w", root)[0] == 0


@pytest.mark.parametrize("synced", [False, True])
def test_a_command_killed_in_the_middle_loses_nothing(root, run, synced):
    """Killed as it syncs: before, the decision may be lost, but nobody has seen it confirmed; after, it is kept."""
    program = f"""
import os, signal, sys
from service.cli import main as cli
sync = os.fsync
os.fsync = lambda file: ({synced} and sync(file), os.kill(os.getpid(), signal.SIGKILL))
cli.run(sys.argv[1:])
"""
    decision = ("--by", "Supt Khan", "--reason", "Board", "--review", "2099-05-01", "--workspace", str(root))
    assert run("designate", "a3", "--name", "Told", *decision)[0] == 0
    done = subprocess.run(
        [sys.executable, "-c", program, "designate", "b3", "--name", "Untold", *decision], check=False
    )
    assert done.returncode == -signal.SIGKILL
    code, _, err = run("designate", "a1", "--name", "Next", *decision)
    assert code == 0, err
    _, out, _ = run("designations", "list", "--workspace", str(root))
    assert [name in out for name in ("Told", "Next")] == [True, True]
    assert "Untold" in out or not synced


def test_a_writer_that_hangs_ends_the_next_with_its_own_code(root, run, monkeypatch):
    monkeypatch.setattr("queries.register.log.RegisterLog.__init__.__defaults__", (0.05,))
    with FileLock(Path(root) / "register.lock"):
        code, _, err = run("designations", "exit", "D1", "--by", "x", "--reason", "y", "-w", root)
    assert code == 6
    assert "is being written by another process" in err


def test_quiet_json_and_words(root, run):
    assert json.loads(run("designations", "list", "--json", "-w", root)[1])[0]["name"] == "Ash"
    assert json.loads(run("designations", "show", "D1", "--json", "-w", root)[1])["history"][0]["event"] == "designated"
    code, out, err = run("problems", "list", "--quiet", "-w", root)
    assert (code, out, err) == (0, "", "")
    shown = run("show", "designations", "-w", root)[1]
    assert "20 November 2026" in shown
    assert "1 May 2027" in shown


def test_nothing_has_been_built(tmp_path, run):
    code, _, err = run("designations", "list", "-w", str(tmp_path))
    assert code == 5
    assert "Nothing has been built" in err
    assert list(tmp_path.iterdir()) == []
