"""What all pages of a force share: layers with their classes, and outlines. Computed once, before the pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

import pandas as pd

from maps.layers import Layer, build_layers
from maps.outlines import Outlines, draw_outlines
from maps.site import Site


@dataclass(frozen=True)
class Force:
    """A site with what is computed over the whole force.

    Attributes
    ----------
    site : Site
    layers : tuple of Layer
    outlines : Outlines
    place_of_area : Series
        ``candidate_id`` by ``area_code``, for areas that lie in a candidate.
    """

    site: Site
    layers: tuple[Layer, ...]
    outlines: Outlines
    place_of_area: pd.Series


def see_force(site: Site) -> Force:
    """Compute what all pages share."""
    members = site.candidate_areas.drop_duplicates("area_code").set_index("area_code")["candidate_id"]
    return Force(site, tuple(build_layers(site)), draw_outlines(site.areas), members)


def areas_by_need(force: Force, npu_code: str) -> pd.Index:
    """Codes of a unit's areas, highest need first; those that cannot be assessed last, by code."""
    site = force.site
    codes = site.areas.index[site.areas["npu_code"] == npu_code]
    ranks = site.ranking.loc[codes, "rank"].astype("Float64")
    return cast("pd.Index", ranks.sort_values(na_position="last", kind="stable").index)


def unit_places(force: Force, npu_code: str) -> list[dict[str, Any]]:
    """Candidates of a unit, in their order, each as a mapping of its columns."""
    candidates = force.site.candidates
    found = candidates[candidates["npu_code"] == npu_code].sort_values("rank", kind="stable")
    return cast("list[dict[str, Any]]", found.to_dict("records"))
