"""Ways to do one thing, each in a process of its own that stays warm, timed in turn: A B C A B C …"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import IO, Any, cast

SCRIPT = Path(__file__).parent / "statistics_worker.py"


class Worker:
    """One started way; -P keeps the folder of the script, and its `statistics.py`, off the path."""

    def __init__(self, name: str, python: Path = Path(sys.executable)) -> None:
        here = {**os.environ, "PYTHONPATH": str(SCRIPT.parent.parent)}
        self._command = [str(python), "-P", str(SCRIPT), name]
        self._process = subprocess.Popen(
            self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=here
        )
        self._tasks, self._answers = cast(IO[str], self._process.stdin), cast(IO[str], self._process.stdout)

    def set_task(self, task: str) -> None:
        self._say(task)

    def run(self, draws: int) -> dict[str, Any]:
        self._say(str(draws))
        answer = self._answers.readline()
        if not answer:
            raise SystemExit(f"{' '.join(self._command)} ended without an answer")
        return cast(dict[str, Any], json.loads(answer))

    def close(self) -> None:
        self._tasks.close()
        self._process.wait()
        self._answers.close()

    def _say(self, line: str) -> None:
        self._tasks.write(line + "\n")
        self._tasks.flush()


def time_in_turn(
    ways: Mapping[str, tuple[Worker, int]], values: Sequence[float], near: Sequence[Sequence[int]], *, runs: int
) -> dict[str, dict[str, Any]]:
    """Processor seconds, first call, peak memory, version and p-values of each way, a worker and its draws.

    Every way has one thread, so that its processor seconds are what it would take with a processor to itself; on a
    shared machine the seconds by the clock are a lottery. One run each is not counted.
    """
    task = json.dumps({"values": list(values), "near": [list(one) for one in near]})
    for worker, _ in ways.values():
        worker.set_task(task)
    taken: dict[str, list[dict[str, Any]]] = {name: [] for name in ways}
    for _ in range(runs + 1):
        for name, (worker, draws) in ways.items():
            taken[name].append(worker.run(draws))
    found = {}
    for name, each in taken.items():
        seconds = [round(run["seconds"], 5) for run in each[1:]]
        found[name] = {
            "version": each[-1]["version"],
            "seconds": median(seconds),
            "each_run": seconds,
            "each_run_by_the_clock": [round(run["waited_seconds"], 5) for run in each[1:]],
            "first_call_seconds": round(each[0]["seconds"], 4),
            "peak_mb": each[-1]["peak_mb"],
            "p_values": each[-1]["p_values"],
        }
    return found
