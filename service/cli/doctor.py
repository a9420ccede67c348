"""Check whether everything that the program needs is here, and say what to do if not."""

from __future__ import annotations

import importlib.util
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import metadata
from importlib.machinery import PathFinder
from pathlib import Path
from typing import Literal

from geo.exceptions import InputRefused, NothingFound

OURS = ("geo", "queries", "maps", "service")
LIBRARIES = ("duckdb", "geopandas", "shapely", "pyproj", "esda", "libpysal", "folium", "pydantic")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
ROOM_BYTES = 1_000_000_000  # a generation of a large force, its pages and its exports, several times over

State = Literal["well", "note", "unwell"]


@dataclass(frozen=True)
class Finding:
    """Result of one check.

    Attributes
    ----------
    subject : str
        What was looked at.
    state : str
        well; note (good to know, nothing stops); unwell (something will not work).
    detail : str
        What was found.
    remedy : str
        What to do; empty where nothing needs doing.
    """

    subject: str
    state: State
    detail: str
    remedy: str = ""

    @property
    def line(self) -> str:
        """The finding in one line."""
        sign = {"well": "ok     ", "note": "note   ", "unwell": "MISSING"}[self.state]
        return f"{sign}  {self.subject}: {self.detail}{'. ' + self.remedy if self.remedy else ''}"


def examine(workspace: Path) -> list[Finding]:
    """Run all checks; a check that fails is a finding, never a fault.

    Parameters
    ----------
    workspace : Path
        Where something has been built.

    Returns
    -------
    list of Finding
        One finding for each thing looked at.
    """
    looks: list[tuple[str, Callable[[], Finding]]] = [
        ("Python", _python),
        *((name, lambda name=name: _version(name)) for name in ("impact-areas", *LIBRARIES)),
        ("GDAL and PROJ", _gdal_and_proj),
        ("Spatial extension", _spatial),
        *((f"Package {name}", lambda name=name: package_origin(name, sys.path)) for name in OURS),
        ("Workspace", lambda: _write_access(workspace)),
        ("Generation", lambda: _check_integrity(workspace)),
        ("Last build", lambda: _last_build(workspace)),
        ("Disk", lambda: _room(workspace)),
        ("Background map", lambda: _asked_by_pages(workspace)),
        ("Browser", _browser),
    ]
    return [_look(subject, look) for subject, look in looks]


def raise_if_unwell(findings: Iterable[Finding]) -> None:
    """Refuse if something will not work.

    Parameters
    ----------
    findings : iterable of Finding
        As :func:`examine` returns them.

    Raises
    ------
    NothingFound
        Something that the program needs is missing.
    """
    unwell = [finding for finding in findings if finding.state == "unwell"]
    if unwell:
        raise NothingFound(
            f"Something is missing: {', '.join(finding.subject for finding in unwell)}",
            " ".join(f"{finding.subject}: {finding.remedy}." for finding in unwell),
        )


def _look(subject: str, look: Callable[[], Finding]) -> Finding:
    try:
        return look()
    except Exception as fault:
        return Finding(subject, "unwell", f"{type(fault).__name__}: {fault}", "Install the program again")


def _python() -> Finding:
    return Finding("Python", "well", f"{platform.python_version()} on {platform.system()}, {sys.executable}")


def _version(name: str) -> Finding:
    try:
        return Finding(name, "well", metadata.version(name))
    except metadata.PackageNotFoundError:
        if name == "impact-areas":
            return Finding(name, "note", "not installed, run from its source")
        return Finding(name, "unwell", "not installed", "Install the program again, which brings it along")


def _gdal_and_proj() -> Finding:
    import pyogrio
    import pyproj

    gdal = ".".join(map(str, pyogrio.__gdal_version__))
    return Finding("GDAL and PROJ", "well", f"GDAL {gdal}, PROJ {pyproj.proj_version_str}")


def _spatial() -> Finding:
    """Load the extension, and check that it knows where Birmingham is."""
    from queries.store.connection import connect, spatial_extension

    path = spatial_extension()
    if not path.exists():
        return Finding(
            "Spatial extension", "unwell", f"not at {path}", "Install duckdb-extension-spatial of DuckDB's own version"
        )
    with connect() as con:
        asked = "SELECT ST_X(ST_Transform(ST_Point(-1.9, 52.48), 'OGC:CRS84', 'EPSG:27700'))"
        (easting_m,) = con.execute(asked).fetchone() or (0,)
    if not 406_000 < easting_m < 408_000:
        return Finding(
            "Spatial extension", "unwell", f"puts Birmingham at easting {easting_m:.0f} m", "Install the program again"
        )
    return Finding("Spatial extension", "well", f"loads from {path}")


