"""A small run of the measuring itself, and the page that is made from its results."""

from __future__ import annotations

import sys

import pytest

from benchmarks.describe import describe_all
from benchmarks.measure import in_turn, medians

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="whole processes are accounted for by Unix only")

WRITE = "import pathlib, sys; pathlib.Path(sys.argv[1], 'page.html').write_text('x' * int(sys.argv[2]))"
HOG = f"held = b'x' * 80_000_000; {WRITE}"


def test_commands_are_run_in_turn_and_accounted_for():
    runs = in_turn(
        {
            "small": lambda out: [sys.executable, "-c", WRITE, str(out), "1000"],
            "hungry": lambda out: [sys.executable, "-c", HOG, str(out), "3000"],
        },
        runs=2,
    )
    assert [len(taken) for taken in runs.values()] == [2, 2]
    small, hungry = medians(runs["small"]), medians(runs["hungry"])
    assert (small["written_mb"], hungry["written_mb"]) == (1000 / 1e6, 3000 / 1e6)
    assert hungry["peak_mb"] > small["peak_mb"] + 60
    assert small["wall_s"] > 0


def test_a_command_that_fails_is_not_measured():
    with pytest.raises(SystemExit, match="ended with 3"):
        in_turn({"bad": lambda _: [sys.executable, "-c", "raise SystemExit(3)"]}, runs=1)


def test_the_pages_are_made_from_the_results():
    for page, text in describe_all().items():
        assert page.read_text(encoding="utf-8") == text, "run: python -m benchmarks.describe"
