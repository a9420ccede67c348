"""Measure how far ranks move if one choice is changed and the others stay."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from geo.arrays import Floats
from geo.need.need_index import AGGREGATIONS, NORMALISATIONS, STRANDS, NeedIndex, aggregate, goes_together, normalise
from geo.need.rank_counts import DrawnRanks
from geo.need.ranking import order_areas


def rank_values(values: pd.DataFrame, index: NeedIndex) -> Floats:
    """Rank areas whose four strands are known, in their order; 1 is the highest need.

    Parameters
    ----------
    values : DataFrame
        Index `area_code`; crime, demand, deprivation and harm, none missing.
    index : NeedIndex
        How strands are normalised, weighted and joined.

    Returns
    -------
    ndarray
        Areas that tie share the lowest of their numbers.
    """
    scores = pd.DataFrame({strand: normalise(values[strand], index.normalisation) for strand in STRANDS})
    return np.asarray(order_areas(aggregate(scores, index)[0]).astype(float), dtype=np.float64)


def compare_ranks(changed: Floats, ranks: Floats) -> tuple[float, float]:
    """Return the mean number of places moved, and the share of the top 5% that stays in it.

    Parameters
    ----------
    changed : ndarray
        Ranks under another choice; 1 is the highest need.
    ranks : ndarray
        Ranks as they are, in the same order.

    Returns
    -------
    tuple
        Places moved on average, and a share from 0 to 1.
    """
    return DrawnRanks(changed[:, None].astype(np.uint16)).compare(ranks)


def change_choices(windows: Mapping[str, pd.DataFrame], index: NeedIndex) -> Iterator[tuple[str, str, float, float]]:
    """Yield every other normalisation, aggregation and window in turn.

    Parameters
    ----------
    windows : mapping of str to DataFrame
        The four strands over the whole period first, then over other stretches; the same areas.
    index : NeedIndex
        The choices that were made.

    Returns
    -------
    iterator
        Choice, alternative, mean number of places moved, share of the top 5% kept.
    """
    whole, *others = windows
    ranks = rank_values(windows[whole], index)
    for normalisation in NORMALISATIONS:
        if normalisation != index.normalisation and goes_together(normalisation, index.aggregation):
            changed = rank_values(windows[whole], replace(index, normalisation=normalisation))
            yield "normalisation", normalisation, *compare_ranks(changed, ranks)
    for aggregation in AGGREGATIONS:
        if aggregation != index.aggregation and goes_together(index.normalisation, aggregation):
            changed = rank_values(windows[whole], replace(index, aggregation=aggregation))
            yield "aggregation", aggregation, *compare_ranks(changed, ranks)
    for window in others:
        yield "window", window, *compare_ranks(rank_values(windows[window], index), ranks)
