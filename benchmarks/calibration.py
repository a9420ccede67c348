"""Whether intervals of next year's rank are right: ``python -m benchmarks.calibration NAME=WORKSPACE ...``.

By rolling origin on each force: ranks are predicted from the months up to an origin, and compared with the ranks that
the months after it gave. The results are kept in ``benchmarks/results/calibration.json``.
"""

from __future__ import annotations

import json
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from benchmarks.force_data import ForceData, read_force
from benchmarks.measure import RESULTS
from geo.need.count_draws import measure_noise
from geo.need.need_index import COUNTED, NeedIndex
from geo.need.next_ranks import LEVEL, predict_ranks
from geo.need.rank_counts import top_places
from geo.need.rank_moves import rank_values

STRETCHES = (1.0, 1.2, 1.4, 1.6)
BINS = (0.0, 0.05, 0.2, 0.4, 0.6, 0.8, 0.95, 1.0 + 1e-9)
INDEX = NeedIndex()


def origins(months: int) -> list[tuple[int, int]]:
    """Months known and months ahead: twelve ahead from non-overlapping years where they fit, else what is left."""
    if months >= 34:
        return [(months - 24, 12), (months - 12, 12)]
    return [(months - 12, 12)] if months >= 24 else [(months - 9, 9)]


def back_test(data: ForceData, known: int, ahead: int, stretch: float) -> pd.DataFrame:
    """Predicted intervals beside the rank that came."""
    months, record = data.strands.months, data.strands.noise().record
    monthly = {s: data.strands.monthly(s).loc[data.ranked] for s in COUNTED}
    past = {s: table[months[:known]] for s, table in monthly.items()}
    noise = measure_noise(past, record)
    found = predict_ranks(
        past,
        data.deprivation.loc[data.ranked],
        INDEX,
        dispersion=noise.dispersion,
        record=record,
        months_ahead=ahead,
        draws=1_000,
        stretch=stretch,
        seed=20_261_129,
    )
    came = rank_values(data.strand_values(months[known : known + ahead]), INDEX)
    return found.assign(came=came, inside=(came >= found["rank_low_next"]) & (came <= found["rank_high_next"]))


def reliability(tables: list[pd.DataFrame]) -> list[dict[str, Any]]:
    """Stated probability of the top 5% against how often it came true."""
    table = pd.concat([one.assign(top=one["came"] <= top_places(len(one))) for one in tables])
    found = []
    for low, high in pairwise(BINS):
        inside = table[(table["probability_top_5_next"] >= low) & (table["probability_top_5_next"] < high)]
        if len(inside):
            row = {"from": low, "to": min(high, 1.0), "areas": len(inside)}
            row |= {"stated": round(float(inside["probability_top_5_next"].mean()), 4)}
            found.append(row | {"came_true": round(float(inside["top"].mean()), 4)})
    return found


def main() -> None:
    """Back-test every force and keep the result."""
    forces = {name: read_force(Path(path)) for name, path in (given.split("=", 1) for given in sys.argv[1:])}
    kept: dict[str, Any] = {"level": LEVEL, "forces": {}, "stretches": {}}
    for stretch in STRETCHES:
        tables = {
            (name, known): back_test(data, known, ahead, stretch)
            for name, data in forces.items()
            for known, ahead in origins(len(data.strands.months))
        }
        held = {f"{name} from month {known}": float(one["inside"].mean()) for (name, known), one in tables.items()}
        areas = {f"{name} from month {known}": len(one) for (name, known), one in tables.items()}
        ends = {
            name: [round(float(end), 4) for end in np.asarray(stats.binom.interval(0.95, count, LEVEL)) / count]
            for name, count in areas.items()
        }
        kept["forces"] = {name: {"areas": areas[name], "binomial_95": ends[name]} for name in areas}
        kept["stretches"][str(stretch)] = {
            "held": {name: round(share, 4) for name, share in held.items()},
            "held_together": round(float(pd.concat(tables.values())["inside"].mean()), 4),
            "reliability": reliability(list(tables.values())),
        }
    (RESULTS / "calibration.json").write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
