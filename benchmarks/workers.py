"""Ways to do one thing, each in a process of its own that stays warm, timed in turn: A B C A B C …"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

SCRIPT = Path(__file__).parent / "statistics_worker.py"


@dataclass(frozen=True)
class Way:
    """What the worker is told, and the Python it runs in."""

    name: str
    draws: int
    python: Path = Path(sys.executable)


class Worker:
    """One started way; -P keeps the folder of the script, and its `statistics.py`, off the path."""

    def __init__(self, way: Way, task: str) -> None:
        here = {**os.environ, "PYTHONPATH": str(SCRIPT.parent.parent)}
        command = [str(way.python), "-P", str(SCRIPT), way.name, str(way.draws)]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=here
        )
        self._say(task)

    def run(self, ask: str = "go") -> dict[str, object]:
        self._say(ask)
        told = self._process.stdout.readline()
        if not told:
            raise SystemExit(f"{' '.join(map(str, self._process.args))} ended without an answer")
        return json.loads(told)

    def close(self) -> None:
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()

    def _say(self, line: str) -> None:
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()


def time_in_turn(
    ways: Mapping[str, Way], values: Sequence[float], near: Sequence[Sequence[int]], *, runs: int
) -> dict[str, dict[str, object]]:
    """Seconds, first call, peak memory and version of each way, after one run each that is not counted."""
    task = json.dumps({"values": list(values), "near": [list(one) for one in near]})
    workers = {name: Worker(way, task) for name, way in ways.items()}
    taken: dict[str, list[dict[str, object]]] = {name: [] for name in ways}
    for _ in range(runs + 1):
        for name, worker in workers.items():
            taken[name].append(worker.run())
    found = {}
    for name, worker in workers.items():
        each = [round(run["seconds"], 5) for run in taken[name][1:]]
        found[name] = {
            "version": taken[name][-1]["version"],
            "seconds": median(each),
            "each_run": each,
            "first_call_seconds": round(taken[name][0]["seconds"], 4),
            "peak_mb": taken[name][-1]["peak_mb"],
            "p_values": worker.run("answer")["p_values"],
        }
        worker.close()
    return found
