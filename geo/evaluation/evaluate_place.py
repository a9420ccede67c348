"""Evaluate one place before and after against placebo places: by type, by month, and around its edge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from geo.arrays import Floats
from geo.evaluation.always_valid import evidence_by_month, fit_monthly_null
from geo.evaluation.before_after import compare_before_after
from geo.evaluation.displacement import (
    BeforeAfter,
    Displacement,
    hidden_displacement,
    weighted_displacement_difference,
    weighted_displacement_quotient,
)
from geo.evaluation.judge_change import JudgedChange, judge_change
from geo.evaluation.null_spread import LEAST_PLACEBOS, NullSpread, fit_places, lay_out_counts
from geo.evaluation.placebo_places import Places, as_places, pack_places
from geo.evaluation.small_force import count_steps, estimate_drift, spread_by_formula
from geo.exceptions import InputRefused
from geo.measures.dispersion import estimate_dispersion

if TYPE_CHECKING:
    from libpysal.graph import Graph

ANY, HIGH = "any", "high"
_RESTARTS = 12


@dataclass(frozen=True)
class PlaceEvaluation:
    """What happened in a place, beside what happened in places where nothing was done.

    Attributes
    ----------
    by_type : DataFrame
        One row a crime type: counts, changes, `ratio_of_ratios`, `effect_ratio, effect_low, effect_high, p_value,
        least_detectable_fall, change_class, inference`.
    catchment : JudgedChange or None
        Of the areas around it, on the first table; None where there are none.
    displacement : Displacement
        WDD of the first table, widened by the dispersion.
    quotient : float
        WDQ; NaN where the place did not fall against its comparison.
    hidden_displacement : float
        Most incidents that may have moved into the catchment unseen.
    by_month : DataFrame
        `month, log_change, low, high` (the band of 95% of placebo places) and `evidence` (e-value so far); empty where
        there are too few months or placebos.
    chosen_by : str
        How placebo places were chosen: 'any' or 'high'.
    """

    by_type: pd.DataFrame
    catchment: JudgedChange | None
    displacement: Displacement
    quotient: float
    hidden_displacement: float
    by_month: pd.DataFrame
    chosen_by: str


def evaluate_place(
    tables: Mapping[str, pd.DataFrame],
    inside: pd.Index[str],
    graph: Graph,
    *,
    before: pd.DatetimeIndex,
    after: pd.DatetimeIndex,
    catchment_steps: int = 1,
    chosen_by: str = ANY,
    seed: int = 1,
) -> PlaceEvaluation:
    """Evaluate a place against the rest of its force.

    Parameters
    ----------
    tables : mapping
        By crime type, the main one first: areas down, months across.
    inside : Index
        Areas of the place.
    graph : libpysal.graph.Graph
        Who touches whom.
    before, after : DatetimeIndex
        Complete months, paired as :func:`geo.evaluation.before_after.pair_complete_months` pairs them.
    catchment_steps : int
        Areas within so many steps of the place are its catchment: neither place nor comparison.
    chosen_by : str
        'high' for a place that was picked because it was high: its placebos are then picked in the same way, in the
        window before, so that regression to the mean is in what is expected. 'any' else.
    seed : int
        Of the packings.

    Returns
    -------
    PlaceEvaluation

    Raises
    ------
    InputRefused
        The place and its catchment leave nothing to compare with.

    Notes
    -----
    What could mislead: the windows and the outcome should be fixed before anybody looks. See :mod:`geo.evaluation`.
    """
    around = find_catchment(inside, graph, steps=catchment_steps)
    codes = pd.Index(graph.unique_ids, name="area_code")
    rest = codes.difference(inside).difference(around)
    if rest.empty:
        raise InputRefused("The place and the areas around it are the whole force", "Choose a smaller place")
    main = next(iter(tables.values()))
    priority = main[list(before)].sum(axis=1) if chosen_by == HIGH else None
    placebos = pack_places(
        graph,
        area_count=len(inside),
        restarts=_RESTARTS,
        seed=seed,
        priority=priority,
        left_out=inside.union(around),
    )
    judged = {
        name: _judge(table, as_places({"it": inside}, codes), rest, placebos, graph, before, after)
        for name, table in tables.items()
    }
    beside = None
    if len(around):
        beside = _judge(main, as_places({"it": around}, codes), rest, placebos, graph, before, after)
    parts = {name: _window_sums(main, areas, before, after) for name, areas in _parts(inside, rest, around).items()}
    phi = _dispersion(main, before, after)
    wdd = weighted_displacement_difference(
        parts["place"],
        _scale_rest(parts["rest"], parts["place"]),
        parts["catchment"],
        _scale_rest(parts["rest"], parts["catchment"]),
        dispersion=phi,
    )
    return PlaceEvaluation(
        by_type=_by_type(tables, inside, rest, before, after, judged),
        catchment=beside,
        displacement=wdd,
        quotient=weighted_displacement_quotient(parts["place"], parts["rest"], parts["catchment"]),
        hidden_displacement=hidden_displacement(beside) if beside else 0.0,
        by_month=_by_month(main, as_places({"it": inside}, codes), placebos, before, after),
        chosen_by=chosen_by,
    )


def find_catchment(inside: pd.Index[str], graph: Graph, *, steps: int = 1) -> pd.Index[str]:
    """Find areas outside a place that are within so many steps of it."""
    codes = pd.Index(graph.unique_ids, name="area_code")
    touching = csr_array(graph.sparse).astype(bool).astype(float)
    near = codes.isin(inside).astype(float)
    for _ in range(steps):
        near = ((near + touching @ near) > 0).astype(float)
    around: pd.Index[str] = codes[(near > 0) & ~codes.isin(inside)]
    return around


def _parts(inside: pd.Index[str], rest: pd.Index[str], around: pd.Index[str]) -> dict[str, pd.Index[str]]:
    return {"place": inside, "rest": rest, "catchment": around}


def _window_sums(
    table: pd.DataFrame, areas: pd.Index[str], before: pd.DatetimeIndex, after: pd.DatetimeIndex
) -> BeforeAfter:
    inside = table[table.index.isin(areas)]
    return BeforeAfter(*(float(inside[list(window)].to_numpy().sum()) for window in (before, after)))


def _scale_rest(rest: BeforeAfter, own: BeforeAfter) -> BeforeAfter:
    """Scale the rest of the force to the size of a part, so that its change is of as many crimes."""
    weight = rest.before / max(own.before, 1.0)
    return BeforeAfter(rest.before, rest.after, weight, weight)


def _dispersion(table: pd.DataFrame, before: pd.DatetimeIndex, after: pd.DatetimeIndex) -> float:
    return max(estimate_dispersion(table[list(window)]).widening for window in (before, after))


def _judge(
    table: pd.DataFrame,
    place: Places,
    rest: pd.Index[str],
    placebos: Places,
    graph: Graph,
    before: pd.DatetimeIndex,
    after: pd.DatetimeIndex,
) -> JudgedChange:
    first, second = (table[list(window)].sum(axis=1) for window in (before, after))
    own, others = (
        (place.add_up(one)[0] for one in (first, second)),
        (one[one.index.isin(rest)].sum() for one in (first, second)),
    )
    null = _null(table, first, second, placebos, graph, before, after)
    return judge_change(*map(float, own), *map(float, others), null=null)


def _null(
    table: pd.DataFrame,
    first: pd.Series[float],
    second: pd.Series[float],
    placebos: Places,
    graph: Graph,
    before: pd.DatetimeIndex,
    after: pd.DatetimeIndex,
) -> NullSpread:
    phi = _dispersion(table, before, after)
    if placebos.effective_count >= LEAST_PLACEBOS:
        return fit_places(placebos, first, second, dispersion=phi)
    if not len(placebos):
        raise InputRefused("No other place of this size fits into the force", "Choose a smaller place")
    steps = count_steps(graph)
    return spread_by_formula(placebos, estimate_drift(first, second, steps, dispersion=phi), steps)


def _by_type(
    tables: Mapping[str, pd.DataFrame],
    inside: pd.Index[str],
    rest: pd.Index[str],
    before: pd.DatetimeIndex,
    after: pd.DatetimeIndex,
    judged: Mapping[str, JudgedChange],
) -> pd.DataFrame:
    rows = {}
    for name, table in tables.items():
        own, other = (_window_sums(table, areas, before, after) for areas in (inside, rest))
        rows[name] = {
            "place_before": own.before,
            "place_after": own.after,
            "comparison_before": other.before,
            "comparison_after": other.after,
        }
    compared = compare_before_after(pd.DataFrame.from_dict(rows, orient="index"))
    wanted = ["expected_ratio", "effect_ratio", "effect_low", "effect_high", "p_value", "least_detectable_fall"]
    wanted += ["change_class", "inference", "effective_count"]
    verdicts = pd.DataFrame.from_dict({name: asdict(one) for name, one in judged.items()}, orient="index")
    return compared.join(verdicts[wanted]).rename_axis("crime_type")


def _by_month(
    table: pd.DataFrame, place: Places, placebos: Places, before: pd.DatetimeIndex, after: pd.DatetimeIndex
) -> pd.DataFrame:
    """Compare each month with its partner of the earlier window, in the place and in placebo places."""
    columns = ["month", "log_change", "low", "high", "evidence"]
    partners = dict(zip(sorted(after, key=_season), sorted(before, key=_season), strict=True))
    own, others = (
        np.column_stack([_month_changes(table, places, partners[month], month) for month in after])
        for places in (place, placebos)
    )
    if placebos.effective_count < LEAST_PLACEBOS or len(after) < 4:
        return pd.DataFrame(columns=columns)
    evidence = evidence_by_month(own[0] - others.mean(axis=0), fit_monthly_null(others))
    low, high = np.quantile(others, [0.025, 0.975], axis=0)
    return pd.DataFrame(dict(zip(columns, [after, own[0], low, high, evidence], strict=True)))


def _season(month: pd.Timestamp) -> tuple[int, pd.Timestamp]:
    return month.month, month


def _month_changes(table: pd.DataFrame, places: Places, before: pd.Timestamp, after: pd.Timestamp) -> Floats:
    return lay_out_counts(places, table[before], table[after])["log_change"].to_numpy(dtype=float)
