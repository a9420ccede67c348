"""Whether the forecast interval of a place covers what it states: ``python -m benchmarks.forecast_coverage ...``.

Takes NAME=WORKSPACE ... and --data DIR, as `benchmarks.calibration` does. Places are wards or teams of at least three
areas. Each year is foretold from the months before it. How far a force's total moves in a year is learnt from these
same years, so coverage is measured again with that spread learnt without the year, and without the force. A conformal
factor (by how much the spread would have to be multiplied so that 95% of places lie inside) is worked out for each year
from the other years alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.calibration import Year, name_year, origins, save_measured
from benchmarks.coverage import CoverageShare, judge_mean, judge_years
from benchmarks.force_data import ForceData
from geo.measures.dispersion import estimate_dispersion
from geo.trends.expectation import FORCE_DRIFT, YEAR, expect_next_year

LEVEL = 0.95
Z = 1.959964
LEAST_AREAS = 3


def foretell(data: ForceData, known: int, ahead: int, *, force_drift: float = FORCE_DRIFT) -> pd.DataFrame:
    """Standardised error of each place's year, as it is and with the force's own movement taken out; and its unit."""
    monthly = data.strands.monthly("crime").loc[data.ranked]
    blocks = data.areas["team_code"].reindex(data.ranked).astype(object)
    past, came = monthly.iloc[:, :known], monthly.iloc[:, known : known + ahead].sum(axis=1) * YEAR / ahead
    expectation = expect_next_year(past, blocks, dispersion=estimate_dispersion(past).widening, force_drift=force_drift)
    moved = float(np.log(came.sum() / expectation.expected.sum()))
    rows = {}
    for name, codes in blocks.groupby(blocks).groups.items():
        if len(codes) >= LEAST_AREAS:
            spread = expectation.spread(codes)
            error = float(np.log((came[codes].sum() + 0.5) / (expectation.of(codes)[0] + 0.5)))
            unit = data.areas.loc[codes[0], "npu_code"]
            rows[str(name)] = (error / spread, (error - moved) / spread, spread, moved, unit)
    return pd.DataFrame.from_dict(rows, orient="index", columns=["error", "beside_force", "spread", "moved", "unit"])


def conformal_factor(others: list[pd.DataFrame]) -> float:
    """By how much these years' spread must be multiplied so that 95% of places lie inside, each year counting once."""
    errors = np.concatenate([one["error"].abs().to_numpy() for one in others])
    weights = np.concatenate([np.full(len(one), 1 / len(one)) for one in others])
    order = np.argsort(errors)
    reached = np.cumsum(weights[order]) / weights.sum()
    return float(errors[order][np.searchsorted(reached, LEVEL)]) / Z


def learn_force_drift(moved: Mapping[Year, float], *, year: Year, leave_force: bool) -> float:
    """Root mean square of how far the other real years moved: without this year, or without its force altogether."""
    others = [
        value
        for other, value in moved.items()
        if other != year and other[0] != "sample" and not (leave_force and other[0] == year[0])
    ]
    return float(np.sqrt(np.mean(np.square(others)))) if others else FORCE_DRIFT


def leave_out(forces: Mapping[str, ForceData], moved: Mapping[Year, float], *, leave_force: bool) -> dict[str, Any]:
    """Coverage of every year with the force's yearly movement learnt from the others, and that movement."""
    drift = {year: learn_force_drift(moved, year=year, leave_force=leave_force) for year in moved}
    cover_by = {}
    for year in moved:
        table = foretell(forces[year[0]], year[1], year[2], force_drift=drift[year])
        cover_by[name_year(year)] = CoverageShare.of(table["error"].abs() <= Z, table["unit"])
    return {
        "years": {
            name_year(year): {"force_drift": round(drift[year], 4), "held": round(cover_by[name_year(year)].share, 4)}
            for year in moved
        },
        "together": judge_mean(cover_by, LEVEL),
        "together_real": judge_mean({n: one for n, one in cover_by.items() if not n.startswith("sample")}, LEVEL),
    }


def cover(forces: Mapping[str, ForceData]) -> dict[str, Any]:
    """Coverage of every year, the conformal factor of the other years, and what a force's year moved."""
    years: list[Year] = [(name, *at) for name, data in forces.items() for at in origins(len(data.strands.months))]
    found = {year: foretell(forces[year[0]], year[1], year[2]) for year in years}
    factors = {year: conformal_factor([found[other] for other in years if other != year]) for year in years}

    def cover_by(column: str, by: Mapping[Year, float]) -> dict[str, CoverageShare]:
        return {
            name_year(year): CoverageShare.of(table[column].abs() <= Z * by[year], table["unit"])
            for year, table in found.items()
        }

    moved = {year: float(table["moved"].iloc[0]) for year, table in found.items()}
    once = dict.fromkeys(years, 1.0)
    as_it_is = cover_by("error", once)
    return {
        "level": LEVEL,
        "force_drift": FORCE_DRIFT,
        "force_moved": {name_year(year): round(value, 4) for year, value in moved.items()},
        "spread": {name_year(year): round(float(table["spread"].median()), 4) for year, table in found.items()},
        "years": judge_years(as_it_is, LEVEL),
        "together": judge_mean(as_it_is, LEVEL),
        "together_real": judge_mean({n: one for n, one in as_it_is.items() if not n.startswith("sample")}, LEVEL),
        "beside_force": judge_mean(cover_by("beside_force", once), LEVEL),
        "beside_force_years": {n: round(one.share, 4) for n, one in cover_by("beside_force", once).items()},
        "year_left_out": leave_out(forces, moved, leave_force=False),
        "force_left_out": leave_out(forces, moved, leave_force=True),
        "conformal": {name_year(year): round(factor, 3) for year, factor in factors.items()},
        "conformal_years": {n: round(one.share, 4) for n, one in cover_by("error", factors).items()},
        "conformal_together": judge_mean(cover_by("error", factors), LEVEL),
    }


if __name__ == "__main__":
    save_measured("forecast_coverage", cover, description=__doc__)
