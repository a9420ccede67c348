"""Trouble with the disk is named with its place and what to do; it is no fault of the program."""

from __future__ import annotations

import errno
import os
import subprocess
import sys

import duckdb
import pytest

from geo.exceptions import InputRefused, NotAllowed
from service.cli import main as cli
from service.errors import foreseen, outcome_of


@pytest.mark.parametrize(
    ("fault", "kind", "code", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "/full/x"), NotAllowed, 7, "no room left to write '/full/x'"),
        (OSError(errno.EROFS, "Read-only file system", "/ro/x"), NotAllowed, 7, "'/ro/x' cannot be written or read"),
        (PermissionError(errno.EACCES, "Permission denied", "/no/x"), NotAllowed, 7, "'/no/x' cannot be written"),
        (
            duckdb.IOException('Could not write file "/full/g.tmp": No space left on device'),
            NotAllowed,
            7,
            "/full/g.tmp",
        ),
        (
            duckdb.IOException("Corrupt database file: computed checksum 1 does not match"),
            InputRefused,
            4,
            "is damaged",
        ),
        (duckdb.SerializationException("Failed to deserialize: expected end of object"), InputRefused, 4, "is damaged"),
    ],
)
def test_trouble_with_the_disk_is_a_refusal(fault, kind, code, said):
    told = foreseen(fault)
    assert isinstance(told, kind)
    assert said in told.problem
    assert outcome_of(told).exit_code == code


@pytest.mark.parametrize("fault", [ValueError("x"), OSError("x"), KeyError("checksum"), duckdb.BinderException("x")])
def test_other_faults_stay_what_they_are(fault):
    assert foreseen(fault) is None


def test_the_command_line_says_so(monkeypatch, capsys):
    def full(*args, **options):
        raise OSError(errno.ENOSPC, "No space left on device", "/full/x")

    monkeypatch.setattr("service.actions.query.show_table", full)
    assert cli.run(["show", "ranking"]) == 7
    assert "no room left to write '/full/x'" in capsys.readouterr().err


FILL = """
import resource, signal, sys
from pathlib import Path
from tests.queries.workspace.test_generations import NEW, _later
from queries.workspace.generations import Workspace
from service.errors import foreseen
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)
try:
    _later(Workspace(Path(sys.argv[1])), NEW, 2.0)
except Exception as fault:
    print(type(foreseen(fault) or fault).__name__, fault)
else:
    print("whole")
"""


@pytest.mark.skipif(os.name != "posix", reason="limits of a process are of POSIX")
@pytest.mark.parametrize("size", [0, 100_000])
def test_a_build_without_room_leaves_what_was_current(tmp_path, size):
    ended = subprocess.run([sys.executable, "-c", FILL, str(tmp_path), str(size)], capture_output=True, text=True)
    assert ended.stdout.startswith("NotAllowed"), ended.stdout + ended.stderr
    left = [path.name for path in (tmp_path / "generations").iterdir() if path.name not in (".lock", "BUILDING")]
    assert left == []
