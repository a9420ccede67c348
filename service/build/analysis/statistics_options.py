"""Turn the configuration into the options of the statistics."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pandas as pd

from geo.measures.deprivation import AREAS_IN_EDITION, OTHER_DOMAINS, score_domains
from geo.need.expected_counts import expect_counts, fit_expected_counts
from geo.need.need_index import STRANDS, NeedIndex, strand_values
from geo.need.strand_influence import index_of_influence
from geo.need.strand_months import StrandMonths
from service.settings.need import Need


def need_index(weights: Mapping[str, float], chosen: Need) -> NeedIndex:
    """Return how need is scored."""
    return NeedIndex(weights, chosen.normalisation, chosen.aggregation, chosen.per)


def index_in_use(measures: pd.DataFrame, areas: pd.DataFrame, weights: Mapping[str, float], chosen: Need) -> NeedIndex:
    """Return how need is scored, with the weights really used; `measures` and `areas` as for the ranking."""
    index = need_index(weights, chosen)
    if chosen.weights == "nominal":
        return index
    values = strand_values(measures, areas, index).loc[measures["assessable"].to_numpy()].dropna()
    return index_of_influence(values, index)


def expect_strands(values: pd.DataFrame, strands: StrandMonths, months: pd.DatetimeIndex) -> pd.DataFrame:
    """Replace crime and harm by what is expected of twelve months, fitted by back-test on these months."""
    expected = {}
    for strand in ("crime", "harm"):
        monthly = strands.monthly(strand)[months]
        expected[strand] = expect_counts(monthly, fit_expected_counts(monthly))
    return values.assign(**{STRANDS[s] if STRANDS[s] in values else s: counts for s, counts in expected.items()})


def choose_deprivation(deprivation: pd.DataFrame, domains: Collection[str], *, edition: str) -> pd.Series:
    """Score deprivation by the configured domains; without crime unless configured otherwise.

    Parameters
    ----------
    deprivation : DataFrame
        As the table of that name, indexed by ``area_code``.
    domains : collection of str
        The domains whose scores count.
    edition : str
        The edition of the indices, which decides over how many areas ranks run.
    """
    if set(domains) == set(OTHER_DOMAINS):
        return deprivation["score_without_crime"]
    return score_domains(deprivation, domains, area_count=AREAS_IN_EDITION[edition])
