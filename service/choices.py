"""The configuration, put into the choices that the statistics take."""

from __future__ import annotations

import pandas as pd

from geo.deprivation import AREAS_IN_EDITION, OTHER_DOMAINS, score_domains
from geo.need_index import NeedIndex
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