def package_origin(name: str, search: Iterable[str]) -> Finding:
    """Where one of our packages comes from, and whether another of the same common name is in its way.

    Parameters
    ----------
    name : str
        Name of the package.
    search : iterable of str
        Folders in the order in which Python looks (``sys.path``).
    """
    subject = f"Package {name}"
    ours = Path(__file__).resolve().parents[2]
    found = importlib.util.find_spec(name)
    origin = Path(found.origin).resolve().parent if found and found.origin else None
    if origin is None or origin.parent != ours:
        return Finding(
            subject,
            "unwell",
            f"comes from {origin or 'nowhere'}, not from {ours}",
            f"Another program owns the name '{name}': install this one in a virtual environment of its own",
        )
    others = [str(other) for folder in search if (other := _package_in(name, folder)) and other != origin]
    if others:
        return Finding(subject, "note", f"from {origin}; hides another of that name in {', '.join(others)}")
    return Finding(subject, "well", f"from {origin}")


def _package_in(name: str, folder: str) -> Path | None:
    spec = PathFinder.find_spec(name, [folder or os.getcwd()])
    return Path(spec.origin).resolve().parent if spec and spec.origin else None


def _write_access(workspace: Path) -> Finding:
    """Try to write where a build would."""
    folder = _existing(workspace)
    try:
        with tempfile.NamedTemporaryFile(dir=folder):
            pass
    except OSError as fault:
        remedy = "Choose another folder with -w DIR, or ask for the right to write there"
        return Finding("Workspace", "unwell", f"cannot write in {folder}: {fault.strerror}", remedy)
    return Finding("Workspace", "well", f"can write in {folder}")


def _check_integrity(workspace: Path) -> Finding:
    """Read the current generation and the register whole, and check them against their hashes."""
    from queries.register.log import RegisterLog
    from queries.workspace.generations import Workspace

    held = Workspace(workspace)
    try:
        name, hashed = held.current(), held.check_fully(held.current_file())
        decisions = len(RegisterLog(workspace).read())
    except NothingFound as fault:
        return Finding("Generation", "note", fault.problem)
    except InputRefused as fault:
        return Finding("Generation", "unwell", fault.problem, fault.remedy)
    if not hashed:
        return Finding("Generation", "note", f"{name} states no hash, so it cannot be checked")
    return Finding("Generation", "well", f"{name} is as it was written; {decisions} decisions")


def _last_build(workspace: Path) -> Finding:
    """Whether it failed, and why."""
    from queries.workspace.failed_refresh import read_failure
    from queries.workspace.generations import Workspace

    failure = read_failure(Workspace(workspace))
    if failure is None:
        return Finding("Last build", "well", "nothing has failed since")
    detail = f"failed at {failure.at:%Y-%m-%d %H:%M} UTC: {failure.problem}"
    return Finding("Last build", "note", detail, failure.remedy)


def _room(workspace: Path) -> Finding:
    free = shutil.disk_usage(_existing(workspace)).free
    detail = f"{free / 1e9:.1f} GB free"
    if free < ROOM_BYTES:
        return Finding("Disk", "note", detail, "A build of a large force wants 1 GB")
    return Finding("Disk", "well", detail)


def _asked_by_pages(folder: Path) -> Finding:
    """Whether the pages that lie there ask a map server."""
    from queries.workspace.generations import Workspace
    from service.settings.tile_server import GroundMap

    try:
        ground = Workspace(folder).manifest()["parameters"].get("ground_map")
    except NothingFound:
        return Finding("Background map", "well", "no pages are built here yet")
    if ground is None:
        return Finding("Background map", "well", "none; pages ask the network for nothing")
    return Finding("Background map", "note", GroundMap.model_validate(ground).warning().rstrip("."))


def _existing(folder: Path) -> Path:
    """The folder, or the nearest above it that exists."""
    whole = folder.resolve()
    return next(place for place in (whole, *whole.parents) if place.is_dir())


def _browser() -> Finding:
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found:
        return Finding("Browser", "well", f"{found}, for tests and pictures")
    return Finding("Browser", "note", "no Chromium found; only tests and pictures need one, the pages do not")
