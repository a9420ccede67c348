"""Level: test whether an area's count is more than its people, its similar areas and its force would give."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_array
from scipy.special import gammaincc, gammaln

from geo.arrays import Floats
from geo.exceptions import InputRefused
from geo.measures.dispersion import check_dispersion

ABOVE, AS_EXPECTED, CANNOT_BE_ASSESSED = "above", "as expected", "cannot be assessed"
LIMIT = 0.05
RANGE = 0.90
_MOST_SPREAD = 25.0
_ROUNDS = 2


@dataclass(frozen=True)
class ExpectedCounts:
    """Counts expected from people, similar areas and the force alone.

    Parameters
    ----------
    mean : Series
        Expected count over the period, in records, by area; areas without people or similar areas are left out.
    spread : float
        alpha, how much areas with the same expectation differ, as a variance relative to the square of the mean.
    dispersion : float
        φ, variance over mean of the months of one area.
    people : ndarray
        Persons, in the order of `mean`.
    weight : ndarray
        How far the rate of similar areas counts against the force's, 0 to 1.
    links : csr_array
        1 where the column area is among the similar areas of the row area.
    """

    mean: pd.Series[float]
    spread: float
    dispersion: float
    people: Floats
    weight: Floats
    links: csr_array

    @property
    def variance(self) -> pd.Series[float]:
        """Variance of a count about its mean: φ m + alpha m²."""
        return self.dispersion * self.mean + self.spread * self.mean**2

    def of(self, area_codes: pd.Index[str]) -> tuple[float, float]:
        """Return mean and variance of the total of some areas, taken as independent of each other."""
        known = area_codes.intersection(self.mean.index)
        return float(self.mean[known].sum()), float(self.variance[known].sum())

    def expect_again(self, counts: Floats) -> Floats:
        """Work out the expectation of other surfaces, shape (surfaces, areas), with the same weights."""
        found: Floats = _expect(counts, self.people, self.links, self.weight)
        return found

    def variances(self, mean: Floats) -> Floats:
        """Return φ m + alpha m² for other means."""
        found: Floats = self.dispersion * mean + self.spread * mean**2
        return found


def people_present(residents: pd.Series[float], workday: pd.Series[float] | None = None) -> pd.Series[float]:
    """Return the persons behind a count: residents, or the mean of residents and workday residents if known.

    Residents are the people of the night and workday residents those of the day; neither alone serves a town centre.

    Parameters
    ----------
    residents : Series of float
        Index `area_code`.
    workday : Series of float, optional
        Workday residents, same index.

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
    The rate of the similar areas together (Σ count / Σ people) is drawn towards the force's on the logarithm, by
    w = τ²/(τ² + (alpha + φ/m)/K): τ² the variance of those rates beyond their own error, K their number. alpha is the
    maximum likelihood of a negative binomial with variance φ m + alpha m² (NB2 of Cameron and Trivedi 1998, with φ in
    place of 1). Expected counts are scaled to the force's total. What could mislead: areas that really are higher
    add to alpha, so the test errs to the cautious side; people who only pass through are nowhere counted.
    """
    check_dispersion(dispersion, RANGE)
    listed = np.isin(np.arange(len(counts)), counts.index.get_indexer(pd.Index(similar["area_code"].unique())))
    known = counts.index[(people > 0) & counts.notna() & listed]
    if known.empty:
        raise InputRefused("No area has both residents and similar areas", "Give residents and the covariates")
    y, persons = _floats(counts[known]), _floats(people[known])
    links = _link(known, similar)
    number = np.asarray(links.sum(axis=1), dtype=float).ravel()
    rate = _log_rates(y[None], persons, links)[0]
    mean, spread, weight = persons * y.sum() / persons.sum(), 0.0, np.zeros(len(known))
    for _ in range(_ROUNDS):
        spread = fit_spread(y, mean, dispersion)
        error = (spread + dispersion / np.maximum(mean, 1e-9)) / np.maximum(number, 1.0)
        between = max(float(rate.var() - error.mean()), 0.0)
        weight = np.where(number > 0, between / (between + error), 0.0)
        weight = weight * _fit_slope(y, persons, weight * rate, spread, dispersion)
        mean = _expect(y[None], persons, links, weight)[0]
    return ExpectedCounts(pd.Series(mean, index=known), spread, dispersion, persons, weight, links)


def _link(codes: pd.Index[str], similar: pd.DataFrame) -> csr_array:
    """Return the matrix of which areas are similar to which."""
    row, column = (codes.get_indexer(pd.Index(similar[name])) for name in ("area_code", "similar_code"))
    both = (row >= 0) & (column >= 0)
    return csr_array((np.ones(int(both.sum())), (row[both], column[both])), shape=(len(codes), len(codes)))


def _log_rates(counts: Floats, people: Floats, links: csr_array) -> Floats:
    """Return the log rate of the similar areas together over the force's; 0 if there are none."""
    force = np.maximum(counts.sum(axis=1, keepdims=True) / people.sum(), 1e-12)
    theirs = (links @ counts.T).T
    rates: Floats = np.log((theirs + 0.5) / (force * (links @ people) + 0.5))
    return rates


def _expect(counts: Floats, people: Floats, links: csr_array, weight: Floats) -> Floats:
    """Return expected counts of surfaces, each scaled to its own total."""
    mean = people * np.exp(weight * _log_rates(counts, people, links))
    scaled: Floats = mean * counts.sum(axis=1, keepdims=True) / mean.sum(axis=1, keepdims=True)
    return scaled


