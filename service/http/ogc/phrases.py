"""Values of features as people read them."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

from maps.text.phrases import month_words, number
from queries.published.collections import Collection, Property
from queries.published.store import Published

MISSING = "not known"


class Names:
    """Codes of units with their names: a code is never shown alone."""

    def __init__(self, published: Published) -> None:
        with published.ask() as cursor:
            self._units = dict(cursor.execute("SELECT npu_code, npu_name FROM npus").fetchall())

    @property
    def units(self) -> dict[str, str]:
        """Name of each unit by its code."""
        return self._units

    def of(self, found: Property, value: Any) -> str:
        """A value in words."""
        if value is None or (isinstance(value, float) and math.isnan(value)) or value == "":
            return MISSING
        if found.name == "npu_code" and value in self._units:
            return f"{self._units[value]} ({value})"
        if found.kind == "truth":
            return "yes" if value else "no"
        if isinstance(value, date):
            return month_words(value)
        if found.kind in ("integer", "number"):
            return _number(found, value)
        return str(value)


def _number(found: Property, value: float) -> str:
    decimals = found.column.decimals
    if found.column.unit == "share":
        return f"{100 * value:.0f}%" if value >= 0.005 or value == 0 else "under 1%"
    if found.column.unit in ("probability", "false discovery rate") and value < 0.0001:
        return "under 0.0001"
    if decimals == 0 and not float(value).is_integer():
        decimals = 1
    return number(value, decimals=decimals) if found.column.grouped else f"{value:.0f}"


def name_of(collection: Collection, values: dict[str, Any]) -> str:
    """What a feature is called in a title."""
    for first in ("candidate_name", "area_name", "npu_name"):
        if values.get(first):
            return str(values[first])
    return collection.texts.title
