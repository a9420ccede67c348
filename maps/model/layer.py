"""One measure that the map can show, and the name that links know it by."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from maps.model.classes import Classes


@dataclass(frozen=True)
class Layer:
    """One measure of the chooser.

    Attributes
    ----------
    layer_id : str
        Stable name, used in links.
    group : str
        Heading in the chooser.
    title : str
        Name in the chooser and in the legend.
    unit : str
        What a value counts ("incidents"); empty for hotspots.
    ramp : str
        Which colours: "need", "context", "hotspot", "kind" (types), "quadrant" or "difference".
    classes : Classes
    figures : Series or None
        Whole numbers by ``area_code``; None for hotspots, which have classes only.
    words : Series or None
        The word of each area, by ``area_code``, where a class has several words.
    dated : str
        Edition of its data where that is not the period of the incidents: "Indices of Deprivation 2025".
    rated : bool
        Whether it counts something that a rate per resident belongs beside.
    """

    layer_id: str
    group: str
    title: str
    unit: str
    ramp: str
    classes: Classes
    figures: pd.Series | None
    words: pd.Series | None = None
    dated: str = ""
    rated: bool = False


def slug(text: str) -> str:
    """Return text as links use it: small letters and digits, with a hyphen between words."""
    return "-".join("".join(letter if letter.isalnum() else " " for letter in text.lower()).split())
