"""One way to find p-values, in a process of its own: ours, esda (with numba where that Python has it) or pygeoda.

A line of JSON is a task and is prepared; a line with a number of draws does the work once and is answered with the
seconds and the p-values. Needs nothing of this project unless the way is ours.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from libpysal.graph import Graph

    from geo.areas.neighbour_positions import NeighbourRows

Task = dict[str, Any]
Way = tuple[str, Callable[[], Any]]


def main() -> None:
    way = {"exact": exact, "shared_null": shared_null, "esda": esda, "pygeoda": pygeoda}[sys.argv[1]]
    for line in sys.stdin:
        if line.startswith("{"):
            task, prepared = json.loads(line), {}
            continue
        if line not in prepared:
            prepared[line] = (*way(task, int(line)), memory_mb("VmRSS"))
        version, call, held = prepared[line]
        started, worked = time.perf_counter(), time.process_time()
        found = call()
        answer = {
            "seconds": time.process_time() - worked,
            "waited_seconds": time.perf_counter() - started,
            "version": version,
            "peak_mb": round(memory_mb("VmHWM") - held, 1),
            "p_values": list(map(float, found)),
        }
        print(json.dumps(answer), flush=True)


def memory_mb(figure: str) -> float:
    """Memory of this process now, or the most it has used; Linux only, 0 elsewhere.

    Not from `getrusage`, which counts what the starting process used.
    """
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return sum(int(line.split()[1]) for line in lines if line.startswith(figure)) / 1024


def exact(task: Task, draws: int) -> Way:
    from geo.hotspots.exact_p_values import exact_tails

    values, rows = _ours(task)
    return "exact, no draws", lambda: exact_tails(values.astype(int), rows).upper


def shared_null(task: Task, draws: int) -> Way:
    from geo.hotspots.simulated_p_values import draw_without_replacement, simulate_tails

    values, rows = _ours(task)

    def call() -> Any:
        draw_without_replacement.cache_clear()  # drawn anew, as for a single surface
        return simulate_tails(values, rows, draws=draws, seed=1)[0]

    return f"shared null, {draws:,} draws", call


def _ours(task: Task) -> tuple[np.ndarray, NeighbourRows]:
    import numpy as np
    import pandas as pd

    from geo.areas.neighbour_positions import neighbour_rows

    values, graph = np.array(task["values"], dtype=float), _graph(task)
    return values, neighbour_rows(pd.Index(graph.unique_ids), graph)


def esda(task: Task, draws: int) -> Way:
    import esda as package

    try:
        import numba

        version = f"esda {package.__version__} with numba {numba.__version__}"
    except ImportError:
        version = f"esda {package.__version__} without numba"
    import numpy as np

    values, graph = np.array(task["values"], dtype=float) + 1, _graph(task).transform("R")
    options = {"permutations": draws, "seed": 1, "n_jobs": 1, "keep_simulations": False}
    return f"{version}, {draws:,} draws", lambda: package.G_Local(values, graph, transform="R", **options).p_sim


def pygeoda(task: Task, draws: int) -> Way:
    import pygeoda as package

    # pygeoda reads neighbours from a file in GeoDa's own format only.
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "neighbours.gal"
        lines = [f"0 {len(task['near'])} areas id"]
        for i, near in enumerate(task["near"]):
            lines += [f"{i} {len(near)}", " ".join(map(str, near))]
        path.write_text("\n".join(lines) + "\n")
        weights = package.read_gal(str(path), [str(i) for i in range(len(task["near"]))])
    options = {"permutations": draws, "cpu_threads": 1, "seed": 1}
    version = f"pygeoda {package.__version__}, {draws:,} draws"
    return version, lambda: package.local_g(weights, task["values"], **options).lisa_pvalues()


def _graph(task: Task) -> Graph:
    import numpy as np
    from libpysal.graph import Graph

    near = task["near"]
    focal = np.repeat(np.arange(len(near)), [max(len(one), 1) for one in near])
    other = np.concatenate([one or [i] for i, one in enumerate(near)])
    return Graph.from_arrays(focal, other, (focal != other).astype(float))


if __name__ == "__main__":
    main()
