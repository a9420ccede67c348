"""The five published collections: each is a file of SQL beside this one whose head describes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from importlib import resources

from geo.exceptions import NothingFound, WrongUsage
from queries.catalogue.catalogue import Column, parse
from queries.catalogue.rows import did_you_mean

KINDS = {
    "VARCHAR": "text",
    "INTEGER": "integer",
    "BIGINT": "integer",
    "DOUBLE": "number",
    "BOOLEAN": "truth",
    "DATE": "date",
}
GEOMETRY = "geometry"


@dataclass(frozen=True)
class BrowseTexts:
    """How a collection is shown in a browser.

    Attributes
    ----------
    title : str
    glance : tuple of str
        Properties that get a column of a table.
    narrow_by : tuple of str
        Properties with few values, offered as links.
    """

    title: str
    glance: tuple[str, ...]
    narrow_by: tuple[str, ...] = ()


SHOWN = {
    "areas": BrowseTexts(
        "Areas with their ranking",
        (
            *("area_name", "rank", "rank_low_next", "rank_high_next", "npu_code", "need_score", "crime_score"),
            *("demand_score", "deprivation_score", "harm_score", "hotspot_class", "population"),
        ),
        ("npu_code", "hotspot_class", "type_name"),
    ),
    "candidates": BrowseTexts(
        "Impact Area candidates",
        (
            *("candidate_name", "npu_code", "rank", "area_count", "population", "need_score", "crime_share"),
            *("harm_share", "proven", "compactness"),
        ),
        ("npu_code",),
    ),
    "hotspots": BrowseTexts(
        "Hotspots",
        ("area_name", "crime_type", "measure", "hotspot_class", "gi_star_z", "p_value", "q_value", "inference"),
        ("crime_type", "hotspot_class", "npu_code"),
    ),
    "incidents": BrowseTexts(
        "Incidents, counted per area, month and type",
        ("area_name", "month", "crime_type", "npu_code", "incident_count", "month_complete"),
        ("crime_type", "npu_code"),
    ),
    "npus": BrowseTexts(
        "Units",
        ("npu_name", "area_count", "population", "crime_count", "harm_days", "need_share", "candidate_count"),
    ),
}
_TIMES = {"hotspots": ("period_start", "period_end"), "incidents": ("month", "month")}
_POINTS = ("incidents",)


@dataclass(frozen=True)
class Property:
    """A published property; its kind is text, integer, number, truth or date."""

    column: Column
    kind: str

    @property
    def name(self) -> str:
        """Name in filters and answers."""
        return self.column.name

    @property
    def meaning(self) -> str:
        """Meaning, with its unit."""
        unit = f" ({self.column.unit})" if self.column.unit else ""
        return f"{self.column.meaning}{unit}"


@dataclass(frozen=True)
class Collection:
    """A collection of features.

    Attributes
    ----------
    name, purpose : str
    texts : BrowseTexts
    properties : dict of Property
        By name, in the order of the query.
    times : tuple of str or None
        Properties that contain the first and the last month of a feature; None where features have no time.
    is_point : bool
        Whether a feature is a point rather than an outline.
    bounds : tuple of float
        West, south, east, north in degrees.
    period : tuple of date or None
        First and last month of all features.
    count : int
        Features in it.
    """

    name: str
    purpose: str
    texts: BrowseTexts
    properties: dict[str, Property]
    times: tuple[str, str] | None
    is_point: bool
    bounds: tuple[float, float, float, float]
    period: tuple[date, date] | None
    count: int

    def find(self, name: str) -> Property:
        """A property by its name.

        Raises
        ------
        WrongUsage
            There is none of that name.
        """
        if name not in self.properties:
            nearest = did_you_mean(name, list(self.properties))
            raise WrongUsage(
                f"There is no property '{name}' in '{self.name}'",
                f"{nearest}Properties: {', '.join(self.properties)}",
            )
        return self.properties[name]


def collection_sql(name: str) -> str:
    """The query of a collection."""
    return (resources.files("queries") / "published" / f"{name}.sql").read_text(encoding="utf-8")


def describe_collection(
    name: str,
    types: dict[str, str],
    *,
    bounds: tuple[float, float, float, float],
    period: tuple[date, date] | None,
    count: int,
) -> Collection:
    """Describe a collection as its query declares it; undeclared columns are a fault of the program."""
    declared = parse(name, collection_sql(name))
    if [column.name for column in declared.columns] != list(types):
        raise ValueError(f"{name}.sql declares {[c.name for c in declared.columns]} and gives {list(types)}")
    properties = {column.name: Property(column, KINDS[types[column.name]]) for column in declared.columns}
    return Collection(
        name, declared.purpose, SHOWN[name], properties, _TIMES.get(name), name in _POINTS, bounds, period, count
    )


def collection_times(name: str) -> tuple[str, str] | None:
    """Properties that contain the first and last month of a feature."""
    return _TIMES.get(name)


def no_collection(name: str) -> NothingFound:
    """Answer for a collection that does not exist."""
    return NothingFound(
        f"There is no collection '{name}'", f"{did_you_mean(name, list(SHOWN))}Collections: {', '.join(SHOWN)}"
    )
