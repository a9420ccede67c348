"""Other people's programs, where they are installed; where the environment says that they must be, a missing one fails."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from queries.exports.write import write_export
from queries.store.about import read_about

NEEDED_BY = {
    "ogrinfo": "IMPACT_AREAS_NEED_GDAL",
    "ogr2ogr": "IMPACT_AREAS_NEED_GDAL",
    "soffice": "IMPACT_AREAS_NEED_LIBREOFFICE",
    "QGIS": "IMPACT_AREAS_NEED_QGIS",
}


def _skip_or_fail(what: str) -> None:
    if os.environ.get(NEEDED_BY[what]) == "1":
        pytest.fail(f"{NEEDED_BY[what]}=1, and {what} is not found")
    pytest.skip(f"{what} is not found")


@pytest.fixture(scope="session")
def program():
    """The path of a program by its name."""

    def find(name: str) -> str:
        found = shutil.which(name)
        if found is None:
            _skip_or_fail(name)
        return str(found)

    return find


@pytest.fixture(scope="session")
def qgis_python(program) -> str:
    """A Python that has QGIS: the system's own, not ours."""
    for python in ("/usr/bin/python3", shutil.which("python3") or "python3"):
        asked = [python, "-c", "import qgis.core"]
        if Path(python).exists() and subprocess.run(asked, capture_output=True, env=_bare()).returncode == 0:
            return python
    _skip_or_fail("QGIS")
    return ""


@pytest.fixture
def environment(tmp_path) -> dict[str, str]:
    """A home of its own for a program that keeps settings, and no screen."""
    return {**_bare(), "HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}


def _bare() -> dict[str, str]:
    """The environment without our own Python in it."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}


@pytest.fixture(scope="session")
def exported(tiny_workspace, tmp_path_factory):
    """The tiny generation as a GeoPackage and a workbook."""
    folder = tmp_path_factory.mktemp("clients")
    with tiny_workspace.open_current() as con:
        about = read_about(con)
        for form in ("gpkg", "xlsx", "geojson"):
            write_export(con, folder, form=form, about=about)
    return folder
