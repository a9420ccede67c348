"""Tables of the configuration that say where the data lies."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from service.settings.base import Section


class Force(Section):
    """Who it is for, and the words that the pages use."""

    name: str
    marking: str = "OFFICIAL"
    npu_word: str = "Neighbourhood Policing Unit"
    team_word: str = "neighbourhood team"
    area_word: str = "area"
    area_vintage: Literal[2011, 2021]
    attributions: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()


class Areas(Section):
    """Boundaries of the small areas."""

    files: tuple[str, ...] = Field(min_length=1)
    area_code: str | None = None
    area_name: str | None = None
    crs: str | None = None
    layer: str | None = None
    whole_country: bool = False


class Lookup(Section):
    """A table that says which ward, district, team or unit an area lies in."""

    file: str
    columns: dict[str, str]
    where: dict[str, str] = Field(default_factory=dict)
    key: str = "area_code"


class Postcodes(Section):
    """Which area each postcode lies in, so that pages can be searched by postcode; pages hold sectors only."""

    files: tuple[str, ...] = Field(min_length=1)
    postcode: str
    area_code: str


class Npu(Section):
    """A unit, and what belongs to it: any lookup column and the values that count."""

    code: str = Field(pattern=r"^[A-Za-z0-9]{1,8}$")
    name: str
    members: dict[str, tuple[str, ...]] = Field(default_factory=dict)


class Population(Section):
    """Usual residents per area."""

    files: tuple[str, ...] = Field(min_length=1)
    area_code: str
    population: str
    edition: str


class Deprivation(Section):
    """Indices of Deprivation."""

    files: tuple[str, ...] = Field(min_length=1)
    edition: Literal["IoD 2019", "IoD 2025"]


class Incidents(Section):
    """Files of incidents, or of counts, of one kind."""

    kind: Literal["police_uk_csv", "police_uk_api", "area_counts", "call_log"]
    files: tuple[str, ...] = Field(min_length=1)


class CodeChanges(Section):
    """Which 2021 codes replaced which 2011 codes."""

    file: str
    old: str
    new: str
    change: str
