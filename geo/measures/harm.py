"""Weigh harm in days of imprisonment: the weight of one record of each crime type, and the sum per area."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import pandas as pd

from geo.exceptions import ConfigurationRefused

POLICE_GENERATED = ("Drugs", "Possession of weapons")

_WEST_MIDLANDS_MIX = MappingProxyType(
    {
        "Violence and sexual offences": 192.46,
        "Robbery": 365.0,
        "Possession of weapons": 273.75,
        "Burglary": 246.78,
        "Criminal damage and arson": 10.94,
        "Other crime": 10.0,
        "Public order": 7.5,
        "Vehicle crime": 5.0,
        "Drugs": 3.41,
        "Bicycle theft": 2.0,
        "Other theft": 2.0,
        "Theft from the person": 2.0,
        "Shoplifting": 1.0,
    }
)


@dataclass(frozen=True)
class HarmWeights:
    """Days of imprisonment for one record of each crime type.

    The default is a third party's derivation of the Cambridge Crime Harm Index, weighted by the offences that
    West Midlands Police recorded. It is not official.

    Parameters
    ----------
    edition : str
        Where the weights come from. Printed with every result, because weights differ by edition.
    days : mapping of str to float
        Days per record by crime type. A type without an entry weighs nothing: anti-social behaviour has no weight.
    """

    edition: str = "Cambridge Crime Harm Index, weighted by the West Midlands offence mix (third party, not official)"
    days: Mapping[str, float] = field(default_factory=lambda: _WEST_MIDLANDS_MIX)


def harm_days(
    area_months: pd.DataFrame, weights: HarmWeights, *, leave_out: Collection[str] = POLICE_GENERATED
) -> pd.Series[float]:
    """Add up harm per area.

    Parameters
    ----------
    area_months : DataFrame
        `area_code, month, crime_type, incident_count`; every month in it counts.
    weights : HarmWeights
        Days per record.
    leave_out : collection of str
        Crime types that weigh nothing here. By default the types that police find rather than the public reports,
        so that an area does not look worse because it is policed more.

    Returns
    -------
    Series
        Days of imprisonment, index `area_code`, one row for each area that has a row in `area_months`.

    Raises
    ------
    ConfigurationRefused
        A type to leave out has no weight, which is most likely a slip of spelling.

    Notes
    -----
    After Sherman, Neyroud and Neyroud (2016), The Cambridge Crime Harm Index. What could mislead: the police.uk types
    are broad, so a street robbery and an armed one weigh the same here.
    """
    unknown = sorted(set(leave_out) - set(weights.days))
    if unknown:
        raise ConfigurationRefused(
            f"Harm should leave out {', '.join(unknown)}, which has no harm weight",
            f"Use the spelling of the weights: {', '.join(sorted(weights.days))}",
        )
    counted = {crime_type: days for crime_type, days in weights.days.items() if crime_type not in leave_out}
    days = area_months["crime_type"].map(counted).astype(float).fillna(0.0) * area_months["incident_count"]
    return days.groupby(area_months["area_code"]).sum().rename("harm_days")
