"""Level: test whether an area's count is more than its people, its similar areas and its force would give."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from scipy.sparse import csr_array
from scipy.special import ndtr, ndtri

from geo.arrays import Floats
from geo.exceptions import InputRefused
from geo.measures.dispersion import check_dispersion
from geo.need.fit_levels import LevelFit, fit_levels

ABOVE, AS_EXPECTED, CANNOT_BE_ASSESSED = "above", "as expected", "cannot be assessed"
LIMIT = 0.05
RANGE = 0.90


@dataclass(frozen=True)
class ExpectedCounts:
    """Counts expected from people, similar areas and the force alone.

    Parameters
    ----------
    fit : LevelFit
        Fitted to the counts as they are: one surface, the areas of `area_codes` in their order.
    area_codes : Index
        Areas with people and similar areas; others are left out.
    people : ndarray
        Persons of each.
    links : csr_array
        1 where the column area is among the similar areas of the row area.
    """

    fit: LevelFit
    area_codes: pd.Index[str]
    people: Floats
    links: csr_array

    @cached_property
    def mean(self) -> pd.Series[float]:
        """Expected count over the period, in records, by area."""
        return pd.Series(self.fit.mean[0], index=self.area_codes)

    @property
    def spread(self) -> float:
        """alpha: how much areas with the same expectation differ, as the variance of the logarithm."""
        return float(self.fit.spread[0, 0])

    def fit_again(self, counts: Floats) -> LevelFit:
        """The same fit to other surfaces, shape (surfaces, areas): expectation, spread and shape are found anew."""
        return fit_levels(counts, self.people, self.links, dispersion=self.fit.dispersion)


def people_present(residents: pd.Series[float], workday: pd.Series[float] | None = None) -> pd.Series[float]:
    """Return the persons behind a count: residents, or the mean of residents and workday residents if known.

    Residents are the people of the night and workday residents those of the day; neither alone serves a town centre.

    Parameters
    ----------
    residents : Series of float
        Index `area_code`.
    workday : Series of float, optional
        Workday residents, same index; areas where they are missing count residents alone.

    Returns
    -------
    Series of float
        Persons, same index.
    """
    if workday is None:
        return residents.astype(float)
    return (residents + workday.reindex(residents.index).fillna(residents)).astype(float) / 2.0


def expect_counts(
    counts: pd.Series[float], people: pd.Series[float], similar: pd.DataFrame, *, dispersion: float
) -> ExpectedCounts:
    """Expect each area's count from its people, its similar areas and its force.

    Parameters
    ----------
    counts : Series
        Counts over the period, in records.
    people : Series
        From :func:`people_present`; the same index. Areas without people take no part.
    similar : DataFrame
        From :func:`geo.need.similar_areas.find_similar`; an area is not among its own similar areas.
    dispersion : float
        φ of the area-months, at least 1.

    Returns
    -------
    ExpectedCounts

    Raises
    ------
    InputRefused
        No area has both people and similar areas.

    Notes
    -----
    See :func:`geo.need.fit_levels.fit_levels`. Expected counts are scaled to the force's total. What could mislead:
    areas that really are higher add to the spread between areas, so the test errs to the cautious side; people who
    only pass through are nowhere counted.
    """
    check_dispersion(dispersion, RANGE)
    listed = np.isin(np.arange(len(counts)), counts.index.get_indexer(pd.Index(similar["area_code"].unique())))
    known = counts.index[(people > 0) & counts.notna() & listed]
    if known.empty:
        raise InputRefused("No area has both residents and similar areas", "Give residents and the covariates")
    y, persons, links = _floats(counts[known]), _floats(people[known]), _link(known, similar)
    return ExpectedCounts(fit_levels(y[None], persons, links, dispersion=dispersion), known, persons, links)


def _link(codes: pd.Index[str], similar: pd.DataFrame) -> csr_array:
    """Return the matrix of which areas are similar to which."""
    row, column = (codes.get_indexer(pd.Index(similar[name])) for name in ("area_code", "similar_code"))
    both = (row >= 0) & (column >= 0)
    return csr_array((np.ones(int(both.sum())), (row[both], column[both])), shape=(len(codes), len(codes)))


def judge_levels(counts: pd.Series[float], expected: ExpectedCounts, surfaces: Floats) -> pd.DataFrame:
    """Compare each area with its expected count, allowing for having been picked as the highest.

    Parameters
    ----------
    counts : Series
        Counts over the period; the index of the result.
    expected : ExpectedCounts
        Fitted to the same counts.
    surfaces : ndarray
        Counts drawn under the null, shape (surfaces, areas of `expected`).

    Returns
    -------
    DataFrame
        `observed_count, expected_count, expected_low, expected_high` (90% of such areas), `times_expected`, `p_value`
        (a count at least as large, one area asked about; `alternative` is 'greater'), `p_selected` (how often the
        highest of all areas is as far above), `draws`, `level_class` ('above' where `p_selected` is at most 0.05,
        'as expected' or 'cannot be assessed').

    Notes
    -----
    p_selected = (1 + #{surfaces whose highest normal score is at least the area's}) / (R + 1). Expectation, spread and
    the shape of the spread are fitted anew on every surface, so that their errors are in it (Westfall and Young 1993,
    min-p; a parametric bootstrap of a studentised maximum, Davison and Hinkley 1997, section 4.4). What could mislead:
    it says nothing of the areas around; that is what a cluster is about.
    """
    fit = expected.fit
    highest = np.sort(expected.fit_again(surfaces).scores.max(axis=1))
    as_high = len(surfaces) - np.searchsorted(highest, fit.scores[0] - 1e-9, side="left")
    low, high = (fit.count_at(np.array([[ndtri(end)]]))[0] for end in ((1 - RANGE) / 2, (1 + RANGE) / 2))
    columns = {"expected_count": fit.mean[0], "expected_low": low, "expected_high": high}
    columns |= {"p_value": ndtr(-fit.scores[0]), "p_selected": (1 + as_high) / (len(surfaces) + 1)}
    found = pd.DataFrame(columns, index=expected.area_codes).reindex(counts.index)
    found.insert(0, "observed_count", counts.astype(float))
    found.insert(4, "times_expected", found["observed_count"] / found["expected_count"])
    found["draws"] = len(surfaces)
    found["level_class"] = np.where(found["p_selected"] <= LIMIT, ABOVE, AS_EXPECTED)
    found.loc[found["p_selected"].isna(), "level_class"] = CANNOT_BE_ASSESSED
    return found


def _floats(values: pd.Series[float]) -> Floats:
    return np.asarray(values, dtype=np.float64)
