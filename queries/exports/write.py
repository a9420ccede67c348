"""Write files for other programs: those that every build leaves, and single formats on request.

Every file carries the marking and the name of the generation. None has single incidents: the queries behind them are
in ``queries/catalogue/named`` and read areas and places only.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb

from geo.exceptions import WrongUsage
from queries.catalogue.rows import did_you_mean
from queries.exports.csv_gal import csv_bytes, gal_bytes
from queries.exports.geojson_parquet import geojson_bytes, parquet_bytes
from queries.exports.geopackage import geopackage_bytes
from queries.exports.snapshot import snapshot_bytes
from queries.exports.workbook import xlsx_bytes
from queries.store.about import About
from queries.workspace.generations import write_atomically

Maker = Callable[[duckdb.DuckDBPyConnection, About], dict[str, bytes]]

MAKERS: dict[str, Maker] = {
    "xlsx": xlsx_bytes,
    "gpkg": geopackage_bytes,
    "csv": csv_bytes,
    "parquet": parquet_bytes,
    "geojson": geojson_bytes,
    "gal": gal_bytes,
    "duckdb": snapshot_bytes,
}
AFTER_A_BUILD = ("xlsx", "gpkg", "csv", "gal", "duckdb")


def write_exports(con: duckdb.DuckDBPyConnection, folder: Path, *, about: About) -> list[Path]:
    """Write the files that every build leaves: workbook, GeoPackage, CSVs, neighbours, snapshot and ``ABOUT.txt``.

    Parameters
    ----------
    con : DuckDBPyConnection
        The generation, complete.
    folder : Path
        Where to write; made if it is missing.
    about : About
        The words that go into every file.

    Returns
    -------
    list of Path
        The files written.
    """
    return [path for form in AFTER_A_BUILD for path in write_export(con, folder, form=form, about=about)] + [
        _write(folder, "ABOUT.txt", about.text().encode())
    ]


def write_export(con: duckdb.DuckDBPyConnection, folder: Path, *, form: str, about: About) -> list[Path]:
    """Write one format: ``xlsx``, ``gpkg``, ``csv``, ``parquet``, ``geojson``, ``gal`` or ``duckdb``.

    Parameters
    ----------
    con : DuckDBPyConnection
        The generation.
    folder : Path
        Where to write; made if it is missing.
    form : str
        The format.
    about : About
        Words about the generation.

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    WrongUsage
        The format is not known.
    """
    if form not in MAKERS:
        nearest = did_you_mean(form, list(MAKERS))
        raise WrongUsage(f"There is no format '{form}'", f"{nearest}Formats: {', '.join(MAKERS)}")
    return [_write(folder, name, content) for name, content in MAKERS[form](con, about).items()]


def _write(folder: Path, name: str, content: bytes) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    write_atomically(folder / name, content)
    return folder / name
