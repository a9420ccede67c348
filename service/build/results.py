"""Results of a build, as frames."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from geo.candidates.delineate import Candidates
from service.build.analysis import Findings


@dataclass(frozen=True)
class Results:
    """Results of a build; the store and the pages are made from them.

    Attributes
    ----------
    area_months : DataFrame
        As the table of that name: the counts that everything else rests on.
    findings : Findings
        Complete months, measures, hotspots and ranking of areas.
    candidates : Candidates
        The places proposed.
    tables : mapping
        Every other table by its name; one without rows may be without columns.
    """

    area_months: pd.DataFrame
    findings: Findings
    candidates: Candidates
    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)
