"""Evidence for the places proposed, as frames of the store."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd


@dataclass(frozen=True)
class Evidence:
    """Quality of the proposals, and what else could be proposed; every frame may be empty.

    Attributes
    ----------
    statements : DataFrame
        ``candidate_evidence``, in its order: ``candidate_id, section, item, value, words``.
    levels : DataFrame
        ``candidate_levels``: ``candidate_id, level_class``, whether recorded crime is above what is expected.
    units : DataFrame
        ``candidate_units``: ``npu_code, wanted_count, candidate_count, gap, proven, note``.
    swaps : DataFrame
        ``candidate_swaps``: ``candidate_id, swap_number, area_out, area_in, cost_share``.
    alternatives, alternative_areas : DataFrame
        ``candidate_id, alternative_number, cost_share``; and the areas of each.
    left_out : DataFrame
        ``candidate_left_out``: why areas of high need lie in no place.
    """

    statements: pd.DataFrame = field(default_factory=pd.DataFrame)
    levels: pd.DataFrame = field(default_factory=pd.DataFrame)
    units: pd.DataFrame = field(default_factory=pd.DataFrame)
    swaps: pd.DataFrame = field(default_factory=pd.DataFrame)
    alternatives: pd.DataFrame = field(default_factory=pd.DataFrame)
    alternative_areas: pd.DataFrame = field(default_factory=pd.DataFrame)
    left_out: pd.DataFrame = field(default_factory=pd.DataFrame)
