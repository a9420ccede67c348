"""Test how often chance gives a place at least as strong: a p-value adjusted for the search that found the place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import ndtr

from geo.arrays import Flags, Floats
from geo.candidates.place import PlaceLimits, Unit
from geo.candidates.strongest import SEEDS, grow_on_surfaces
from geo.exceptions import ConfigurationRefused
from geo.need.fit_levels import REACH
from geo.need.level import ABOVE, AS_EXPECTED, CANNOT_BE_ASSESSED, LIMIT, ExpectedCounts

_LEAST_DRAWS = 19
_RANGE = 0.90


@dataclass(frozen=True)
class Selection:
    """Results of the same cheap search on the real surface and on surfaces drawn under the null.

    Parameters
    ----------
    best : DataFrame
        Value of the strongest place of each unit: a row for each surface (the observed one first), a column for
        each unit; 0 where there is none.
    tails : DataFrame
        The same of the smallest p-value of a place (:func:`place_tail`); 1 where there is none.
    counts : DataFrame
        Recorded crime by surface and area.
    """

    best: pd.DataFrame
    tails: pd.DataFrame
    counts: pd.DataFrame

    def of_value(self, npu_code: str, value: float) -> float:
        """Share of surfaces on which the force has a place of at least that value."""
        own = min(value, float(self.best[npu_code].iloc[0]))
        return _share(self.best.iloc[1:].max(axis=1).to_numpy() >= own - 1e-9)

    def of_level(self, npu_code: str, tail: float) -> float:
        """Share of surfaces on which the force has a place whose areas together are as far above what is expected."""
        own = max(tail, float(self.tails[npu_code].iloc[0]))
        return _share(self.tails.iloc[1:].min(axis=1).to_numpy() <= own * (1 + 1e-9))


def search_surfaces(
    units: Sequence[Unit],
    limits: PlaceLimits | Mapping[str, PlaceLimits],
    excess: pd.DataFrame,
    counts: pd.DataFrame,
    expected: ExpectedCounts,
    *,
    seeds: int = SEEDS,
) -> Selection:
    """Run the cheap search on the surface as it is and on every null surface.

    Parameters
    ----------
    units : sequence of Unit
        The units of the force.
    limits : PlaceLimits, or one for each unit
    excess : DataFrame
        A row for each surface, the observed one first; columns area codes: score above the force mean.
    counts : DataFrame
        The same of recorded crime.
    expected : ExpectedCounts
        Of recorded crime.
    seeds : int
        See :func:`geo.candidates.strongest.grow_on_surfaces`.

    Returns
    -------
    Selection
        Value and smallest p-value of the strongest place, by surface and unit.

    Raises
    ------
    ConfigurationRefused
        Fewer than 19 null surfaces: no p-value could be 0.05.
    """
    if len(excess) <= _LEAST_DRAWS:
        raise ConfigurationRefused(
            f"{len(excess) - 1} null surfaces cannot give a p-value of 0.05", f"Draw at least {_LEAST_DRAWS}"
        )
    values, tails, known = {}, {}, set(expected.area_codes)
    scores = expected.fit_again(_table(counts, list(expected.area_codes))).scores
    again = pd.DataFrame(scores, columns=expected.area_codes)
    for unit in units:
        codes = list(unit.codes)
        own = limits if isinstance(limits, PlaceLimits) else limits[unit.npu_code]
        found = grow_on_surfaces(unit, own, _table(excess, codes), seeds=seeds)
        at = found.surface
        assessed = np.array([code in known for code in codes])
        tail = place_tail(_table(again, codes)[at], found.members & assessed)
        values[unit.npu_code], tails[unit.npu_code] = np.zeros(len(excess)), np.ones(len(excess))
        np.maximum.at(values[unit.npu_code], at, found.values)
        np.minimum.at(tails[unit.npu_code], at, tail)
    return Selection(pd.DataFrame(values), pd.DataFrame(tails), counts)


def place_tail(scores: Floats, members: Flags) -> Floats:
    """Return how often areas that were not searched for are together as far above what is expected.

    Parameters
    ----------
    scores : ndarray
        Normal scores, shape (places, areas).
    members : ndarray
        True where an area belongs to the place.

    Notes
    -----
    Stouffer's sum: the scores added up, over the root of their number. Scores beyond 5 count as 5, so that a place is
    not above because of one area (the total would be: docs/explanation/level.md).
    """
    inside = members.sum(axis=1)
    together = np.einsum("pa,pa->p", members, np.clip(scores, -REACH, REACH)) / np.sqrt(np.maximum(inside, 1))
    tail: Floats = np.where(inside > 0, ndtr(-together), 1.0)
    return tail


def judge_places(
    places: pd.DataFrame, members: pd.DataFrame, counts: pd.Series[float], expected: ExpectedCounts, found: Selection
) -> pd.DataFrame:
    """Test the level of each place: its total against what is expected, with selection-adjusted p-values.

    Parameters
    ----------
    places : DataFrame
        `candidate_id, npu_code, objective_value`.
    members : DataFrame
        `candidate_id, area_code`.
    counts : Series
        Recorded crime over the period, by area.
    expected : ExpectedCounts
        Of recorded crime.
    found : Selection
        From :func:`search_surfaces`.

    Returns
    -------
    DataFrame
        `candidate_id, observed_count, expected_count, expected_low, expected_high` (90%), `times_expected`, `p_value`
        (not adjusted; `alternative` is 'greater'), `p_selected` (of that), `p_selected_need` (of the need score),
        `draws`, `level_class` ('above' where `p_selected` is at most 0.05, 'as expected', 'cannot be assessed').

    Notes
    -----
    p = (1 + #{null surfaces with a place at least as strong, anywhere in the force}) / (R + 1). The null keeps people,
    similar areas, deprivation and the way strands go together, and draws crime, demand and harm anew; what is expected
    is worked out anew on every surface. `expected_low` and `expected_high` are those of the total of these very areas
    on the null surfaces; `p_value` is :func:`place_tail`.

    Why a search that misses places does not raise the size. Let T0 be the strength of the strongest place that the
    search finds on the observed surface and T1 ... TR on the null ones; a place is never taken to be stronger than
    what the search found in its unit, so each place's p is at least p0 = (1 + #{r: Tr as strong as T0}) / (R + 1).
    Under the null all R + 1 surfaces are drawn alike and searched alike, so the rank of T0 among them is uniform and
    P(p0 <= a) <= a, whatever the search misses. This is exact where the null's parameters are known; here they are
    fitted, and the size is measured (docs/explanation/calibration.md). Kulldorff's (1997) scan statistic is the
    special case of circles and a likelihood ratio.
    What could mislead: a place that is as expected for its people and similar areas may still need most.
    """
    codes = members.groupby("candidate_id")["area_code"].agg(list)
    scores = pd.Series(expected.fit.scores[0], index=expected.area_codes)
    rows = []
    for place in places.to_dict("records"):
        known = pd.Index(codes[place["candidate_id"]]).intersection(expected.area_codes)
        mean, total = float(expected.mean[known].sum()), float(counts[known].sum())
        row: dict[str, object] = {"candidate_id": place["candidate_id"], "draws": len(found.best) - 1}
        if not mean > 0:
            rows.append(row | {"level_class": CANNOT_BE_ASSESSED})
            continue
        drawn = found.counts[known].iloc[1:].sum(axis=1).to_numpy()
        own = scores[known].to_numpy()[None]
        tail = float(place_tail(own, np.ones(own.shape, dtype=bool))[0])
        low, high = np.quantile(drawn, [(1 - _RANGE) / 2, (1 + _RANGE) / 2])
        p = found.of_level(place["npu_code"], tail)
        row |= {"observed_count": total, "expected_count": mean, "expected_low": low, "expected_high": high}
        row |= {"times_expected": total / mean, "p_value": tail, "p_selected": p}
        row |= {"p_selected_need": found.of_value(place["npu_code"], float(place["objective_value"]))}
        rows.append(row | {"level_class": ABOVE if p <= LIMIT else AS_EXPECTED})
    return pd.DataFrame(rows, columns=_COLUMNS)


_COLUMNS = [
    "candidate_id",
    "observed_count",
    "expected_count",
    "expected_low",
    "expected_high",
    "times_expected",
    "p_value",
    "p_selected",
    "p_selected_need",
    "draws",
    "level_class",
]


def _share(at_least: np.ndarray) -> float:
    return (1 + int(at_least.sum())) / (len(at_least) + 1)


def _table(frame: pd.DataFrame, codes: list[str]) -> Floats:
    table: Floats = frame.reindex(columns=codes).fillna(0.0).to_numpy(dtype=float)
    return table
