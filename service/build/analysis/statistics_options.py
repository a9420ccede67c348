"""The configuration, put into the choices that the statistics take."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pandas as pd

from geo.measures.deprivation import AREAS_IN_EDITION, OTHER_DOMAINS, score_domains
from geo.need.need_index import NeedIndex
from service.settings.need import Need


def need_index(weights: Mapping[str, float], chosen: Need) -> NeedIndex:
    """How need is scored."""
    return NeedIndex(weights, chosen.normalisation, chosen.aggregation, chosen.per)


def choose_deprivation(deprivation: pd.DataFrame, domains: Collection[str], *, edition: str) -> pd.Series:
    """The score of the domains that the configuration names; without crime unless it says otherwise.

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


def describe_choices(chosen: Need) -> tuple[str, ...]:
    """What a reader must know where need is not scored in the default way, one sentence each."""
    said = []
    if chosen.aggregation == "geometric":
        said.append("Strands are joined by a geometric mean: contributions add up to the logarithm of the need score.")
    if chosen.normalisation != "rank":
        said.append(f"Need is on the scale '{chosen.normalisation}' of the configuration, not 0 to 100.")
    if chosen.per != "area":
        said.append(f"Crime, demand and harm enter need per {chosen.per}, not as counts.")
    return tuple(said)
