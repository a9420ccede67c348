"""Write files for other programs: those that every build leaves, and single formats on request.

Every file carries the marking and the name of the generation. None has single incidents: the queries behind them are
in ``queries/catalogue/named`` and read areas and places only.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
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
Picture = Callable[[], bytes | None]  # the picture of the force as PNG, drawn when it is needed

MAKERS: dict[str, Maker] = {
    "xlsx": xlsx_bytes,
    "gpkg": geopackage_bytes,
    "csv": csv_bytes,
    "parquet": parquet_bytes,
    "geojson": geojson_bytes,
    "gal": gal_bytes,
    "duckdb": snapshot_bytes,
}
AFTER_A_BUILD = ("gpkg", "csv", "gal", "duckdb", "xlsx")  # the workbook last: it waits for the picture


def no_picture() -> None:
    """No picture of the force, for a generation without pages."""


def write_exports(
    con: duckdb.DuckDBPyConnection, folder: Path, *, about: About, picture: Picture = no_picture
) -> list[Path]:
    """Write the files that every build leaves: workbook, GeoPackage, CSVs, neighbours, snapshot and ``ABOUT.txt``.

    Parameters
    ----------
    con : DuckDBPyConnection
        The generation, complete.
    folder : Path
        Where to write; made if it is missing.
    about : About
        The words that go into every file.
    picture : callable
        Gives the picture of the force as PNG for the workbook, or None.

    Returns
    -------
    list of Path
        The files written.
    """
    written = [
        path for form in AFTER_A_BUILD for path in write_export(con, folder, form=form, about=about, picture=picture)
    ]
    return [*written, *write_files(folder, {"ABOUT.txt": about.text().encode()})]


def write_export(
    con: duckdb.DuckDBPyConnection, folder: Path, *, form: str, about: About, picture: Picture = no_picture
) -> list[Path]:
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
    picture : callable
        As for :func:`write_exports`.

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    WrongUsage
        The format is not known.
    """
    refuse_unknown(form, MAKERS)
    made = xlsx_bytes(con, about, picture=picture()) if form == "xlsx" else MAKERS[form](con, about)
    return write_files(folder, made)


def refuse_unknown(form: str, known: Collection[str]) -> None:
    """Refuse a format that is not among those known.

    Raises
    ------
    WrongUsage
        It is not; the nearest one is named.
    """
    if form not in known:
        nearest = did_you_mean(form, list(known))
        raise WrongUsage(f"There is no format '{form}'", f"{nearest}Formats: {', '.join(known)}")


def write_files(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Write files by name into a folder, which is made if it is missing; each is there whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        write_atomically(folder / name, content)
    return [folder / name for name in files]
