"""National products for the background of maps, in the forms in which they are published.

Layers and columns are those of the GeoPackages of 2023 and later, and of the Shapefiles and GeoPackages before them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Layer:
    """One layer of a product that pages can draw.

    Attributes
    ----------
    product : str
        Its published name.
    names : tuple of str
        What the layer is called, in a GeoPackage or as the end of a Shapefile's name.
    kind : str
        What it is drawn as.
    labels : tuple of str
        Columns of its name, the first that is filled counts.
    sort_by : tuple of str
        Columns that say what sort of feature it is, under the names of either form; empty for none.
    importance : mapping
        Sort to how important it is, 1 most; a sort that is not named is left out. Empty: every feature counts 3.
    """

    product: str
    names: tuple[str, ...]
    kind: str
    labels: tuple[str, ...] = ()
    sort_by: tuple[str, ...] = ()
    importance: Mapping[str, int] = field(default_factory=dict)

    def columns_to_read(self, fields: Sequence[str]) -> list[str]:
        """Columns of a file to read."""
        return [name for name in fields if name in (*self.labels, *self.sort_by)]


PRODUCTS = (
    Layer(
        "OS Open Roads",
        ("road_link", "RoadLink"),
        "road",
        ("road_classification_number", "roadNumber", "roadClassificationNumber", "name_1", "name1"),
        ("road_classification", "roadClassification", "class"),
        {"Motorway": 1, "A Road": 2, "B Road": 4},
    ),
    Layer(
        "OS Open Rivers",
        ("watercourse_link", "WatercourseLink"),
        "river",
        ("watercourse_name", "watercourseName", "name1"),
        ("form",),
        {"inlandRiver": 3, "tidalRiver": 1, "canal": 3},
    ),
    Layer(
        "OS Open Greenspace",
        ("greenspace_site", "GreenspaceSite"),
        "green",
        ("distinctive_name_1", "distName1"),
        ("function",),
        {"Public Park Or Garden": 4, "Golf Course": 5, "Cemetery": 5},
    ),
    Layer("OS Open Zoomstack", ("rail",), "rail", (), ("type",), {"Multi Track": 2, "Single Track": 3}),
    Layer("OS VectorMap District", ("RailwayTrack",), "rail", (), ("classification", "CLASSIFICA"), {}),
    Layer(
        "Boundary-Line",
        ("district_borough_unitary", "district_borough_unitary_region"),
        "district",
        ("Name", "name", "NAME"),
    ),
)
# A stretch of water or a park that is smaller than this says little on a map of a unit.
SMALLEST_GREEN_M2 = 50_000.0

# OS Open Names comes as tiles of 20 by 20 kilometres (SP08.csv), without a line of headings; DOC contains these.
OPEN_NAMES = "OS Open Names"
OPEN_NAMES_COLUMNS = 34
NAME, TYPE, LOCAL_TYPE, EASTING, NORTHING = 2, 6, 7, 8, 9
SETTLEMENTS = {"City": 1, "Town": 1, "Suburban Area": 2, "Village": 2, "Hamlet": 4, "Other Settlement": 4}
STATIONS = {"Railway Station": 4}


def layer_of(name: str) -> Layer | None:
    """Return the layer of a GeoPackage's layer name, or of a Shapefile such as ``SP_RoadLink``; None for any other."""
    for layer in PRODUCTS:
        if any(name == known or name.endswith(f"_{known}") for known in layer.names):
            return layer
    return None
