"""A force's own map server, drawn under the areas where the configuration names one; no page asks for it otherwise.

Folium's ``TileLayer`` and ``WmsTileLayer`` write the address into the script. Here a script has no data, so that its
hash in the page's policy is the same for every force: the address travels as data, and the vendored Leaflet draws it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlsplit


@dataclass(frozen=True)
class GroundMap:
    """A tile or WMS server that offers Web Mercator (EPSG:3857).

    Attributes
    ----------
    kind : {"tiles", "wms"}
    url : str
        Address of a tile with ``{z}``, ``{x}`` and ``{y}``, or of the WMS.
    credit : str
        Whose map it is, as its licence asks for it.
    layers : str
        Layers of a WMS, separated by commas; empty for tiles.
    min_zoom, max_zoom : int
        Levels that the server has. Below the first nothing is drawn; beyond the last its pictures are enlarged.
    """

    kind: Literal["tiles", "wms"]
    url: str
    credit: str
    layers: str = ""
    min_zoom: int = 0
    max_zoom: int = 18

    @property
    def origin(self) -> str:
        """Origin of the pictures (scheme, host and port), as a security policy writes it."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}".lower()


def write_ground(ground: GroundMap | None) -> dict[str, Any]:
    """Return the data for the page's script; nothing if there is no map server.

    Parameters
    ----------
    ground : GroundMap or None
        The map server; None where there is none.

    Returns
    -------
    dict of str to object
        For the page's JSON; empty without a map server.
    """
    if ground is None:
        return {}
    return {
        "ground": {
            "kind": ground.kind,
            "url": ground.url,
            "layers": ground.layers,
            "minZoom": ground.min_zoom,
            "maxZoom": ground.max_zoom,
        }
    }


def ground_source(ground: GroundMap | None) -> tuple[str, ...]:
    """Return the page's line on the map server among its sources.

    Parameters
    ----------
    ground : GroundMap or None
        The map server; None where there is none.

    Returns
    -------
    tuple of str
        One line; empty without a map server.
    """
    if ground is None:
        return ()
    return (
        f"Background map: {ground.credit}. The page asks {ground.origin} for it while it is open, "
        "and that server sees which part of the map is looked at.",
    )
