"""Read where incidents are, for statistics of places; only sums and classes made from them are stored."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import duckdb
import pandas as pd

_POINTS = """
-- One type has one harm: multiplied, because the order in which threads add it up would show in the last digits.
SELECT round(easting_m) AS easting_m, round(northing_m) AS northing_m, area_code, crime_type,
    count(*) AS incident_count, count(*) * any_value(if(police_generated, 0, harm_days)) AS harm_days
FROM incidents JOIN crime_types USING (crime_type)
WHERE kind = 'crime' AND easting_m IS NOT NULL AND area_code IS NOT NULL AND list_contains($months, occurred_month)
GROUP BY ALL ORDER BY ALL
"""
_DATED = """
SELECT kind, crime_type, easting_m, northing_m, occurred_at
FROM incidents JOIN sources USING (source_id)
WHERE occurred_at IS NOT NULL AND easting_m IS NOT NULL AND list_contains($months, occurred_month)
    AND NOT list_contains($snapped, kind)
ORDER BY ALL
"""


def read_points(con: duckdb.DuckDBPyConnection, *, months: Sequence[date]) -> pd.DataFrame:
    """Read recorded crime of these months, summed by point and type.

    Parameters
    ----------
    con : DuckDBPyConnection
        The generation.
    months : sequence of date
        First days of the months.

    Returns
    -------
    DataFrame
        `easting_m, northing_m, area_code, crime_type, incident_count, harm_days`.
    """
    return con.execute(_POINTS, {"months": list(months)}).df()


def read_dated(con: duckdb.DuckDBPyConnection, *, months: Sequence[date], snapped: Sequence[str]) -> pd.DataFrame:
    """Read incidents of these months with a day and a place, from sources that do not snap their points.

    Parameters
    ----------
    con : DuckDBPyConnection
        The generation.
    months : sequence of date
        First days of the months.
    snapped : sequence of str
        Kinds of source whose points are snapped.

    Returns
    -------
    DataFrame
        `kind, crime_type, easting_m, northing_m, occurred_at`, one row an incident: for counting pairs, never to show.
    """
    return con.execute(_DATED, {"months": list(months), "snapped": list(snapped)}).df()


def source_kinds(con: duckdb.DuckDBPyConnection) -> list[str]:
    """List kinds of incident source in this generation.

    Parameters
    ----------
    con : DuckDBPyConnection
        The generation.

    Returns
    -------
    list of str
        Such as ``police_uk_csv``, in alphabetical order.
    """
    rows = con.execute("SELECT DISTINCT kind FROM sources WHERE rows_read IS NOT NULL ORDER BY kind").fetchall()
    return [kind for (kind,) in rows]
