"""Need scores for the search: of the real surface, and of surfaces drawn under the null."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geo.arrays import Floats
from geo.candidates.units import OBJECTIVES
from geo.need.need_index import COUNTED, NeedIndex
from geo.need.null_surfaces import NullStrands
from geo.need.score_draws import score_draws


def draw_excess(
    strands: pd.DataFrame,
    divisor: pd.Series[float],
    null: NullStrands,
    index: NeedIndex,
    *,
    objective: str = "need",
    draws: int,
    seed: int | np.random.SeedSequence,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Draw the counted strands anew and score every surface as need is scored; deprivation stays the same.

    Parameters
    ----------
    strands : DataFrame
        Index `area_code`, observed counts of crime, demand and harm over the period, and deprivation.
    divisor : Series
        What counts are divided by, as the need index says; 1 for counts.
    null : NullStrands
    index : NeedIndex
    objective : str
        See :func:`geo.candidates.units.score_excess`.
    draws : int
        Null surfaces.
    seed : int or SeedSequence

    Returns
    -------
    excess, crime : DataFrame
        A row for each surface, the observed one first; a column for each area of the null. `excess` is the score above
        the force mean in need-score points, `crime` the count of recorded crime.
    """
    codes = null.area_codes
    known, by = strands.loc[codes], np.asarray(divisor.loc[codes], dtype=float)
    drawn = null.draw(draws, np.random.default_rng(seed))
    counts = {s: np.vstack([np.asarray(known[s], dtype=float)[None], drawn[s]]) for s in COUNTED}
    scored = {s: table / by for s, table in counts.items()}
    scored["deprivation"] = np.tile(np.asarray(known["deprivation"], dtype=float), (draws + 1, 1))
    need = score_draws(scored, index)
    excess = need - need.mean(axis=1, keepdims=True) if objective == "need" else _scale_counts(counts, need, objective)
    return pd.DataFrame(excess, columns=codes), pd.DataFrame(counts["crime"], columns=codes)


def _scale_counts(counts: dict[str, Floats], need: Floats, objective: str) -> Floats:
    """Scale counts above their mean to the spread of the need score."""
    strand = next(name for name in COUNTED if OBJECTIVES[objective].startswith(name))
    counted = counts[strand]
    spread = counted.std(axis=1, ddof=1, keepdims=True)
    scale = np.divide(need.std(axis=1, ddof=1, keepdims=True), spread, out=np.zeros_like(spread), where=spread > 0)
    scaled: Floats = (counted - counted.mean(axis=1, keepdims=True)) * scale
    return scaled