def _fit_slope(counts: Floats, people: Floats, similar: Floats, spread: float, dispersion: float) -> float:
    """Fit how an area's log rate rises with the drawn rate of its similar areas, which excludes its own count.

    Least squares, weighted by 1 / (alpha + φ/y); 1 where the drawn rates do not differ, and never outside of 0 to 2.
    """
    expected = people * counts.sum() / people.sum()
    own = np.log((counts + 0.5) / (expected + 0.5))
    weight = 1.0 / (spread + dispersion / (counts + 0.5))
    gap, own_gap = (part - np.average(part, weights=weight) for part in (similar, own))
    varies = float((weight * gap**2).sum())
    return float(np.clip((weight * gap * own_gap).sum() / varies, 0.0, 2.0)) if varies > 1e-9 else 1.0


def fit_spread(counts: Floats, mean: Floats, dispersion: float) -> float:
    """Fit alpha of a variance φ m + alpha m² by maximum likelihood; 0 if φ alone is enough."""
    used = mean > 0
    y, m = counts[used], mean[used]

    def loss(logarithm: float) -> float:
        return -float(_log_likelihood(y, m, dispersion * m + np.exp(logarithm) * m**2).sum())

    best = minimize_scalar(loss, bounds=(np.log(1e-6), np.log(_MOST_SPREAD)), method="bounded")
    nothing = -float(_log_likelihood(y, m, dispersion * m).sum())
    return float(np.exp(best.x)) if best.fun < nothing - 1e-9 else 0.0


def judge_levels(counts: pd.Series[float], expected: ExpectedCounts, surfaces: Floats) -> pd.DataFrame:
    """Compare each area with its expected count, allowing for having been picked as the highest.

    Parameters
    ----------
    counts : Series
        Counts over the period; the index of the result.
    expected : ExpectedCounts
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
    p_selected = (1 + #{surfaces whose smallest p-value is at most the area's}) / (R + 1); what is expected is worked
    out anew on every surface, so that the error of the expectation is in it (Westfall and Young 1993, min-p). It holds
    its size for the highest area, and so for each. What could mislead: it says nothing of the areas around; that is
    what a cluster is about.
    """
    mean, variance = expected.mean.reindex(counts.index), expected.variance.reindex(counts.index)
    known = mean.notna() & counts.notna()
    y, m, v = _floats(counts[known]), _floats(mean[known]), _floats(variance[known])
    again = expected.expect_again(surfaces)
    smallest = np.sort(total_tail(surfaces, again, expected.variances(again)).min(axis=1))
    at_most = np.searchsorted(smallest, total_tail(y, m, v) * (1 + 1e-9), side="right")
    found = pd.DataFrame(index=counts.index)
    found["observed_count"], found["expected_count"] = counts.astype(float), mean
    found.loc[known, "expected_low"], found.loc[known, "expected_high"] = count_range(m, v)
    found["times_expected"] = (counts / mean.where(mean > 0)).astype(float)
    found.loc[known, "p_value"] = upper_tail(y, m, v)
    found.loc[known, "p_selected"] = (1 + at_most) / (len(surfaces) + 1)
    found["draws"] = len(surfaces)
    found["level_class"] = np.where(found["p_selected"] <= LIMIT, ABOVE, AS_EXPECTED)
    found.loc[~known, "level_class"] = CANNOT_BE_ASSESSED
    return found


def total_tail(totals: Floats, mean: Floats, variance: Floats) -> Floats:
    """Return P(total or more) by a gamma of the same mean and variance; 1 if nothing is expected."""
    m, v = np.maximum(mean, 1e-9), np.maximum(variance, 1e-9)
    tail: Floats = gammaincc(m**2 / v, np.maximum(totals, 0.0) * m / v)
    return np.where(mean > 0, tail, 1.0)


def upper_tail(counts: Floats, mean: Floats, variance: Floats) -> Floats:
    """Return P(count or more) for negative binomial counts; fractions count down to the next whole record."""
    size, chance = _shape(mean, variance)
    tail = np.asarray(stats.nbinom.sf(np.floor(counts) - 1.0, size, chance), dtype=np.float64)
    return np.where(mean > 0, tail, np.where(counts > 0, 0.0, 1.0))


def count_range(mean: Floats, variance: Floats, *, level: float = RANGE) -> tuple[Floats, Floats]:
    """Return the middle of the distribution of negative binomial counts, by default 90%."""
    size, chance = _shape(mean, variance)
    tail = (1.0 - level) / 2.0
    low, high = (np.asarray(stats.nbinom.ppf(share, size, chance), dtype=np.float64) for share in (tail, 1.0 - tail))
    return low, high


def _shape(mean: Floats, variance: Floats) -> tuple[Floats, Floats]:
    """Return size and success probability; a variance no larger than the mean is taken as 0.01% larger."""
    m = np.maximum(mean, 1e-9)
    chance = m / np.maximum(variance, 1.0001 * m)
    return m * chance / (1.0 - chance), chance


def _log_likelihood(counts: Floats, mean: Floats, variance: Floats) -> Floats:
    size, chance = _shape(mean, variance)
    y = np.round(counts)
    ways = gammaln(y + size) - gammaln(size) - gammaln(y + 1.0)
    found: Floats = ways + size * np.log(chance) + y * np.log1p(-chance)
    return found


def _floats(values: pd.Series[float]) -> Floats:
    return np.asarray(values, dtype=np.float64)
