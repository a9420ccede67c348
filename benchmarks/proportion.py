"""What places in proportion changed: places, names, reasons, and how much of later months each choice held.

    python -m benchmarks.proportion NAME BEFORE AFTER [search]

NAME is what the force is called in the results; BEFORE and AFTER are workspaces of the same data, built by the code
before and after the change. Names and reasons are read from them. Predictive accuracy is worked out anew from BEFORE:
everything is ranked on the first months and scored on the later ones; with "search", places are drawn on them as well.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pandas as pd

from geo.candidates.allot import Proportions
from geo.candidates.delineate import delineate_candidates
from geo.candidates.place import PlaceLimits
from geo.measures.ranks import force_percentiles
from geo.need.backtest import split_months
from geo.need.expected_counts import expect_counts, fit_expected_counts
from geo.need.need_index import COUNTED, STRANDS
from geo.need.strand_months import lay_out_strands
from queries.store.connection import read_areas, read_frame
from queries.workspace.generations import Workspace

RESULTS = Path(__file__).parent / "results"
SHARE = 0.05
RULES = {
    "before": (PlaceLimits(), None),
    "after": (PlaceLimits(floor=75.0), Proportions()),
}


def main(name: str, before: Path, after: Path, *, search: bool) -> None:
    """Measure one force and keep the result as JSON."""
    kept = {
        "force": name,
        "places": {"before": _read_places(before), "after": _read_places(after)},
        "accuracy": _accuracy(before, search=search),
    }
    target = RESULTS / f"proportion_{name}.json"
    target.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _read_places(workspace: Path) -> list[dict[str, Any]]:
    columns = "candidate_id, candidate_name, area_count, population, resident_share, need_score, compactness, reason"
    with Workspace(workspace).open_current() as con:
        places = read_frame(con, f"SELECT {columns} FROM candidates ORDER BY npu_code, rank")
    return [{str(key): value for key, value in row.items()} for row in places.round(3).to_dict("records")]


def _accuracy(workspace: Path, *, search: bool) -> list[dict[str, Any]]:
    """Captured share of later recorded crime and PAI by areas and by land, of each strand, of need and of places."""
    with Workspace(workspace).open_current() as con:
        areas = read_areas(con)
        measures = read_frame(con, "FROM area_measures ORDER BY area_code").set_index("area_code")
        months = read_frame(con, "SELECT DISTINCT month FROM month_coverage WHERE complete ORDER BY month")["month"]
        counts, types = read_frame(con, "FROM area_months"), read_frame(con, "FROM crime_types")
        hotspots = read_frame(con, "FROM hotspots WHERE measure = 'count_rank' AND crime_type = 'All recorded crime'")
    strands = lay_out_strands(counts, types, area_codes=areas.index, months=pd.DatetimeIndex(months))
    first, rest = split_months(strands.months)
    early, assessable = strands.add_up(first), measures["assessable"].astype(bool)
    values = early.assign(deprivation=measures["deprivation_score"]).where(assessable)
    scores = values[list(STRANDS)].apply(force_percentiles)
    need = scores.mean(axis=1, skipna=False)
    later = strands.monthly("crime")[rest].sum(axis=1)
    monthly = strands.monthly("crime")[first]
    chosen = {
        **{strand: _first(scores[strand]) for strand in STRANDS},
        "crime counts of the year before": _first(strands.monthly("crime")[first[-12:]].sum(axis=1).where(assessable)),
        "expected crime": _first(expect_counts(monthly, fit_expected_counts(monthly)).where(assessable)),
        "need score": _first(need),
        "best possible": _first(later.where(assessable)),
    }
    ranking = scores.add_suffix("_score").assign(need_score=need)
    counted = measures.assign(**{STRANDS[s]: early[s] for s in COUNTED})
    for when, (limits, proportions) in RULES.items() if search else ():
        drawn = delineate_candidates(ranking, counted, areas, hotspots, limits=limits, proportions=proportions)
        members = pd.Index(drawn.candidate_areas["area_code"])
        chosen[f"places, {when}"] = members
        chosen[f"as many areas by crime, {when}"] = _first(early["crime"].where(assessable), len(members))
    return [{"chosen_by": by, **_score(codes, later, areas["hectares"])} for by, codes in chosen.items()]


def _first(score: pd.Series, count: int | None = None) -> pd.Index:
    known = score.dropna().sort_values(ascending=False, kind="stable").index
    return known[: round(SHARE * len(known)) if count is None else count]


def _score(codes: pd.Index, later: pd.Series, hectares: pd.Series) -> dict[str, Any]:
    captured = float(later[codes].sum() / later.sum())
    land = float(hectares[codes].sum() / hectares.sum())
    return {
        "areas": len(codes),
        "area_share": round(len(codes) / len(later), 4),
        "captured_share": round(captured, 4),
        "pai_by_area": round(captured / (len(codes) / len(later)), 2),
        "pai_by_land": round(captured / land, 2),
    }


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), search="search" in sys.argv[4:])
