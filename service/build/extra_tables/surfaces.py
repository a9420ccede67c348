"""Counts by month on every surface, and the notes that gather while they are measured."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pandas as pd

from geo.exceptions import InputRefused
from geo.measures.dispersion import estimate_dispersion
from geo.trends.steps import count_by_month
from service.build.analysis import ALL_CRIME, Findings

Surface = tuple[str, str]
WHOLE_FORCE = ""


@dataclass(frozen=True)
class Surfaces:
    """Counts by month on each surface, areas down and complete months across, and what a reader should know.

    Attributes
    ----------
    monthly : mapping
        By (``measure``, ``crime_type``): the main surface first, then the other strands, then each recorded type.
    notes : list
        (table, sentence): why a table is empty, what was chosen, what was left out.
    """

    monthly: Mapping[Surface, pd.DataFrame]
    notes: list[tuple[str, str]] = field(default_factory=list)
    _widening: dict[Surface, float | None] = field(default_factory=dict)

    def note(self, table: str, text: str) -> None:
        """Leave a sentence for the readers of a table."""
        self.notes.append((table, text))

    def widening(self, surface: Surface) -> float | None:
        """Dispersion of a surface's area-months, at least 1; None where it has too few incidents to say."""
        if surface not in self._widening:
            self._widening[surface] = _estimate(self.monthly[surface])
        return self._widening[surface]


def _estimate(monthly: pd.DataFrame) -> float | None:
    try:
        return estimate_dispersion(monthly).widening
    except InputRefused:
        return None


def lay_out_surfaces(
    area_months: pd.DataFrame, crime_types: pd.DataFrame, areas: pd.DataFrame, findings: Findings
) -> Surfaces:
    """All recorded crime, demand and harm, then each recorded type; deprivation has no months."""
    kinds = crime_types.set_index("crime_type")
    counted = count_by_month(area_months, area_codes=areas.index, months=pd.DatetimeIndex(findings.months))
    is_crime = kinds["kind"] == "crime"
    weights = {
        ("count_rank", ALL_CRIME): is_crime.astype(float),
        ("demand_rank", "All demand"): kinds["demand_weight"].where(~is_crime, 0.0),
        ("harm_rank", ALL_CRIME): kinds["harm_days"].where(is_crime & ~kinds["police_generated"], 0.0),
    }
    nothing = pd.DataFrame(0.0, index=areas.index, columns=pd.DatetimeIndex(findings.months))
    strands = {
        surface: sum((table * weight[name] for name, table in counted.items() if weight[name] > 0), start=nothing)
        for surface, weight in weights.items()
    }
    types = {("count_rank", name): table for name, table in counted.items() if kinds.loc[name, "kind"] != "call"}
    return Surfaces(strands | types)


def each_unit(areas: pd.DataFrame) -> Iterator[tuple[str, pd.Index]]:
    """The whole force, then each unit, with its areas."""
    yield WHOLE_FORCE, areas.index
    for unit, members in areas.groupby("npu_code"):
        yield str(unit), members.index
