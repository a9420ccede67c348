"""How well each choice of areas foretells recorded crime: ``python -m benchmarks.prediction NAME WORKSPACE``.

The workspace is one that a build has written. Areas are ranked on its earlier months and scored on the later ones
(:func:`geo.need.backtest.split_months`), at 5% of areas: each strand, expected crime with its parameters fitted and
with each pair of them fixed, last year's counts, the need score, and places that are drawn anew on the earlier months,
within the limits of the configuration and within the absolute limits of before. ``python -m benchmarks.describe``
makes the page.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.force_data import ForceData, read_force, read_settings
from benchmarks.measure import RESULTS
from geo.candidates.delineate import prepare_search
from geo.candidates.place import PlaceLimits
from geo.candidates.solve import solve_units
from geo.candidates.units import score_excess
from geo.measures.ranks import force_percentiles
from geo.need.backtest import backtest, split_months
from geo.need.expected_counts import HALF_LIVES, SHRINKAGES, ExpectedCounts, expect_counts, fit_expected_counts
from geo.need.need_index import STRANDS
from service.settings.candidates import Candidates

SHARE = 0.05
SEED = 20261120
LAST_YEAR = "crime counts of the year before"
NEED = "need score"
BEST = "best possible"


def main(name: str, workspace: Path) -> None:
    """Measure one force and keep the result as JSON."""
    held = HeldOut.of(read_force(workspace))
    kept = {
        "force": name,
        "ranked_on": _span(held.first),
        "scored_on": _span(held.rest),
        "assessable_areas": len(held.force.ranked),
        "by_score": _score_rankings(held),
        "fitted": _fit_index(held),
        "fixed": list(_score_fixed(held)),
        "by_place": list(_score_places(held, read_settings(workspace).candidates)),
    }
    target = RESULTS / f"prediction_{name}.json"
    target.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


@dataclass(frozen=True)
class HeldOut:
    """A force with its months cut in two: those to rank on and those to score on."""

    force: ForceData
    first: pd.DatetimeIndex
    rest: pd.DatetimeIndex
    scores: pd.DataFrame
    later: pd.Series
    hectares: pd.Series

    @classmethod
    def of(cls, force: ForceData) -> HeldOut:
        """Rank the force on its earlier months."""
        first, rest = split_months(force.strands.months)
        scores = force.strand_values(first)[list(STRANDS)].apply(force_percentiles)
        later = force.strands.monthly("crime")[rest].sum(axis=1).loc[force.ranked]
        return cls(force, first, rest, scores, later, force.areas["hectares"].loc[force.ranked])

    @property
    def need(self) -> pd.Series:
        """The need score of the earlier months, by equal weights."""
        return self.scores.mean(axis=1)

    @property
    def crime(self) -> pd.DataFrame:
        """Recorded crime of the earlier months: areas down, months across."""
        return self.force.strands.monthly("crime")[self.first].loc[self.force.ranked]

    def accuracy(self, scores: dict[str, pd.Series]) -> pd.DataFrame:
        """The back-test of some rankings against last year's counts, at 5% of areas."""
        last_year = self.crime[self.first[-12:]].sum(axis=1)
        return backtest(
            {LAST_YEAR: last_year, **scores},
            {"crime": self.later},
            self.hectares,
            baseline=LAST_YEAR,
            seed=SEED,
            shares=(SHARE,),
        ).set_index("predictor")


def _span(months: pd.DatetimeIndex) -> dict[str, Any]:
    return {"from": f"{months[0]:%B %Y}", "to": f"{months[-1]:%B %Y}", "months": len(months)}


def _score_rankings(split: HeldOut) -> list[dict[str, Any]]:
    expected = expect_counts(split.crime, fit_expected_counts(split.crime))
    strands = {f"{strand} strand": split.scores[strand] for strand in STRANDS}
    rows = split.accuracy({**strands, "expected crime, fitted": expected, NEED: split.need, BEST: split.later})
    columns = ["place_count", "captured_share", "pai", "pai_low", "pai_high", "pai_by_land"]
    columns += ["difference", "difference_low", "difference_high"]
    kept = rows.drop(index="chance")[columns].astype(float).round(4)
    return [
        {"chosen_by": name, **dict(zip(columns, row, strict=True))}
        for name, row in zip(kept.index, kept.to_numpy().tolist(), strict=True)
    ]


