"""Back-test a ranking: rank on the first part of a period, and count in the rest what the first places had."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from geo.arrays import Floats
from geo.exceptions import InputRefused

PLACE_SHARES = (0.05, 0.1)
CHANCE = "chance"
BOOTSTRAPS = 999
_TAILS = (0.025, 0.975)


def accuracy_curve(observed: pd.Series[float], predicted: pd.Series[float], size: pd.Series[float]) -> pd.DataFrame:
    """Compute predictive accuracy and efficiency, place by place from the highest prediction down.

    Parameters
    ----------
    observed, predicted, size : Series
        What happened, what was expected, and how large each place is (hectares, or 1 for each); the same index.

    Returns
    -------
    DataFrame
        In falling order of prediction: `captured_share`, `place_share`, `pai` = captured share / place share, `pei` =
        its PAI over the best that as many places could have reached.

    Raises
    ------
    InputRefused
        Nothing happened, or the places have no size.

    Notes
    -----
    PAI: Chainey, Tompson and Uhlig (2008), The utility of hotspot mapping. PEI: Hunt (2016), here with the best
    attained by the same number of places. Equal predictions keep the order of the list.
    """
    if not (observed.sum() > 0 and size.sum() > 0):
        raise InputRefused("Nothing happened in the months to score on, or the places have no size", "Add months")
    order = predicted.sort_values(ascending=False, kind="stable").index
    captured = observed[order].cumsum() / observed.sum()
    places = size[order].cumsum() / size.sum()
    per_place = observed.sort_values(ascending=False, kind="stable").cumsum().to_numpy() / observed.sum()
    curve = pd.DataFrame({"captured_share": captured, "place_share": places, "pai": captured / places})
    return curve.assign(pei=captured / per_place)


def backtest(
    predictors: Mapping[str, pd.Series[float]],
    outcomes: Mapping[str, pd.Series[float]],
    hectares: pd.Series[float],
    *,
    baseline: str,
    seed: int,
    shares: Sequence[float] = PLACE_SHARES,
) -> pd.DataFrame:
    """Score predictors made on earlier months by what happened later.

    Parameters
    ----------
    predictors : mapping of str to Series
        Scores from the earlier months, higher for more; the same areas.
    outcomes : mapping of str to Series
        What happened in the later months.
    hectares : Series
        Land of each area.
    baseline : str
        The predictor that the others are compared with.
    seed : int
        Of the bootstrap.
    shares : sequence of float
        Shares of areas to send somebody to.

    Returns
    -------
    DataFrame
        One row for each predictor (and chance), outcome and share: `predictor, outcome, place_count, place_share,
        land_share, captured_share` with `captured_low, captured_high`, `pai` (by areas) with its interval,
        `pai_by_land`, `pei`, `difference` of the captured share from the baseline's, with its interval.

    Raises
    ------
    InputRefused
        Nothing happened in the later months.

    Notes
    -----
    Intervals (95%) from 999 bootstraps over areas, the same resamples for all, so that differences are of like with
    like; for chance, from 999 random choices of areas. What could mislead: areas next to each other are alike, so the
    intervals are too narrow; need is not meant to foretell counts, deprivation least of all; a count foretells itself
    best, also where recording practice and not crime is what lasts.
    """
    random = np.random.default_rng(seed)
    first = next(iter(predictors.values()))
    drawn = random.multinomial(len(first), np.full(len(first), 1.0 / len(first)), size=BOOTSTRAPS)
    times = np.vstack([np.ones(len(first)), drawn])  # the first row is the areas as they are
    rows = []
    for share in shares:
        count = max(1, round(share * len(first)))
        flags = np.column_stack([_first_places(score, count) for score in predictors.values()])
        at_random = np.array([random.permutation(len(first)) < count for _ in range(BOOTSTRAPS)], dtype=np.float64)
        places = times @ flags / len(first)
        land = _floats(hectares) @ flags / float(hectares.sum())
        for outcome, series in outcomes.items():
            observed = _floats(series)
            if not observed.sum() > 0:
                raise InputRefused(f"No {outcome} happened in the months to score on", "Add months")
            captured = times @ np.column_stack([flags * observed[:, None], observed])
            shares_of = captured[:, :-1] / captured[:, -1:]
            base = shares_of[:, list(predictors).index(baseline)]
            best = float(np.sort(observed)[::-1][:count].sum() / observed.sum())
            for at, name in enumerate(predictors):
                row = _score(shares_of[:, at], places[:, at], float(land[at]), best, base)
                rows.append({"predictor": name, "outcome": outcome, "place_count": count, **row})
            chance = _score_chance(at_random @ observed / observed.sum(), count / len(first), best)
            rows.append({"predictor": CHANCE, "outcome": outcome, "place_count": count, **chance})
    return pd.DataFrame(rows).assign(baseline=baseline)


def _first_places(score: pd.Series[float], count: int) -> Floats:
    """Return 1 for the areas with the highest scores, 0 for the others."""
    best = score.sort_values(ascending=False, kind="stable").index[:count]
    return np.asarray(score.index.isin(best), dtype=np.float64)


def _score(captured: Floats, places: Floats, land: float, best: float, base: Floats) -> dict[str, float]:
    """Score one predictor, outcome and share: shares captured and of places, for the data and each resample."""
    accuracy = captured / np.where(places > 0, places, np.nan)
    return {
        "place_share": float(places[0]),
        "land_share": land,
        **_interval("captured_share", "captured", captured),
        **_interval("pai", "pai", accuracy),
        "pai_by_land": float(captured[0]) / land if land > 0 else float("nan"),
        "pei": float(captured[0]) / best,
        **_interval("difference", "difference", captured - base),
    }


def _score_chance(captured: Floats, place_share: float, best: float) -> dict[str, float]:
    known = np.append(place_share, captured)
    return {
        "place_share": place_share,
        "land_share": place_share,
        **_interval("captured_share", "captured", known),
        **_interval("pai", "pai", known / place_share),
        "pai_by_land": 1.0,
        "pei": place_share / best,
    }


def _interval(name: str, stem: str, values: Floats) -> dict[str, float]:
    """Return the first value, and the interval of the others."""
    low, high = np.nanquantile(values[1:], _TAILS)
    return {name: float(values[0]), f"{stem}_low": float(low), f"{stem}_high": float(high)}


def _floats(values: pd.Series[float]) -> Floats:
    return np.asarray(values, dtype=np.float64)


def split_months(months: pd.DatetimeIndex) -> Iterator[pd.DatetimeIndex]:
    """Split the months into those to rank on and those to score on.

    The last 12 are scored where 24 or more are complete. With 18 to 23, the first 12 are ranked on, so that a whole
    year of seasons is behind each rank. With fewer, each half has half of them.

    Parameters
    ----------
    months : DatetimeIndex
        Complete months, in order.

    Yields
    ------
    DatetimeIndex
        Two stretches, the earlier one first; they do not overlap.

    Raises
    ------
    InputRefused
        Fewer than six months: there is nothing to hold out.
    """
    if len(months) < 6:
        raise InputRefused(f"{len(months)} complete months are too few to hold some out", "Add months; six at least")
    cut = max(len(months) - 12, 12) if len(months) >= 18 else len(months) // 2
    yield months[:cut]
    yield months[cut:]
