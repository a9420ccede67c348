"""Models of next year's count compared with it by rolling origin: ``python -m benchmarks.forecasts WORKSPACE NAME``.

Places are the force's wards or teams. Each model sees the months up to an origin and says what the next twelve bring,
with a 95% interval. Exponential smoothing runs where statsmodels is installed; the program itself does not need it.
"""

from __future__ import annotations

import argparse
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.force_data import ForceData, read_force
from benchmarks.measure import save_result
from geo.measures.dispersion import estimate_dispersion
from geo.trends.expectation import expect_next_year

AHEAD = 12
LEVEL = 0.95
Z = 1.959964
LEAST_AREAS = 3
Interval = tuple[float, float, float]
Model = Callable[[pd.DataFrame, dict[str, pd.Index], pd.Series, float], dict[str, Interval]]


def last_year_shrunk(
    monthly: pd.DataFrame, places: dict[str, pd.Index], wards: pd.Series, phi: float
) -> dict[str, Interval]:
    """The program's model: last twelve months, drawn towards the year before moved with the force."""
    expectation = expect_next_year(monthly, wards, dispersion=phi)
    return {name: expectation.of(codes) for name, codes in places.items()}


def earlier_model(
    monthly: pd.DataFrame, places: dict[str, pd.Index], _wards: pd.Series, phi: float
) -> dict[str, Interval]:
    """The model of the first builds: the mean of both halves, drawn towards the force, areas independent."""
    half = monthly.shape[1] // 2
    before, after = monthly.iloc[:, :half].sum(axis=1), monthly.iloc[:, -half:].sum(axis=1)
    force_year = float(monthly.iloc[:, -AHEAD:].to_numpy().sum())
    total = before + after + 1.0
    levels, first, second = np.log(total), before + 0.5, after + 0.5
    drift = max(float(np.log(second / first).var(ddof=0) - (phi * (1 / first + 1 / second)).mean()), 0.0)
    noise = phi / total + drift / 4
    lasting = max(float(levels.var(ddof=0) - noise.mean()), 0.0)
    weight = lasting / (lasting + noise)
    drawn = np.exp(levels.mean() + weight * (levels - levels.mean()))
    expected = drawn * force_year / float(drawn.sum())
    variance = expected**2 * (weight * noise + drift / 2) + phi * expected
    found = {}
    for name, codes in places.items():
        mean, reach = float(expected[codes].sum()), Z * float(np.sqrt(variance[codes].sum()))
        found[name] = interval_about(mean, reach)
    return found


def interval_about(mean: float, reach: float) -> Interval:
    """The mean with an interval either side; a count is never below 0."""
    return mean, max(mean - reach, 0.0), mean + reach


def last_year_poisson(
    monthly: pd.DataFrame, places: dict[str, pd.Index], _wards: pd.Series, phi: float
) -> dict[str, Interval]:
    """The count of the last twelve months, with the dispersion of two years' counts."""
    year = monthly.iloc[:, -AHEAD:].sum(axis=1)
    means = {name: float(year.loc[codes].to_numpy().sum()) for name, codes in places.items()}
    return {name: interval_about(mean, Z * float(np.sqrt(2 * phi * mean))) for name, mean in means.items()}


def exponential_smoothing(
    monthly: pd.DataFrame, places: dict[str, pd.Index], _wards: pd.Series, _phi: float
) -> dict[str, Interval]:
    """ETS(A,N,N) of each place's months, by statsmodels; the variance of the sum of the months ahead in closed form."""
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel

    found = {}
    for name, codes in places.items():
        series = monthly.loc[codes].sum(axis=0).to_numpy(dtype=float)
        fitted = ETSModel(series, error="add", trend=None).fit(disp=False, maxiter=200)
        alpha, mean = float(fitted.alpha), AHEAD * float(fitted.forecast(1)[0])
        steps = 1 + alpha * np.arange(AHEAD)
        reach = Z * float(np.sqrt(np.mean(fitted.resid**2) * (steps**2).sum()))
        found[name] = interval_about(mean, reach)
    return found


