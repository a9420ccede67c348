"""Tables of the configuration that say where the data lies."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from service.settings.base import Section


class Force(Section):
    """Who it is for, and the words that the pages use."""

    name: str
    """Name of the force, as pages and exports print it."""
    marking: str = "OFFICIAL"
    """Security marking at the top and bottom of each page and in each export."""
    npu_word: str = "Neighbourhood Policing Unit"
    """What the force calls a unit: "district", "basic command unit"."""
    team_word: str = "neighbourhood team"
    """What the force calls the teams under a unit; "ward" where wards are used instead."""
    area_word: str = "area"
    """What pages call a small area."""
    area_vintage: Literal[2011, 2021]
    """Census whose small areas the codes belong to."""
    attributions: tuple[str, ...] = ()
    """What the licences of the sources ask for, word for word."""
    cautions: tuple[str, ...] = ()
    """What a reader must know about the data, one sentence each; printed on each page."""


class Areas(Section):
    """Boundaries of the small areas."""

    files: tuple[str, ...] = Field(min_length=1)
    """Outlines: GeoJSON, GeoPackage, Shapefile, KML or GeoParquet. `*` stands for any part of a name."""
    area_code: str | None = None
    """Heading of the column with the code that incidents and all other tables use."""
    area_name: str | None = None
    """Heading of the column with the name."""
    crs: str | None = None
    """Coordinate system, only where the file does not name one: `"EPSG:27700"`."""
    layer: str | None = None
    """Layer to read, only where a file has several."""
    whole_country: bool = False
    """Cut a national file to the units of this configuration."""


class Lookup(Section):
    """A table that says which ward, district, team or unit an area lies in."""

    file: str
    """CSV file with one row per area."""
    columns: dict[str, str]
    """Our name on the left, the heading in the file on the right."""
    where: dict[str, str] = Field(default_factory=dict)
    """Read only rows with these values, by heading."""
    key: str = "area_code"
    """Column of ours that the rows are joined by."""


class Postcodes(Section):
    """Which area each postcode lies in, so that pages can be searched by postcode; pages have sectors only."""

    files: tuple[str, ...] = Field(min_length=1)
    """CSV files, such as the ONS Postcode Directory."""
    postcode: str
    """Heading of the postcode."""
    area_code: str
    """Heading of the code of the area."""


class Npu(Section):
    """A unit, and what belongs to it: any lookup column and the values that count."""

    code: str = Field(pattern=r"^[A-Za-z0-9]{1,8}$")
    """Short code: up to eight letters and digits."""
    name: str
    """Name that pages print."""
    members: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Column of a lookup and the values that belong to the unit; empty where a lookup gives `npu_code`."""


class Population(Section):
    """Usual residents per area; of another census than the areas, they are carried over by `[code_changes]`."""

    files: tuple[str, ...] = Field(min_length=1)
    """CSV files as NOMIS exports them, or any table with these headings."""
    area_code: str
    """Heading of the code of the area, or how it begins."""
    population: str
    """Heading of the number of usual residents, or how it begins."""
    edition: str
    """Census or estimate, printed with the numbers."""


class Deprivation(Section):
    """Indices of Deprivation."""

    files: tuple[str, ...] = Field(min_length=1)
    """The published CSV files of the whole country: a rank needs the number of areas that were ranked."""
    edition: Literal["IoD 2019", "IoD 2025"]
    """Edition of the Indices of Deprivation; 2019 has the areas of 2011, 2025 those of 2021."""


class Incidents(Section):
    """Files of incidents, or of counts, of one kind."""

    kind: Literal["police_uk_csv", "police_uk_api", "area_counts", "call_log"]
    """Form of the files: police.uk street CSV, answers of the police.uk API, counts per area, month and type, or a
    call log with grades.
    """
    files: tuple[str, ...] = Field(min_length=1)
    """Files to read. `*` stands for any part of a name; `.gz` and `.zip` are read as they are."""


class SeenAgain(Section):
    """What is kept of one crime id on rows that differ only in month or outcome: the latest row, or all of them."""

    keep: Literal["latest", "all"] = "latest"
    """``latest`` keeps the latest month, and of one month the row with an outcome; ``all`` keeps every row."""


class CodeChanges(Section):
    """Which 2021 codes replaced which 2011 codes: carries incidents, deprivation and residents between the two."""

    file: str
    """CSV file of the exact-fit lookup between 2011 and 2021 areas."""
    old: str
    """Heading of the 2011 code."""
    new: str
    """Heading of the 2021 code."""
    change: str
    """Heading of the kind of change (unchanged, split, merged, irregular)."""
