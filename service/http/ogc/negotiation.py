"""Choose the form of an answer: ``f=`` decides, then the Accept header, then the usual form."""

from __future__ import annotations

from collections.abc import Sequence

from geo.exceptions import WrongUsage

JSON = "application/json"
GEOJSON = "application/geo+json"
SCHEMA = "application/schema+json"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
HTML = "text/html"
FORMS = ("json", "html")


def choose_media(offered: Sequence[str], *, form: str | None, accept: str) -> str:
    """One of the media types offered.

    Parameters
    ----------
    offered : sequence of str
        Media types of the resource, the usual one first, HTML last.
    form : str or None
        What ``f=`` says.
    accept : str
        The Accept header. A client that accepts none of them gets the first.

    Raises
    ------
    WrongUsage
        ``f=`` is neither json nor html.
    """
    if form is not None:
        if form not in FORMS:
            raise WrongUsage(f"f is '{form[:40]}'", "Give json or html")
        if form == "html":
            return HTML
        offered = [media for media in offered if media != HTML]
    for wanted in _by_preference(accept):
        for media in offered:
            if wanted in ("*/*", media.partition(";")[0], f"{media.partition('/')[0]}/*"):
                return media
    return offered[0]


def _by_preference(accept: str) -> list[str]:
    """Media ranges of an Accept header, the most wanted first, those refused left out."""
    ranges = []
    for at, part in enumerate(accept.split(",")[:40]):
        media, *parameters = (piece.strip().lower() for piece in part.split(";"))
        quality = _quality(parameters)
        if media and quality > 0:
            ranges.append((-quality, at, media))
    return [media for _, _, media in sorted(ranges)]


def _quality(parameters: Sequence[str]) -> float:
    said = next((value[2:] for value in parameters if value.startswith("q=")), "1")
    return float(said) if said.replace(".", "", 1).isdecimal() and said.isascii() else 0.0
