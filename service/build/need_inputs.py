"""Collect what every table about need uses."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from geo.need.count_draws import StrandNoise
from geo.need.need_index import COUNTED, DENOMINATORS, NeedIndex
from geo.need.strand_months import StrandMonths
from service.build.analysis import Findings, LocatedShares
from service.build.analysis.statistics_options import expect_strands
from service.build.reference_data import Reference
from service.settings.choices import NeedChoices


@dataclass(frozen=True)
class NeedInputs:
    """Inputs of the tables about need: the assessable areas, their strands by month, and the choices.

    Attributes
    ----------
    choices : NeedChoices
        What the configuration says of need.
    strands : StrandMonths
        Counts by strand and month, of all areas.
    noise : StrandNoise
        How much each strand varies by chance.
    ranked : Index
        The assessable areas, in the order of the force.
    located : LocatedShares
        Which two years compare.
    """

    reference: Reference
    findings: Findings
    choices: NeedChoices
    strands: StrandMonths
    noise: StrandNoise
    ranked: pd.Index
    located: LocatedShares

    @property
    def index(self) -> NeedIndex:
        """How need was scored, with the weights that the ranking used."""
        return self.findings.index

    def divisor(self) -> pd.Series:
        """What counts are divided by: 1, or residents, workday residents or hectares."""
        column = DENOMINATORS[self.index.per]
        areas = self.reference.areas.loc[self.ranked]
        return areas[column].astype(float) if column else pd.Series(1.0, index=self.ranked)

    def harm_beside(self) -> pd.Series:
        """Harm of the assessable areas by the second set of weights, in its own unit; 0 where there are none."""
        harm = self.choices.harm
        weights = harm.beside.weights if harm.beside else {}
        return self.strands.weigh(weights, leave_out=harm.leave_out).loc[self.ranked]

    def values(self, months: pd.DatetimeIndex | None = None, *, leave_out: Collection[str] = ()) -> pd.DataFrame:
        """The four strands of the assessable areas over some months, as the index takes them."""
        counted = self.strands.add_up(months, leave_out=leave_out)
        if self.choices.need.counts == "expected" and not leave_out:
            counted = expect_strands(counted, self.strands, self.strands.months if months is None else months)
        counted = counted.loc[self.ranked]
        deprivation = self.findings.measures["deprivation_score"].loc[self.ranked]
        return counted[list(COUNTED)].div(self.divisor(), axis=0).assign(deprivation=deprivation)