def _fit_index(split: HeldOut) -> dict[str, Any]:
    chosen = fit_expected_counts(split.crime)
    months = _months(chosen.half_life_months)
    return {"half_life_months": months, "prior_months": chosen.prior_months, "folds": chosen.folds}


def _score_fixed(split: HeldOut) -> Iterator[dict[str, Any]]:
    """Each pair of parameters as it would have done; nobody could have chosen by this."""
    for half_life in HALF_LIVES:
        for prior in SHRINKAGES:
            expected = expect_counts(split.crime, ExpectedCounts(half_life, prior, float("nan"), 0))
            row = split.accuracy({"expected": expected}).loc["expected"].to_dict()
            found = {"pai": round(float(row["pai"]), 4), "pai_by_land": round(float(row["pai_by_land"]), 4)}
            yield {"half_life_months": _months(half_life), "prior_months": prior, **found}


def _months(half_life: float) -> float | None:
    """None where all months weigh the same; JSON has no infinity."""
    return half_life if np.isfinite(half_life) else None


def _score_places(split: HeldOut, chosen: Candidates) -> Iterator[dict[str, Any]]:
    """Places of the earlier months, and as many areas chosen freely."""
    areas = split.force.areas
    ranking = split.scores.add_suffix("_score").assign(need_score=split.need).reindex(areas.index)
    for when, members in (("before", _draw_before(areas, ranking, chosen)), ("after", _draw(areas, ranking, chosen))):
        count, last_year = len(members), split.crime[split.first[-12:]].sum(axis=1)
        yield {"chosen_by": f"places, {when}", **_score_areas(split, members)}
        yield {"chosen_by": f"as many areas by need, {when}", **_score_areas(split, _first(split.need, count))}
        by_counts = _score_areas(split, _first(last_year, count))
        yield {"chosen_by": f"as many areas by crime counts of the year before, {when}", **by_counts}


def _draw(areas: pd.DataFrame, ranking: pd.DataFrame, chosen: Candidates) -> list[str]:
    """Areas in places within the limits of the configuration."""
    nothing = pd.DataFrame(index=ranking.index)
    sought = prepare_search(ranking, nothing, areas, chosen.limits(), chosen.proportions(), objective="need")
    solved = solve_units(areas, sought.excess, limits=sought.limits, low=sought.low, standing=sought.standing)
    return [one.unit.codes[area] for one in solved for place in one.packing.places for area in place]


def _draw_before(areas: pd.DataFrame, ranking: pd.DataFrame, chosen: Candidates) -> list[str]:
    """Areas in places within the same absolute limits for every unit, without a floor or a rule about reasons."""
    own = PlaceLimits(chosen.per_npu, chosen.max_areas, chosen.max_residents, chosen.min_teams)
    excess = score_excess(ranking, pd.DataFrame(index=ranking.index), "need")
    solved = solve_units(areas, excess, limits=dict.fromkeys(areas["npu_code"].dropna().unique(), own))
    return [one.unit.codes[area] for one in solved for place in one.packing.places for area in place]


def _first(score: pd.Series, count: int) -> pd.Index:
    return score.sort_values(ascending=False, kind="stable").index[:count]


def _score_areas(split: HeldOut, members: list[str] | pd.Index) -> dict[str, Any]:
    inside = split.later.index.isin(members)
    captured = float(split.later[inside].sum() / split.later.sum())
    share, land = len(members) / len(split.later), float(split.hectares[inside].sum() / split.hectares.sum())
    return {
        "place_count": len(members),
        "captured_share": round(captured, 4),
        "pai": round(captured / share, 4),
        "pai_by_land": round(captured / land, 4),
    }


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
