"""The spatial extension is loaded only as it was signed: seen in a process of its own, as tests load it unchecked."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest

from queries.store.connection import spatial_extension

LOAD = """
import sys
from pathlib import Path
import duckdb
from queries.store import connection
connection.spatial_extension = lambda: Path(sys.argv[1])
try:
    print(connection.connect().sql("SELECT current_setting('allow_unsigned_extensions')").fetchone()[0])
except duckdb.Error as error:
    print(error)
"""


def load(path):
    ran = subprocess.run([sys.executable, "-c", LOAD, str(path)], capture_output=True, text=True, check=False)
    return ran.stdout + ran.stderr


@pytest.mark.long
def test_an_extension_with_one_other_byte_is_refused(tmp_path):
    assert load(spatial_extension()) == "False\n"
    changed = tmp_path / spatial_extension().name
    shutil.copyfile(spatial_extension(), changed)
    with changed.open("r+b") as file:
        file.seek(1_000_000)
        (byte,) = file.read(1)
        file.seek(1_000_000)
        file.write(bytes([byte ^ 1]))
    assert "signature" in load(changed)
