"""Whether intervals of next year's rank are right: ``python -m benchmarks.calibration --data DIR NAME=WORKSPACE ...``.

By rolling origin on each force: ranks are predicted from the months up to an origin, and compared with the ranks that
the months after it gave. How far the spread is stretched is chosen for each year by the other years. London and
Sheffield come from the folder of open data. The results are kept in ``benchmarks/results/calibration.json``.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from benchmarks.api_forces import read_london, read_sheffield
from benchmarks.coverage import CoverageShare, judge_mean, judge_years
from benchmarks.force_data import ForceData, read_force
from benchmarks.measure import save_result
from geo.need.count_draws import measure_noise
from geo.need.need_index import COUNTED, NeedIndex
from geo.need.next_ranks import LEVEL, STRETCH, predict_ranks
from geo.need.rank_counts import top_places
from geo.need.rank_moves import rank_values

STRETCHES = (0.9, 0.95, 1.0, 1.05, 1.1)
BINS = (0.0, 0.05, 0.2, 0.4, 0.6, 0.8, 0.95, 1.0 + 1e-9)
INDEX = NeedIndex()
DRAWS = 1_000
Year = tuple[str, int, int]


def origins(months: int) -> list[tuple[int, int]]:
    """Months known and months ahead: twelve ahead from non-overlapping years where they fit, else what is left."""
    if months >= 34:
        return [(months - 24, 12), (months - 12, 12)]
    return [(months - 12, 12)] if months >= 24 else [(months - 9, 9)]


def back_test(data: ForceData, known: int, ahead: int, stretch: float, *, draws: int = DRAWS) -> pd.DataFrame:
    """Predicted intervals beside the rank that came, with the block that each area lies in."""
    months, record = data.strands.months, data.strands.noise().record
    past = {s: data.strands.monthly(s).loc[data.ranked, months[:known]] for s in COUNTED}
    noise = measure_noise(past, record)
    found = predict_ranks(
        past,
        data.deprivation.loc[data.ranked],
        INDEX,
        dispersion=noise.dispersion,
        record=record,
        months_ahead=ahead,
        draws=draws,
        stretch=stretch,
        seed=20_261_129,
    )
    came = rank_values(data.strand_values(months[known : known + ahead]), INDEX)
    inside = (came >= found["rank_low_next"]) & (came <= found["rank_high_next"])
    top = came <= top_places(len(found))
    return found.assign(came=came, inside=inside, top=top, block=data.areas["team_code"].reindex(found.index))


def reliability(tables: Mapping[Year, pd.DataFrame]) -> list[dict[str, Any]]:
    """Stated probability of the top 5% against how often it came true, with the 95% interval of that share (Wilson)."""
    table = pd.concat(list(tables.values()))
    found = []
    for low, high in pairwise(BINS):
        inside = table[(table["probability_top_5_next"] >= low) & (table["probability_top_5_next"] < high)]
        if inside.empty:
            continue
        ends = stats.binomtest(int(inside["top"].sum()), len(inside)).proportion_ci(method="wilson")
        row = {"from": low, "to": min(high, 1.0), "areas": len(inside)}
        row |= {"stated": round(float(inside["probability_top_5_next"].mean()), 4)}
        row |= {"came_true": round(float(inside["top"].mean()), 4)}
        found.append(row | {"low_95": round(float(ends.low), 4), "high_95": round(float(ends.high), 4)})
    return found


def name_year(year: Year) -> str:
    """As in "leicestershire, 12 months after 22"."""
    force, known, ahead = year
    return f"{force}, {ahead} months after {known}"


def choose_stretch(by_year: Mapping[float, Mapping[Year, CoverageShare]], years: list[Year]) -> float:
    """The stretch at which these years together come nearest to the stated level."""
    return min(
        by_year, key=lambda stretch: abs(float(np.mean([by_year[stretch][year].share for year in years])) - LEVEL)
    )


def calibrate(
    forces: Mapping[str, ForceData], *, stretches: tuple[float, ...] = STRETCHES, draws: int = DRAWS
) -> dict[str, Any]:
    """Back-test every force and year at every stretch, and judge the stretch that is used."""
    years = [(name, *origin) for name, data in forces.items() for origin in origins(len(data.strands.months))]
    tables = {
        stretch: {
            year: back_test(forces[year[0]], year[1], year[2], stretch, draws=draws) for year in years
        }
        for stretch in stretches
    }  # fmt: skip
    held = {
        stretch: {year: CoverageShare.of(table["inside"], table["block"]) for year, table in found.items()}
        for stretch, found in tables.items()
    }
    used = min(stretches, key=lambda stretch: abs(stretch - STRETCH))
    chosen = {year: choose_stretch(held, [other for other in years if other != year]) for year in years}
    left_out = {name_year(year): held[chosen[year]][year] for year in years}
    high = {
        name_year(year): CoverageShare.of(*_first_fifth(tables[used][year], len(tables[used][year]))) for year in years
    }  # fmt: skip
    return {
        "level": LEVEL,
        "stretch": used,
        "draws": draws,
        "years": judge_years({name_year(year): held[used][year] for year in years}, LEVEL),
        "together": judge_mean({name_year(year): held[used][year] for year in years}, LEVEL),
        "left_out": {
            name_year(year): {"stretch": chosen[year], "held": round(held[chosen[year]][year].share, 4)}
            for year in years
        },
        "left_out_together": judge_mean(left_out, LEVEL),
        "highest_fifth": judge_mean(high, LEVEL),
        "stretches": {str(s): round(float(np.mean([one.share for one in held[s].values()])), 4) for s in stretches},
        "reliability": reliability(tables[used]),
        "reliability_real": reliability({year: table for year, table in tables[used].items() if year[0] != "sample"}),
    }


def _first_fifth(table: pd.DataFrame, count: int) -> tuple[pd.Series, pd.Series]:
    """The fifth of areas that were foretold to rank highest: those that anyone looks at."""
    first = (table["rank_low_next"] + table["rank_high_next"]).nsmallest(count // 5).index
    return table.loc[first, "inside"], table.loc[first, "block"]


def read_forces(arguments: list[str], data: Path | None) -> dict[str, ForceData]:
    """Built workspaces by name, and the two forces of the folder of open data."""
    forces = {name: read_force(Path(path)) for name, path in (one.split("=", 1) for one in arguments)}
    return forces if data is None else forces | {"london": read_london(data), "sheffield": read_sheffield(data)}


def save_measured(
    name: str, measure: Callable[[dict[str, ForceData]], dict[str, Any]], *, description: str | None
) -> None:
    """Measure the forces that the command line names, and save the result under a name."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("workspaces", nargs="+", metavar="NAME=WORKSPACE")
    parser.add_argument("--data", type=Path, help="folder of open data, for London and Sheffield")
    chosen = parser.parse_args()
    save_result(name, measure(read_forces(chosen.workspaces, chosen.data)))


if __name__ == "__main__":
    save_measured("calibration", calibrate, description=__doc__)
