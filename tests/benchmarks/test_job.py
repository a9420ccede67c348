"""A small run of the benchmarks of verbs and of stages, and what counts as a regression."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from benchmarks import verbs
from benchmarks.run_all import commands, find_regressions, read_ratios

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="whole processes are accounted for by Unix only")


def test_verbs_are_measured_beside_their_floors(tiny_workspace, monkeypatch):
    monkeypatch.setattr(verbs, "VERBS", {"--help": "with typer", "show runs -w {}": "with rich, for a table"})
    result = verbs.measure(tiny_workspace.root, runs=1)
    assert list(result["verbs"]) == ["--help", "show runs"]
    shown = result["verbs"]["show runs"]
    assert shown["times_floor"] == round(shown["cpu_ms"] / result["floors"]["with rich, for a table"], 2)


STAGES = """
import json
from pathlib import Path
from benchmarks import stages
from queries.store import connection
taken = []
stages._time_function("queries.store.connection.table_names", taken.append)
import service.build.pipeline
assert connection.table_names() and connection.table_names.__wrapped__
print(len(taken))
"""


def test_a_stage_is_timed_where_it_is_called():
    done = subprocess.run([sys.executable, "-c", STAGES], capture_output=True, text=True, timeout=120, check=True)
    assert done.stdout.split() == ["1"]


def test_a_ratio_that_got_worse_by_more_than_a_tenth_is_named():
    before = {"job": 2.0, "page": 10.0, "gone": 1.0}
    found = find_regressions(before, {"job": 1.7, "page": 9.1, "new": 0.1})
    assert found == ["job: 2.00 times the peer before, 1.70 now"]


def test_ratios_are_read_from_kept_results(tmp_path):
    job = {
        "median": {"ours": {"wall_s": 2, "cpu_s": 4, "peak_mb": 5}, "plain": {"wall_s": 6, "cpu_s": 6, "peak_mb": 5}}
    }
    (tmp_path / "whole_job_plain.json").write_text(json.dumps(job))
    (tmp_path / "verbs.json").write_text(json.dumps({"verbs": {"show": {"times_floor": 2.0}}}))
    assert read_ratios(tmp_path) == {
        "whole job, wall_s": 3.0,
        "whole job, cpu_s": 1.5,
        "whole job, peak_mb": 1.0,
        "verb show": 0.5,
    }


def test_every_benchmark_of_the_run_is_there(tmp_path):
    for module, *_ in commands(tmp_path, tmp_path).values():
        done = subprocess.run([sys.executable, "-m", module, "--help"], capture_output=True, timeout=120)
        assert done.returncode == 0, module
