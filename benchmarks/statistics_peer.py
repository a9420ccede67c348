"""A peer's local G on values that come in as JSON, run by a Python of its own: pygeoda, or esda with numba."""

import json
import sys
import tempfile
import time
from pathlib import Path


def main() -> None:
    task = json.load(sys.stdin)
    version, call = {"pygeoda": _pygeoda, "esda": _esda}[sys.argv[1]](task)
    seconds = []
    for _ in range(4):
        started = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - started)
    figures = {"version": version, "draws": task["draws"], "seconds": round(sorted(seconds[1:])[1], 4)}
    print(json.dumps(figures | {"first_call_seconds": round(seconds[0], 4)}))


def _pygeoda(task):
    import pygeoda

    # pygeoda reads neighbours from a file in GeoDa's own format only.
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "neighbours.gal"
        lines = [f"0 {len(task['near'])} areas id"]
        for i, near in enumerate(task["near"]):
            lines += [f"{i} {len(near)}", " ".join(map(str, near))]
        path.write_text("\n".join(lines) + "\n")
        weights = pygeoda.read_gal(str(path), [str(i) for i in range(len(task["near"]))])
    options = {"permutations": task["draws"], "cpu_threads": 1, "seed": 1}
    return pygeoda.__version__, lambda: pygeoda.local_g(weights, task["values"], **options)


def _esda(task):
    import esda
    import numba
    import numpy as np
    from libpysal.graph import Graph

    near = task["near"]
    focal = np.repeat(np.arange(len(near)), [max(len(one), 1) for one in near])
    other = np.concatenate([one or [i] for i, one in enumerate(near)])
    graph = Graph.from_arrays(focal, other, (focal != other).astype(float)).transform("R")
    values = np.array(task["values"], dtype=float) + 1
    options = {"permutations": task["draws"], "seed": 1, "n_jobs": 1, "keep_simulations": False}
    version = f"esda {esda.__version__} with numba {numba.__version__}, simulations not kept"
    return version, lambda: esda.G_Local(values, graph, transform="R", **options)


if __name__ == "__main__":
    main()
