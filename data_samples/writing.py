"""Files written so that the same content gives the same bytes, with no clock in them."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray


def write_text(path: Path, text: str) -> None:
    """Write text, compressed where the name ends in .gz; the compressed file contains neither name nor time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    content = text.encode()
    path.write_bytes(gzip.compress(content, 9, mtime=0) if path.suffix == ".gz" else content)


def csv_text(frame: pd.DataFrame, *, line_end: str = "\n", header_line: bool = True) -> str:
    """Write a frame as CSV without quotes; no value of the sample contains a comma, a quote or a line end."""
    columns = [frame[c].astype(str).tolist() for c in frame.columns]
    lines = [",".join(row) for row in zip(*columns, strict=True)]
    if any(line.count(",") != len(columns) - 1 for line in lines):
        raise ValueError("a value contains a comma: the file would be wrong")
    return line_end.join([",".join(frame.columns), *lines] if header_line else lines) + line_end


def geojson_text(shapes: NDArray[np.object_], properties: list[dict[str, str]]) -> str:
    """Write shapes in longitude and latitude as GeoJSON, one feature a line."""
    features = [
        '{"type":"Feature","properties":'
        + json.dumps(p, ensure_ascii=False)
        + ',"geometry":'
        + shapely.to_geojson(s)
        + "}"
        for s, p in zip(shapes, properties, strict=True)
    ]
    return '{"type":"FeatureCollection","features":[\n' + ",\n".join(features) + "\n]}\n"
