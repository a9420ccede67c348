"""Plant each fault of :mod:`tests.planted.faults` in `geo` and run the tests beside the module: caught or survived?

Each fault gets a process of its own, forked from one that has imported the libraries but nothing of `geo`, so that a
fault takes about as long as its tests. No file is changed.
"""

from __future__ import annotations

import importlib.machinery
import importlib.util
import io
import os
import sys
import traceback
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from types import CodeType

import pytest

from tests.planted.faults import FAULTS, NOTHING, ONCE_MISSED, ROOT, Fault

WARM = ("duckdb", "esda", "geopandas", "highspy", "libpysal.graph", "scipy.stats", "sklearn.mixture")


class PlantedLoader(importlib.machinery.SourceFileLoader):
    """Loads a module from its file with one text replaced."""

    def __init__(self, module: str, path: str, fault: Fault) -> None:
        super().__init__(module, path)
        self.fault = fault

    def get_code(self, fullname: str) -> CodeType:
        """Compile the changed text, past the cache."""
        text = Path(self.path).read_text(encoding="utf-8")
        assert text.count(self.fault.old) == 1, f"{self.fault.path} has {self.fault.old!r} not once"
        return compile(text.replace(self.fault.old, self.fault.new), self.path, "exec")


class PlantedFinder:
    """Finds the module of one fault, and no other."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault

    def find_spec(self, name: str, path: object = None, target: object = None) -> importlib.machinery.ModuleSpec | None:
        """The spec of the module with the fault in it."""
        if name != self.fault.module:
            return None
        file = str(ROOT / self.fault.path)
        return importlib.util.spec_from_file_location(name, file, loader=PlantedLoader(name, file, self.fault))


def is_caught(fault: Fault) -> bool:
    """Whether a test fails with the fault planted."""
    child = os.fork()
    if not child:
        os._exit(_run_tests(fault))
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code not in {pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED}:
        raise SystemExit(f"The tests of {fault.path} did not run: {code}")
    return code == pytest.ExitCode.TESTS_FAILED


def _run_tests(fault: Fault) -> int:
    sys.meta_path.insert(0, PlantedFinder(fault))
    said = io.StringIO()
    try:
        with redirect_stdout(said), redirect_stderr(said):
            return int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *fault.tests]))
    except BaseException:
        sys.stderr.write(said.getvalue() + traceback.format_exc())
        return int(pytest.ExitCode.INTERNAL_ERROR)


def main() -> None:
    """Plant the faults of the modules named, or of all; print those that survive, and fail if one does.

    ``--few`` plants those that once went unnoticed, and a change of nothing, which must survive.
    """
    for module in WARM:
        importlib.import_module(module)
    asked = sys.argv[1:]
    chosen = [fault for fault in FAULTS if not asked or any(part in fault.path for part in asked)]
    if asked == ["--few"]:
        chosen = [*ONCE_MISSED, NOTHING]
    survived = [fault for fault in chosen if not is_caught(fault)]
    for fault in survived:
        sys.stdout.write(f"survived: {fault.path}: {fault.old} -> {fault.new}\n")
    sys.stdout.write(f"{len(chosen) - len(survived)} of {len(chosen)} faults caught\n")
    raise SystemExit(survived != [fault for fault in chosen if fault == NOTHING])


if __name__ == "__main__":
    main()
