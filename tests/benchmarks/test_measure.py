"""A small run of the measuring itself, and the page that is made from its results."""

from __future__ import annotations

import json
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from benchmarks import over_http
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


@pytest.mark.skipif(sys.platform != "linux", reason="the server's processor time is read from /proc")
def test_answers_over_http_are_counted(tiny_workspace, tmp_path):
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text("x" * 1234)
    (tmp_path / "saved.json").write_text("[1]")
    with ThreadPoolExecutor() as own_thread:  # a browser test may have left an event loop in this one
        figures = own_thread.submit(over_http.measure, "peer", tmp_path, tmp_path / "saved.json", "/", 0.2).result()
    assert figures["bytes"] == 1234
    assert figures["per_second"] > 0
    assert figures["p99_ms"] > 0
    over_http.save_ranking(tiny_workspace.root, tmp_path / "ranking.json")
    assert json.loads((tmp_path / "ranking.json").read_text())["numberReturned"] == 6
