"""Write layers of a unit as its page stores them: each names its legend, and equal legends are written once."""

from __future__ import annotations

from typing import Any

import pandas as pd

from maps.model.area_columns import LayerColumns
from maps.model.classes import SUPPRESSED
from maps.model.force_view import Force
from maps.model.json_columns import Positions, mean_known, pick
from maps.model.layer import Layer
from maps.model.packed_layers import pack_steps, pack_words
from maps.model.series import write_series

# What a page asks of every layer; the rest is left out where there is none.
_ALWAYS = {"labels", "steps", "values"}
Legend = tuple[tuple[tuple[str, str], ...], str]


def write_layers(force: Force, at: Positions, cells: dict[str, Any] | None) -> dict[str, Any]:
    """Write ``layers`` in the order of the chooser, and the ``legends`` that they name by number.

    Parameters
    ----------
    force : Force
    at : positions
        The unit's areas among all areas.
    cells : dict or None
        Micro-places, see :func:`maps.drawing.micro_place_cells.write_cells`.

    Returns
    -------
    dict of str to object
        For the page's JSON.
    """
    legends: dict[Legend, int] = {}
    columns = {name: pick(force.areas[name], at) for name in ("need", "residents")}
    layers = [
        _write(
            layer,
            written,
            at,
            _number(legends, (layer.classes.labels, layer.classes.basis)),
            write_series(force.series, layer.layer_id, at, written.numbers),
            columns,
        )
        for layer, written in zip(force.layers, force.written_layers, strict=True)
    ]
    if cells:
        basis = f"Cells of {cells['sizeM']} metres inside the proposed places, over the whole period."
        layers.append(_cell_layer(len(at), _number(legends, (cells.pop("labels"), basis))))
    return {"layers": layers, "legends": [{"labels": labels, "basis": basis} for labels, basis in legends]}


def _number(legends: dict[Legend, int], legend: Legend) -> int:
    return legends.setdefault(legend, len(legends))


def _write(
    layer: Layer, encoded: LayerColumns, at: Positions, legend: int, series: Any, columns: dict[str, list[Any]]
) -> dict[str, Any]:
    """Write a layer: ``values`` is null if the series has them in steps and ``rest`` or ``valuesOf`` names a column."""
    summed = series is not None and series.get("rest") is not None
    numbers = None if encoded.numbers is None else pick(encoded.numbers, at)
    same = next((name for name, column in columns.items() if not summed and numbers == column), "")
    found = {
        "id": layer.layer_id,
        "group": layer.group,
        "title": layer.title,
        "unit": layer.unit,
        "ramp": layer.ramp,
        "labels": legend,
        **pack_steps("".join(pick(encoded.steps, at)), numbers),
        **({} if encoded.words is None else pack_words(pick(encoded.words, at))),
        "values": None if summed or same else numbers,
        **({"valuesOf": same} if same else {}),
        "average": _average(encoded, at),
        **({"dated": layer.dated} if layer.dated else {}),
        **({"rated": True} if layer.rated else {}),
        "series": series,
    }
    return {name: value for name, value in found.items() if name in _ALWAYS or value not in (None, "")}


def _average(encoded: LayerColumns, at: Positions) -> float | None:
    """Return the average of the unit's areas; None if some are suppressed, since those are the low ones."""
    if encoded.figures is None or SUPPRESSED in pick(encoded.steps, at):
        return None
    return _tidy(mean_known(encoded.figures[at]))


def _cell_layer(area_count: int, legend: int) -> dict[str, Any]:
    """Write the layer of cells, under which areas stay pale."""
    return {
        "id": "micro-places",
        "group": "Hotspots",
        "title": "Micro-places: recorded crimes",
        "unit": "",
        "ramp": "plain",
        "labels": legend,
        "steps": "p" * area_count,
        "values": None,
    }


def _tidy(value: float) -> float | None:
    return None if pd.isna(value) else round(float(value), 1)
