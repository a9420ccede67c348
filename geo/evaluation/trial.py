"""Plan fair trials: a lottery decides who starts first, and the same lottery gives the test."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations, product
from math import comb, prod

import numpy as np
import pandas as pd

from geo.arrays import Floats
from geo.exceptions import ConfigurationRefused

ENUMERATED = 20_000
SIMPLE = "all"


def draw_starts(
    place_names: list[str], *, seed: int, steps: int = 2, stratum_of: dict[str, str] | None = None
) -> pd.DataFrame:
    """Draw the order in which places start.

    Parameters
    ----------
    place_names : list of str
        Near-equal candidates.
    seed : int
        Published before the draw, so that anybody can repeat it.
    steps : int
        Groups that start one after the other; with 2 the second group is the comparison.
    stratum_of : dict, optional
        Places are drawn within strata, so that each is split as evenly as possible.

    Returns
    -------
    DataFrame
        `place, stratum, start_step` (1 starts first), in the order of the names.

    Raises
    ------
    ConfigurationRefused
        A name is there twice, or there are fewer places than steps.
    """
    names = sorted(place_names)
    if len(set(names)) < len(names):
        raise ConfigurationRefused("A place is named twice", "Name each place once")
    if len(names) < steps or steps < 2:
        raise ConfigurationRefused(f"{len(names)} places cannot start in {steps} steps", "Give at least one per step")
    strata = {name: (stratum_of or {}).get(name, SIMPLE) for name in names}
    random = np.random.default_rng(seed)
    drawn: dict[str, int] = {}
    for stratum in sorted(set(strata.values())):
        members = [name for name in names if strata[name] == stratum]
        first = int(random.integers(steps))
        turns = [(first + at) % steps + 1 for at in range(len(members))]
        drawn |= dict(zip(random.permutation(members).tolist(), turns, strict=True))
    return pd.DataFrame(
        {"place": names, "stratum": [strata[n] for n in names], "start_step": [drawn[n] for n in names]}
    )


def randomisation_test(
    outcomes: pd.Series[float],
    treated: pd.Series[bool],
    *,
    stratum_of: pd.Series[str] | None = None,
    seed: int = 1,
    statistic: Callable[[Floats, Floats], float] | None = None,
) -> float:
    """Return the two-sided exact p-value over the assignments that the draw could have given.

    Parameters
    ----------
    outcomes : Series
        One number a place, such as its log change.
    treated : Series
        Whether it was drawn to start first; the same index.
    stratum_of : Series, optional
        The strata of the draw; numbers treated in each are kept.
    seed : int
        Of the sample, where there are more than 20,000 assignments.
    statistic : callable, optional
        From outcomes and 0/1 assignment; the difference of means where left out.

    Returns
    -------
    float
        Share of assignments whose statistic is at least as far from 0; (1 + #) / (1 + R) where they are sampled.
    """
    measure = statistic or _difference
    y: Floats = np.asarray(outcomes, dtype=np.float64)
    chosen = treated.to_numpy(dtype=bool)
    strata = np.zeros(len(y), int) if stratum_of is None else pd.factorize(stratum_of)[0]
    observed = abs(measure(y, chosen.astype(np.float64)))
    groups = [np.flatnonzero(strata == one) for one in np.unique(strata)]
    numbers = [int(chosen[group].sum()) for group in groups]
    if prod(comb(len(group), k) for group, k in zip(groups, numbers, strict=True)) <= ENUMERATED:
        ways = product(*(combinations(group, k) for group, k in zip(groups, numbers, strict=True)))
        found = [abs(measure(y, _mark(len(y), way))) for way in ways]
        return float(np.mean(np.array(found) >= observed - 1e-12))
    random = np.random.default_rng(seed)
    drawn = ([random.permutation(g)[:k] for g, k in zip(groups, numbers, strict=True)] for _ in range(ENUMERATED))
    further = sum(abs(measure(y, _mark(len(y), way))) >= observed - 1e-12 for way in drawn)
    return (1 + further) / (1 + ENUMERATED)


def _mark(size: int, chosen: object) -> Floats:
    marks = np.zeros(size)
    for part in chosen:  # type: ignore[attr-defined]
        marks[list(part)] = 1.0
    return marks


def _difference(outcomes: Floats, treated: Floats) -> float:
    return float(outcomes[treated > 0].mean() - outcomes[treated == 0].mean())