MODELS: dict[str, Model] = {
    "last 12 months, shrunk": last_year_shrunk,
    "mean of both halves, shrunk": earlier_model,
    "last 12 months, dispersion only": last_year_poisson,
    "exponential smoothing": exponential_smoothing,
}


def origins(months: int) -> Iterator[int]:
    """Where the known months end: at least twelve before, twelve after."""
    yield from range(12, months - AHEAD + 1)


def score(actual: float, interval: Interval) -> dict[str, float]:
    """Coverage, interval score (Gneiting and Raftery 2007) and error, all as shares of the count to come."""
    mean, low, high = interval
    missed = max(low - actual, 0.0) + max(actual - high, 0.0)
    size = max(actual, 1.0)
    return {
        "inside": float(low <= actual <= high),
        "interval_score": (high - low + 2 / (1 - LEVEL) * missed) / size,
        "width": (high - low) / size,
        "error": abs(mean - actual) / size,
    }


def measure_force(data: ForceData, models: dict[str, Model], every: int) -> dict[str, Any]:
    """Every model at every origin, for all places and for the tenth that were highest at the origin."""
    monthly = data.strands.monthly("crime").loc[data.ranked]
    wards = data.areas["team_code"].reindex(data.ranked).astype(object)
    groups = wards.groupby(wards).groups
    places = {str(name): codes for name, codes in groups.items() if len(codes) >= LEAST_AREAS}
    rows = []
    for origin in list(origins(monthly.shape[1]))[::every]:
        known, ahead = monthly.iloc[:, :origin], monthly.iloc[:, origin : origin + AHEAD]
        phi = estimate_dispersion(known).widening
        force_moved = float(ahead.to_numpy().sum() / known.iloc[:, -AHEAD:].to_numpy().sum())
        last = pd.Series(
            {name: float(known.loc[codes].iloc[:, -12:].to_numpy().sum()) for name, codes in places.items()}
        )
        high = set(last.nlargest(max(3, len(last) // 10)).index)
        for model, forecast in models.items():
            for name, interval in forecast(known, places, wards, phi).items():
                actual = float(ahead.loc[places[name]].to_numpy().sum())
                row = {"model": model, "origin": origin, "high": name in high, "moved": force_moved}
                with_force = {
                    f"{key}_beside_force": value for key, value in score(actual / force_moved, interval).items()
                }
                rows.append(row | score(actual, interval) | with_force)
    table = pd.DataFrame(rows)
    measures = [name for name in table if name not in ("model", "origin", "high", "moved")]
    return {
        "places": len(places),
        "origins": int(table["origin"].nunique()),
        "months_ahead": AHEAD,
        "nominal": LEVEL,
        "force_moved": {str(o): round(float(m), 3) for o, m in table.groupby("origin")["moved"].first().items()},
        "all": table.groupby("model")[measures].mean().round(3).to_dict("index"),
        "highest_tenth": table[table["high"]].groupby("model")[measures].mean().round(3).to_dict("index"),
    }


def models_at_hand() -> tuple[dict[str, Model], dict[str, str]]:
    """The models that can be fitted here, and the versions of the packages that they need."""
    try:
        import statsmodels
    except ImportError:
        return {name: model for name, model in MODELS.items() if model is not exponential_smoothing}, {}
    return MODELS, {"statsmodels": statsmodels.__version__}


def main() -> None:
    """Back-test one force and keep the result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("workspace", type=Path)
    parser.add_argument("name")
    parser.add_argument("--every", type=int, default=5, help="take every so many origins")
    chosen = parser.parse_args()
    warnings.simplefilter("ignore")
    models, packages = models_at_hand()
    kept = measure_force(read_force(chosen.workspace), models, chosen.every) | {"packages": packages}
    save_result(f"forecasts_{chosen.name}", kept)


if __name__ == "__main__":
    main()
