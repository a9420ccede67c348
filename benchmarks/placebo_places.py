"""Tests of change on real places where nothing was done: ``python -m benchmarks.placebo_places --data FOLDER``.

Each place in turn is judged by the places that do not touch it (leave one out); then again with a fall of the stated
detectable size, and with a fall of 30%, planted by thinning its later incidents. Beside it the usual tests on the same
places. One table, kept as data.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import beta

from benchmarks.evaluation_data import YearPair, year_pairs
from benchmarks.measure import machine, save_result
from geo.evaluation.leave_one_out import leave_one_out
from geo.evaluation.null_spread import lay_out_counts
from geo.evaluation.placebo_places import Places, pack_places
from geo.evaluation.small_force import count_steps, drift_variances, estimate_drift
from geo.evaluation.usual_tests import usual_p_values
from geo.trends.expectation import least_detectable_fall

PLANTED = 0.3
AREAS = 9
RESTARTS = 10
TESTS = {
    "placebo": "Placebo places",
    "e_test": "Poisson e-test",
    "poisson": "Poisson ratio of ratios",
    "dispersion_only": "Dispersion only",
    "clustered": "Clustered by area",
}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder of the open data")
    result = measure(arguments.parse_args().data)
    print(describe(result["rows"]))
    print(f"kept in {save_result('placebo_places', result)}")


def measure(data: Path) -> dict[str, Any]:
    """Every pair of years and rule, each by itself and pooled."""
    rows = [judge_pair(pair, rule) for pair in year_pairs(data) for rule in ("random", "high")]
    rows += [pool([row for row in rows if row["rule"] == rule], rule) for rule in ("random", "high")]
    return {"what": __doc__, "areas_of_a_place": AREAS, "packings": RESTARTS, "machine": machine(), "rows": rows}


def judge_pair(pair: YearPair, rule: str, *, restarts: int = RESTARTS) -> dict[str, Any]:
    """Every test on one force's places of one rule."""
    priority = pair.before if rule == "high" else None
    places = pack_places(pair.graph, area_count=AREAS, restarts=restarts, seed=1, priority=priority)
    judged = leave_one_out(
        places, pair.before, pair.after, pair.graph, dispersion=pair.dispersion, planted=PLANTED, seed=1
    )
    usual = usual_p_values(places.select(places.packing == 0), pair.before, pair.after, dispersion=pair.dispersion)
    positives = {"placebo": _share(judged["p_value"]), "fitted": _share(judged["p_fitted"])}
    positives |= {str(name): _share(usual[name]) for name in usual}
    effective = places.effective_count
    interval = binomial_interval(effective)
    counts = lay_out_counts(places, pair.before, pair.after)
    dispersion_falls = [
        least_detectable_fall(float(count), dispersion=pair.dispersion) for count in counts["before_count"]
    ]
    return {
        "force": pair.force,
        "windows": pair.name,
        "rule": rule,
        "places": len(places),
        "separate_places": round(effective, 1),
        "dispersion": round(pair.dispersion, 2),
        "centre": round(float(judged["centre"].mean()), 4),
        "spread": round(float(judged["spread"].mean()), 4),
        "spread_by_formula": round(float(_formula_spread(pair, places, counts)), 4),
        "false_positives": {name: round(share, 3) for name, share in positives.items()},
        "binomial_interval": list(interval),
        "detectable_fall": round(float(judged["detectable_fall"].median()), 3),
        "detectable_by_dispersion": round(float(np.nanmedian(dispersion_falls)), 3),
        "detectable_found": round(float(judged["found_detectable"].mean()), 3),
        "planted_found": round(float(judged["found_planted"].mean()), 3),
        "inference": "rank" if effective >= 100 else "fitted",
    }


def pool(rows: list[dict[str, Any]], rule: str) -> dict[str, Any]:
    """All pairs of years together, each weighted by its separate places."""
    weights = [float(row["separate_places"]) for row in rows]
    interval = binomial_interval(sum(weights))
    tests = rows[0]["false_positives"]
    pooled = {name: np.average([row["false_positives"][name] for row in rows], weights=weights) for name in tests}
    shares = ("detectable_found", "planted_found", "detectable_fall", "detectable_by_dispersion")
    return {
        "force": "both",
        "windows": "all",
        "rule": rule,
        "separate_places": round(sum(weights), 1),
        "false_positives": {name: round(float(share), 3) for name, share in pooled.items()},
        "binomial_interval": list(interval),
    } | {name: round(float(np.average([row[name] for row in rows], weights=weights)), 3) for name in shares}


def binomial_interval(count: float, *, share: float = 0.05) -> tuple[float, float]:
    """Where 95% of false-positive shares of a right test fall, with so many separate places (beta form)."""
    found = np.atleast_1d(beta.ppf([0.025, 0.975], share * count + 0.5, (1 - share) * count + 0.5))
    return round(float(found[0]), 3), round(float(found[1]), 3)


def describe(rows: Sequence[Mapping[str, Any]]) -> str:
    """The one table."""
    lines = []
    for row in rows:
        found = {TESTS[name]: f"{row['false_positives'][name]:.1%}" for name in TESTS}
        low, high = row["binomial_interval"]
        lines.append(
            {
                "force": row["force"],
                "windows": row["windows"],
                "places": row["rule"],
                "separate": row["separate_places"],
            }
            | found
            | {
                "right: 5%, within": f"{low:.1%} to {high:.1%}",
                "detectable fall": f"{row['detectable_fall']:.0%}",
                "by dispersion": f"{row['detectable_by_dispersion']:.0%}",
                "found": f"{row['detectable_found']:.0%}",
                "-30% found": f"{row['planted_found']:.0%}",
            }
        )
    return pd.DataFrame(lines).to_string(index=False)


def _share(p_values: pd.Series) -> float:
    return float((p_values <= 0.05).mean())


def _formula_spread(pair: YearPair, places: Places, counts: pd.DataFrame) -> float:
    steps = count_steps(pair.graph)
    drift = estimate_drift(pair.before, pair.after, steps, dispersion=pair.dispersion)
    noise = pair.dispersion * (1 / (counts["before_count"] + 0.5) + 1 / (counts["after_count"] + 0.5))
    return float(np.sqrt(drift_variances(places, drift, steps).mean() + noise.mean()))


if __name__ == "__main__":
    main()
