"""Show a frame in a notebook: a table and a small map, with nothing fetched."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from maps.model.classes import NO_DATA, NOT_ASSESSABLE, Classes, classify
from maps.text.escape import html_text

WIDTH = 640
_COLOURS = {"0": "#fffae3", "1": "#fee7ad", "2": "#fdc574", "3": "#f0913e", "4": "#bd4f0f"}
_WITHOUT = {NO_DATA: ("#ffffff", "no data"), NOT_ASSESSABLE: ("#e3e3e3", "cannot be assessed")}
_TABLE = "border-collapse:collapse;font:13px/1.35 sans-serif;color:#0b0c0c;background:#fff"
_CELL = "padding:2px 10px 2px 0;border-bottom:1px solid #d3d6d8;vertical-align:top"
_QUIET = "font:12px/1.4 sans-serif;color:#4a5257;margin:4px 0"


def table_html(
    headings: Sequence[str], rows: Sequence[Sequence[str]], *, numeric: Sequence[bool], title: str, note: str = ""
) -> str:
    """Return a table as a fragment of HTML.

    Parameters
    ----------
    headings : sequence of str
        Column headings.
    rows : sequence of sequence of str
        Cells, ready to be read.
    numeric : sequence of bool
        Which columns are set to the right.
    title, note : str
        Above the table, and below it.

    Returns
    -------
    str
        A fragment of HTML.
    """
    sides = ["right" if one else "left" for one in numeric]
    head = _cells("th", headings, sides, "font-weight:600;border-bottom:2px solid #0b0c0c")
    body = "".join(f"<tr>{_cells('td', row, sides, '')}</tr>" for row in rows)
    caption = f'<caption style="text-align:left;font-weight:600;padding:4px 0">{html_text(title)}</caption>'
    below = f'<p style="{_QUIET}">{html_text(note)}</p>' if note else ""
    return f'<table style="{_TABLE}">{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{below}'


def map_html(
    outlines: gpd.GeoSeries,
    values: pd.Series,
    *,
    title: str,
    names: pd.Series,
    assessable: pd.Series | None = None,
    note: str = "",
) -> str:
    """Return areas in at most five classes as a fragment of HTML with a picture; each area has name and value.

    Parameters
    ----------
    outlines : GeoSeries
        EPSG:27700.
    values : Series of float
        Same index; NaN is no data.
    title : str
        Above the map.
    names : Series of str
        Same index: what each outline is called.
    assessable : Series of bool, optional
        Same index; areas that cannot be assessed look different from low ones.
    note : str
        Below the legend.

    Returns
    -------
    str
        A fragment of HTML.

    Notes
    -----
    Outlines are drawn at the size of the picture: they are for looking, not for measuring.
    """
    known = pd.Series(True, index=values.index) if assessable is None else assessable
    classes = classify(values.astype("float64"), known)
    number = next(_numbers)
    view, paths = _paths(outlines)
    drawn = "".join(
        f'<path d="{path}" fill="{_fill(step)}"><title>{html_text(_describe_area(name, value, step))}</title></path>'
        for path, step, name, value in zip(paths, classes.steps, names, values, strict=True)
    )
    below = f'<p style="{_QUIET}">{html_text(f"{classes.basis} {note}".strip())}</p>'
    return (
        f'<figure style="margin:0"><figcaption style="font:600 14px sans-serif" id="impact-areas-map-{number}">'
        f'{html_text(title)}</figcaption><svg role="img" aria-labelledby="impact-areas-map-{number}" viewBox="{view}"'
        f' width="{WIDTH}" style="max-width:100%;background:#f6f5f2"><g stroke="#8a8578" stroke-width="0.5"'
        f' stroke-linejoin="round" fill-rule="evenodd">{drawn}</g></svg>{_legend(classes)}{below}</figure>'
    )


_numbers = count(1)  # two maps in one notebook must not share an id


def _cells(tag: str, texts: Sequence[str], sides: Sequence[str], style: str) -> str:
    return "".join(
        f'<{tag} style="{_CELL};text-align:{side};{style}">{html_text(text)}</{tag}>'
        for text, side in zip(texts, sides, strict=True)
    )


def _paths(outlines: gpd.GeoSeries) -> tuple[str, list[str]]:
    """The view box and one path an outline, in whole pixels from the top left."""
    west, south, east, north = outlines.total_bounds
    scale = WIDTH / max(east - west, 1.0)
    simple = shapely.simplify(outlines.to_numpy(), 0.5 / scale)
    view = f"0 0 {WIDTH} {max(1, round((north - south) * scale))}"
    return view, [_path(shape, west, north, scale) for shape in simple]


def _path(shape: shapely.Geometry, west: float, north: float, scale: float) -> str:
    if shape is None or shape.is_empty:
        return ""
    rings = shapely.get_rings(shapely.get_parts(shape))
    pieces = []
    for ring in rings:
        corners = shapely.get_coordinates(ring)[:-1]
        pixels = np.round(np.column_stack([(corners[:, 0] - west) * scale, (north - corners[:, 1]) * scale]), 1)
        pieces.append("M" + " ".join(f"{x:g},{y:g}" for x, y in pixels) + "Z")
    return "".join(pieces)


def _fill(step: str) -> str:
    return _COLOURS[step] if step in _COLOURS else _WITHOUT[step][0]


def _describe_area(name: str, value: float, step: str) -> str:
    """Describe an area, as in "Leicester 041A: 97.5"."""
    if step in _WITHOUT:
        return f"{name}: {_WITHOUT[step][1]}"
    return f"{name}: {value:,.1f}".removesuffix(".0")


def _legend(classes: Classes) -> str:
    present = set(classes.steps)
    entries = [(_COLOURS[step], words) for step, words in classes.labels]
    entries += [_WITHOUT[step] for step in _WITHOUT if step in present]
    swatch = "display:inline-block;width:14px;height:14px;border:1px solid #8a8a8a;vertical-align:-2px;margin:0 5px 0 0"
    items = "".join(
        f'<span style="margin-right:14px;white-space:nowrap"><span style="{swatch};background:{colour}"></span>'
        f"{html_text(words)}</span>"
        for colour, words in entries
    )
    return f'<div style="font:13px/1.8 sans-serif;color:#0b0c0c;background:#fff">{items}</div>'
