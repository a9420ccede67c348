"""Kulldorff's scan: find where risk is higher than elsewhere, and how large the place is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.exceptions import ConfigurationRefused, InputRefused
from geo.hotspots.scan_windows import ScanWindows, build_windows
from geo.measures.dispersion import check_dispersion


@dataclass(frozen=True)
class ScanRules:
    """Choices of the scan.

    Parameters
    ----------
    windows : str
        'contiguous' or 'circular', see :func:`geo.hotspots.scan_windows.build_windows`.
    largest_share : float
        Largest share of all at risk in one window. Kulldorff's usual 0.5 finds half a force; a place to act in is
        smaller.
    most_clusters : int
        Clusters listed, the most likely one among them.
    """

    windows: str = "contiguous"
    largest_share: float = 0.1
    most_clusters: int = 10


SCAN_RULES = ScanRules()


class ScanClusters(NamedTuple):
    """The clusters, and the areas of each."""

    clusters: pd.DataFrame
    areas: pd.DataFrame


def scan_clusters(
    areas: pd.DataFrame,
    neighbours: pd.DataFrame,
    *,
    dispersion: float,
    draws: int,
    seed: int,
    rules: ScanRules = SCAN_RULES,
) -> ScanClusters:
    """Find the windows in which incidents exceed what is at risk there.

    Parameters
    ----------
    areas : DataFrame
        Index `area_code`; `incident_count` (whole), `at_risk` (residents, or any expectation up to a factor),
        `easting_m, northing_m` (a point inside, EPSG:27700).
    neighbours : DataFrame
        `area_code, neighbour_code`, each pair both ways.
    dispersion : float
        φ of the counts, at least 1: :attr:`geo.measures.dispersion.Dispersion.widening`. With 1 the null is Poisson.
    draws, seed : int
        Simulations of the null, and the seed of NumPy's default generator.
    rules : ScanRules
        The choices.

    Returns
    -------
    ScanClusters
        `clusters`: `scan_cluster_id` (1 is the most likely), `window_kind`, `centre_area_code`, `area_count`,
        `incident_count`, `expected_count`, `relative_risk` (inside over outside; infinite where all lie inside),
        `log_likelihood_ratio`, `p_value`, `alternative` ('greater'), `inference` ('simulated'), `dispersion`, `draws`,
        `seed`. `areas`: `scan_cluster_id, area_code`. Both empty where no window exceeds its expectation.

    Raises
    ------
    InputRefused
        Counts are missing, negative or not whole, or what is at risk is.
    ConfigurationRefused
        The rules, the dispersion or the number of draws are out of range.

    Notes
    -----
    Kulldorff (1997), A spatial scan statistic, Communications in Statistics 26, for the Poisson log-likelihood ratio;
    given their total C, Poisson counts are multinomial. Overdispersed counts with variance φ times the mean are taken
    as negative binomial, and given their total these are Dirichlet-multinomial with parameters E/(φ - 1): the null
    where φ > 1 (our choice; φ changes the null, not the ratio). p = (draws whose highest ratio is at least as high +
    1) / (draws + 1), for further clusters against the same highest ratios, so their p is too high if anything. Further
    clusters do not overlap those above them.

    What could mislead: the null says that risk is equal everywhere, which is never true of crime, so a small p is
    context and never a class; residents are no measure of who is about, so a town centre wins every scan by residents;
    φ of area-months says how months differ, and places differ more.
    """
    check_dispersion(dispersion, 0.95)
    if draws < 1 or rules.most_clusters < 1:
        raise ConfigurationRefused(f"{draws} draws, {rules.most_clusters} clusters", "Ask for at least one of each")
    count = _check_counts(areas["incident_count"])
    if not count.sum() > 0:
        return _frames([], areas.index, rules)
    windows = build_windows(areas, neighbours, windows=rules.windows, largest_share=rules.largest_share)
    at_risk = areas["at_risk"].to_numpy(dtype=float)
    expected = count.sum() * at_risk / at_risk.sum()
    ratio = _WindowRatios(windows, expected, total=int(count.sum()))
    observed = ratio(count)
    chosen = _without_overlap(observed, windows, most=rules.most_clusters)
    highest = _null_highest(ratio, expected, dispersion=dispersion, draws=draws, seed=seed)
    rows = []
    for window in chosen:
        inside, due = count[windows.areas(window)].sum(), expected[windows.areas(window)].sum()
        # Rounding must not part a simulated window from an equal one that was observed.
        as_high = int((highest >= observed[window] * (1.0 - 1e-12)).sum())
        rows.append(
            {
                "members": windows.areas(window),
                "incident_count": int(inside),
                "expected_count": due,
                "relative_risk": _relative_risk(inside, due, count.sum()),
                "log_likelihood_ratio": observed[window],
                "p_value": (as_high + 1) / (draws + 1),
            }
        )
    found = _frames(rows, areas.index, rules)
    stamped = found.clusters.assign(dispersion=float(dispersion), draws=draws, seed=seed)
    return ScanClusters(stamped, found.areas)


def poisson_log_likelihood_ratio(
    inside: NDArray[np.float64], expected: NDArray[np.float64], total: float
) -> NDArray[np.float64]:
    """Kulldorff's log-likelihood ratio of a window: c ln(c/e) + (C - c) ln((C - c)/(C - e)), 0 where c <= e.

    Written plainly, as in Kulldorff (1997), section 3.2; the scan itself uses a faster form of the same.

    Parameters
    ----------
    inside : ndarray
        Cases within each window.
    expected : ndarray
        Cases expected within it; in all windows of the same length as `inside`.
    total : float
        Cases of the whole force; expected cases add up to it.

    Returns
    -------
    ndarray
        One ratio a window, in natural logarithms.
    """
    c, e = np.asarray(inside, dtype=float), np.asarray(expected, dtype=float)
    outside, rest = total - c, total - e
    first = c * np.log(np.where(c > 0, c, 1.0) / np.where(e > 0, e, 1.0))
    second = outside * np.log(np.where(outside > 0, outside, 1.0) / np.where(rest > 0, rest, 1.0))
    return np.where((c > e) & (e > 0), first + second, 0.0)


class _WindowRatios:
    """Log-likelihood ratios of all windows for one set of counts; logarithms are looked up."""

    def __init__(self, windows: ScanWindows, expected: NDArray[np.float64], *, total: int) -> None:
        self._windows, self._total = windows, total
        self._expected = windows.sums(expected)
        usable = (self._expected > 0) & (self._expected < total)
        self._log_in = np.log(np.where(usable, self._expected, 1.0))
        self._log_out = np.log(np.where(usable, total - self._expected, 1.0))
        self._usable = usable
        numbers = np.arange(total + 1, dtype=float)
        self._n_log_n = numbers * np.log(np.maximum(numbers, 1.0))

    def __call__(self, count: NDArray[np.float64]) -> NDArray[np.float64]:
        inside = self._windows.sums(count)
        whole = inside.astype(np.intp)
        ratio = (
            self._n_log_n[whole]
            + self._n_log_n[self._total - whole]
            - inside * self._log_in
            - (self._total - inside) * self._log_out
        )
        # Equal up to rounding is not above.
        return np.where(self._usable & (inside > self._expected * (1.0 + 1e-12)), ratio, 0.0)


def _null_highest(
    ratio: _WindowRatios, expected: NDArray[np.float64], *, dispersion: float, draws: int, seed: int
) -> NDArray[np.float64]:
    """Return the highest ratio of each simulated set of counts, all with the observed total."""
    rng = np.random.default_rng(seed)
    total, some = round(expected.sum()), expected > 0
    share = expected[some] / expected[some].sum()
    highest = np.zeros(draws)
    for draw in range(draws):
        risk = share if dispersion == 1.0 else rng.dirichlet(expected[some] / (dispersion - 1.0))
        count = np.zeros(len(expected))
        count[some] = rng.multinomial(total, risk)
        highest[draw] = ratio(count).max(initial=0.0)
    return highest


def _without_overlap(observed: NDArray[np.float64], windows: ScanWindows, *, most: int) -> list[int]:
    """Return the highest window, then the highest that shares no area with those before."""
    chosen: list[int] = []
    taken: set[int] = set()
    for window in np.argsort(-observed, kind="stable"):
        if observed[window] <= 0 or len(chosen) == most:
            break
        areas = set(windows.areas(int(window)).tolist())
        if not areas & taken:
            chosen.append(int(window))
            taken |= areas
    return chosen


def _relative_risk(inside: float, expected: float, total: float) -> float:
    outside = (total - inside) / (total - expected)
    return float(inside / expected / outside) if outside > 0 else float("inf")


def _check_counts(counts: pd.Series[float]) -> NDArray[np.float64]:
    """Return counts as floats, checked to be whole."""
    values = np.asarray(counts, dtype=np.float64)
    bad = int((~((values >= 0) & (values == np.floor(values)))).sum())
    if bad:
        raise InputRefused(f"{bad} of {len(values)} counts are missing, negative or not whole", "Give whole counts")
    return values


def _frames(rows: list[dict[str, object]], codes: pd.Index[str], rules: ScanRules) -> ScanClusters:
    """Return clusters and their areas as frames, with the same columns if there are none."""
    members = [np.asarray(row["members"], dtype=np.intp) for row in rows]
    columns = ("incident_count", "expected_count", "relative_risk", "log_likelihood_ratio", "p_value")
    clusters = pd.DataFrame(
        {
            "scan_cluster_id": np.arange(1, len(rows) + 1),
            "window_kind": pd.Series([rules.windows] * len(rows), dtype="str"),
            "centre_area_code": pd.Series([codes[m[0]] for m in members], dtype="str"),
            "area_count": np.array([len(m) for m in members], dtype=np.int64),
            **{name: pd.Series([row[name] for row in rows], dtype=float) for name in columns},
            "alternative": pd.Series(["greater"] * len(rows), dtype="str"),
            "inference": pd.Series(["simulated"] * len(rows), dtype="str"),
            "dispersion": np.nan,
            "draws": 0,
            "seed": 0,
        }
    ).astype({"incident_count": "int64"})
    areas = pd.DataFrame(
        {
            "scan_cluster_id": np.repeat(clusters["scan_cluster_id"].to_numpy(), [len(m) for m in members]),
            "area_code": pd.Series([codes[i] for m in members for i in sorted(m)], dtype="str"),
        }
    )
    return ScanClusters(clusters, areas)
