"""Impact Areas that a person has decided on, and how they relate to the places proposed.

Pages are drawn once, by a build; decisions come at any time. So nothing here needs more than the designations, their
areas' outlines and the areas of each place: the same few rows fill a page when it is built and when it is redrawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from maps.sentences.designations import IMPACT_AREA, PROPOSED_PLACE, decision_words, shared_words, whole_words

_GRID_M = 1.0  # published boundaries differ in the last bits: without a grid a union keeps slivers
_TOLERANCE_M = 10.0


@dataclass(frozen=True)
class ImpactArea:
    """A designation that has not ended.

    Attributes
    ----------
    designation_id, name, decided_by : str
    since : date
    review_date : date or None
    area_codes, npu_codes : frozenset of str
        Its areas in this generation, and the units in which they lie.
    outline : Polygon or MultiPolygon
        EPSG:27700, simplified for a page.
    """

    designation_id: str
    name: str
    decided_by: str
    since: date
    review_date: date | None
    area_codes: frozenset[str]
    npu_codes: frozenset[str]
    outline: Any

    @property
    def words(self) -> str:
        """Its decision in words, as :func:`maps.sentences.designations.decision_words`."""
        return decision_words(self.since, self.decided_by, self.review_date)


@dataclass(frozen=True)
class Decisions:
    """The Impact Areas of a force, in the order of decisions, and the areas of each proposed place.

    Attributes
    ----------
    impact_areas : tuple of ImpactArea
    places : mapping of str to frozenset of str
        Area codes by ``candidate_id``.
    place_names : mapping of str to str
        Name of each place.
    """

    impact_areas: tuple[ImpactArea, ...] = ()
    places: Mapping[str, frozenset[str]] | None = None
    place_names: Mapping[str, str] | None = None

    def of_unit(self, npu_code: str) -> tuple[ImpactArea, ...]:
        """Return Impact Areas with an area in a unit."""
        return tuple(one for one in self.impact_areas if npu_code in one.npu_codes)

    def covering(self, candidate_id: str) -> ImpactArea | None:
        """Return the Impact Area that contains all of a place, which is then designated, not only proposed."""
        members = self._members(candidate_id)
        return next((one for one in self.impact_areas if members and members <= one.area_codes), None)

    def place_words(self, candidate_id: str) -> str:
        """Return what a place's card says of decisions; empty if no Impact Area touches it."""
        members = self._members(candidate_id)
        whole = self.covering(candidate_id)
        if whole:
            same_name = whole.name == self.name_of(candidate_id)
            return whole_words(whole.words, whole.name, larger=whole.area_codes > members, same_name=same_name)
        shared = [(len(members & one.area_codes), one) for one in self.impact_areas if members & one.area_codes]
        return " ".join(shared_words(count, len(members), one.name, one.words) for count, one in shared)

    def name_of(self, candidate_id: str) -> str:
        """Name of a place; its id where it has none."""
        return (self.place_names or {}).get(candidate_id, candidate_id)

    def search_names(self) -> list[list[str]]:
        """Name, kind, unit and ``candidate_id`` of every place, then of each Impact Area that no place is named after.

        An Impact Area that lies in several units is listed with each, and without an id.
        """
        shown = {name.casefold() for name in (self.place_names or {}).values()}
        others = [one for one in self.impact_areas if one.name.casefold() not in shown]
        return [
            [name, IMPACT_AREA if self.covering(place) else PROPOSED_PLACE, place.rpartition("-")[0], place]
            for place, name in (self.place_names or {}).items()
        ] + [[one.name, IMPACT_AREA, code, ""] for one in others for code in sorted(one.npu_codes)]

    def _members(self, candidate_id: str) -> frozenset[str]:
        return (self.places or {}).get(candidate_id, frozenset())


def see_decisions(
    designations: pd.DataFrame, designation_areas: pd.DataFrame, candidates: pd.DataFrame, members: pd.DataFrame
) -> Decisions:
    """Match decisions to the areas and places of this generation.

    Parameters
    ----------
    designations : DataFrame
        Those that have not ended: ``designation_id, name, since, review_date, designated_by``.
    designation_areas : GeoDataFrame
        ``designation_id, area_code, npu_code`` and outline, EPSG:27700, of the areas that this generation knows.
    candidates, members : DataFrame
        ``candidate_id, candidate_name``; ``candidate_id, area_code``.

    Returns
    -------
    Decisions
        For the slots of every page.
    """
    places = {str(one): frozenset(codes) for one, codes in members.groupby("candidate_id")["area_code"] if len(members)}
    names = dict(zip(candidates["candidate_id"], candidates["candidate_name"], strict=True))
    if designations.empty or designation_areas.empty:
        return Decisions((), places, names)
    groups = dict(list(designation_areas.groupby("designation_id", sort=False)))
    standing = [row for row in designations.to_dict("records") if row["designation_id"] in groups]
    return Decisions(tuple(_see_one(row, groups[row["designation_id"]]) for row in standing), places, names)


def _see_one(row: dict[Any, Any], areas: gpd.GeoDataFrame) -> ImpactArea:
    merged = shapely.union_all(areas.geometry.to_numpy(), grid_size=_GRID_M)
    return ImpactArea(
        designation_id=str(row["designation_id"]),
        name=str(row["name"]),
        decided_by=str(row["designated_by"]),
        since=row["since"],
        review_date=None if pd.isna(row["review_date"]) else row["review_date"],
        area_codes=frozenset(areas["area_code"]),
        npu_codes=frozenset(areas["npu_code"].dropna()),
        outline=shapely.simplify(merged, _TOLERANCE_M),
    )
