"""The configuration, put into the choices that the statistics take."""

from __future__ import annotations

import pandas as pd

from geo.measures.deprivation import AREAS_IN_EDITION, OTHER_DOMAINS, score_domains
from geo.need.need_index import NeedIndex
from service.settings import Settings


def need_index(settings: Settings) -> NeedIndex:
    """How need is scored."""
    chosen = settings.need
    return NeedIndex(settings.analysis.weights, chosen.normalisation, chosen.aggregation, chosen.per)


def choose_deprivation(deprivation: pd.DataFrame, settings: Settings) -> pd.Series:
    """The score of the domains that the configuration names; without crime unless it says otherwise.

    Parameters
    ----------
    deprivation : DataFrame
        As the table of that name, indexed by ``area_code``.
    """
    domains = settings.need.deprivation_domains
    if set(domains) == set(OTHER_DOMAINS):
        return deprivation["score_without_crime"]
    return score_domains(deprivation, domains, area_count=AREAS_IN_EDITION[settings.deprivation.edition])


def describe_choices(settings: Settings) -> tuple[str, ...]:
    """What a reader must know where need is not scored in the default way, one sentence each."""
    chosen, said = settings.need, []
    if chosen.aggregation == "geometric":
        said.append("Strands are joined by a geometric mean: contributions add up to the logarithm of the need score.")
    if chosen.normalisation != "rank":
        said.append(f"Need is on the scale '{chosen.normalisation}' of the configuration, not 0 to 100.")
    if chosen.per != "area":
        said.append(f"Crime, demand and harm enter need per {chosen.per}, not as counts.")
    return tuple(said)
