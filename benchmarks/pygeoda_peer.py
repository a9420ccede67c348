"""pygeoda's local G on values and neighbours that come in as JSON; run by the Python that has pygeoda."""

import json
import sys
import tempfile
import time
from pathlib import Path


def main() -> None:
    import pygeoda

    task = json.load(sys.stdin)
    # pygeoda reads neighbours from a file in GeoDa's own format only.
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "neighbours.gal"
        lines = [f"0 {len(task['near'])} areas id"]
        for i, near in enumerate(task["near"]):
            lines += [f"{i} {len(near)}", " ".join(map(str, near))]
        path.write_text("\n".join(lines) + "\n")
        weights = pygeoda.read_gal(str(path), [str(i) for i in range(len(task["near"]))])
        seconds = []
        for _ in range(4):
            started = time.perf_counter()
            pygeoda.local_g(weights, task["values"], permutations=task["draws"], cpu_threads=1, seed=1)
            seconds.append(time.perf_counter() - started)
    figures = {"version": pygeoda.__version__, "draws": task["draws"], "seconds": round(sorted(seconds[1:])[1], 4)}
    print(json.dumps(figures | {"first_call_seconds": round(seconds[0], 4)}))


if __name__ == "__main__":
    main()
