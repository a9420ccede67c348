"""What places in proportion changed: ``python -m benchmarks.proportion NAME BEFORE AFTER``.

NAME is what the force is called in the results; BEFORE and AFTER are workspaces of the same data, built by the code
before and after the change. Places, names and reasons are read from them; how well each choice foretells later months
is measured by `benchmarks.prediction`, on both sets of limits. ``python -m benchmarks.describe`` makes the page.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pandas as pd

from benchmarks.measure import RESULTS
from queries.store.connection import read_frame
from queries.workspace.generations import Workspace

UNITS = """
SELECT
    npus.npu_name,
    units.candidate_count,
    units.objective_value,
    units.greedy_value,
    units.gap,
    units.proven,
    min(others.cost_share) AS next_best
FROM candidate_units AS units
JOIN npus USING (npu_code)
LEFT JOIN candidates AS places USING (npu_code)
LEFT JOIN candidate_alternatives AS others USING (candidate_id)
GROUP BY ALL
ORDER BY units.objective_value DESC, npus.npu_name
"""
COLUMNS = "candidate_id, candidate_name, area_count, population, resident_share, need_score, compactness, reason"


def main(name: str, before: Path, after: Path) -> None:
    """Read one force and keep the result as JSON."""
    kept = {"force": name, "before": _read_build(before), "after": _read_build(after)}
    target = RESULTS / f"proportion_{name}.json"
    target.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _read_build(workspace: Path) -> dict[str, Any]:
    """The places of a build, and their share of the force."""
    with Workspace(workspace).open_current() as con:
        places = read_frame(con, f"SELECT {COLUMNS} FROM candidates ORDER BY npu_code, rank")
        force = read_frame(con, "SELECT count(*) AS areas, sum(population) AS residents FROM areas")
        most = read_frame(
            con, "SELECT max(s) AS share FROM (SELECT sum(resident_share) AS s FROM candidates GROUP BY npu_code)"
        )
        units = read_frame(con, UNITS)
    return {
        "places": _rows(places),
        "units": _rows(units),
        "areas_of_force": int(force["areas"].item()),
        "area_share": round(float(places["area_count"].sum() / force["areas"].item()), 4),
        "resident_share": round(float(places["population"].sum() / force["residents"].item()), 4),
        "most_of_a_unit": round(float(most["share"].item()), 4),
    }


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as JSON takes them: a missing number is null."""
    plain = frame.round(3).astype(object)
    return [
        {str(key): value for key, value in row.items()} for row in plain.where(frame.notna(), None).to_dict("records")
    ]


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
