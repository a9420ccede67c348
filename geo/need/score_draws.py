"""Score need on many drawn surfaces at once."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from scipy.stats import rankdata

from geo.arrays import Floats
from geo.need.need_index import LEAST_FOR_A_LOGARITHM, STRANDS, NeedIndex, rescale


def score_draws(strands: Mapping[str, Floats], index: NeedIndex) -> Floats:
    """Return need scores, each surface on its own scale, as :func:`geo.need.ranking.rank_areas` gives them.

    Parameters
    ----------
    strands : mapping of str to ndarray
        The four strands, shape (surfaces, areas); nothing missing.
    index : NeedIndex
        Weights, normalisation and aggregation.

    Returns
    -------
    Floats
    """
    total: Floats = np.zeros(strands["crime"].shape)
    for strand in STRANDS:
        scores = normalise_rows(strands[strand], index.normalisation)
        if index.aggregation == "geometric":
            scores = np.log(np.maximum(scores, LEAST_FOR_A_LOGARITHM))
        total = total + float(index.weights[strand]) * scores
    need: Floats = np.exp(total) if index.aggregation == "geometric" else total
    return need


def normalise_rows(values: Floats, normalisation: str) -> Floats:
    """Put each row on its own scale; see :func:`geo.need.need_index.normalise`."""
    if normalisation == "rank":
        ranks: Floats = 100.0 * (rankdata(values, method="average", axis=1) - 0.5) / values.shape[1]
        return ranks
    return np.array([rescale(row, row, normalisation) for row in values])
