"""The table of the configuration that lets pages ask one map server of the force's own. Off unless it is written."""

from __future__ import annotations

import ipaddress
import re
from typing import Literal, Self
from urllib.parse import SplitResult, parse_qsl, urlsplit

from pydantic import Field, model_validator

from maps.text.tile_server import GroundMap as GroundMapDrawn
from service.settings.base import Section

# A security policy knows no other hosts, and an address with a quote or a semicolon could say more than a host.
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?")
_INSIDE = (".local", ".internal", ".intranet", ".lan", ".corp", ".pnn.police.uk")
_SECRETS = re.compile("key|token|secret|password|pwd|passwd|signature|auth", re.IGNORECASE)
_PLACES = ({"z", "x", "y"}, {"z", "x", "-y"})


class GroundMap(Section):
    """A tile or WMS server in Web Mercator (EPSG:3857) that the pages of units ask for the ground under the areas."""

    kind: Literal["tiles", "wms"]
    """Kind of server."""
    url: str = Field(min_length=1)
    """Address, without names or keys: everyone with a page can read it. `http` only inside the network."""
    layers: str = ""
    """Layers of a WMS, separated by commas."""
    credit: str = Field(min_length=1)
    """Credit that the map prints."""
    min_zoom: int = Field(default=0, ge=0, le=18)
    """Lowest zoom level of the server."""
    max_zoom: int = Field(default=18, ge=0, le=22)
    """Highest zoom level of the server."""

    @model_validator(mode="after")
    def _fits(self) -> Self:
        _check_address(self.url)
        if self.min_zoom > self.max_zoom:
            raise ValueError(
                f"ground_map: min_zoom ({self.min_zoom}) is above max_zoom ({self.max_zoom}); turn them round"
            )
        found = set(re.findall(r"\{([^}]*)\}", self.url))
        if self.kind == "wms":
            _check_wms(found, self.layers)
        else:
            _check_tiles(found, self.layers)
        return self

    def drawn(self) -> GroundMapDrawn:
        """As the pages take it."""
        return GroundMapDrawn(self.kind, self.url, self.credit, self.layers, self.min_zoom, self.max_zoom)

    def warning(self) -> str:
        """What a person who builds pages must know."""
        return (
            f"Pages of units ask {self.drawn().origin} for their background map while they are open; it sees which "
            "part of the map is looked at. No other page asks anything."
        )


def _check_address(url: str) -> None:
    if not re.fullmatch(r"[\x21-\x7e]+", url) or re.search(r"[\"'<>`;\\]", url):
        raise ValueError(
            "ground_map.url contains a space, quote, semicolon or letter beyond ASCII; write it as a browser shows it"
        )
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https"):
        raise ValueError(f"ground_map.url begins with '{parts.scheme or url[:12]}'; give an https:// address")
    if "@" in parts.netloc:
        raise ValueError(
            "ground_map.url contains a user name or a password, which everyone with a page could read; "
            "let the server know your network instead"
        )
    _check_host(parts)
    secret = [name for name, _ in parse_qsl(parts.query, keep_blank_values=True) if _SECRETS.search(name)]
    if secret:
        raise ValueError(
            f"ground_map.url contains '{secret[0]}', which everyone with a page could read; "
            "let the server know your network instead"
        )
    if parts.fragment:
        raise ValueError("ground_map.url contains a '#', which no server is sent; leave out what follows it")


def _check_host(parts: SplitResult) -> None:
    host = parts.hostname or ""
    if not _HOST.fullmatch(host):
        raise ValueError(
            f"ground_map.url names the host '{host}', which a page's security policy cannot name; "
            "give one host, by letters, digits, dots and hyphens"
        )
    try:
        _ = parts.port
    except ValueError:
        raise ValueError("ground_map.url has a port that is no number up to 65535; mend or leave it out") from None
    if parts.scheme == "http" and not _is_inside(host):
        raise ValueError(
            f"ground_map.url asks {host} by http, so that anyone on the way could see or change the map; "
            "use https, or a server by its name inside the network"
        )


def _is_inside(host: str) -> bool:
    """Whether a name or a number can only be a host of an internal network."""
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return "." not in host or host.endswith(_INSIDE)


def _check_tiles(found: set[str], layers: str) -> None:
    if found not in _PLACES:
        raise ValueError(
            f"ground_map.url has {_list_words(found)}; a tile's address has {{z}}, {{x}} and {{y}} or {{-y}}, no others"
        )
    if layers:
        raise ValueError("ground_map.layers belongs to a WMS; leave it out, or set kind = 'wms'")


def _check_wms(found: set[str], layers: str) -> None:
    if found:
        raise ValueError(
            f"ground_map.url has {_list_words(found)}, and a WMS has none; leave them out, or set kind = 'tiles'"
        )
    if not layers:
        raise ValueError("ground_map.layers is missing, and a WMS draws only layers that are named; name at least one")


def _list_words(found: set[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(found)) or "no placeholders"
