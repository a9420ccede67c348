import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import geo

MODULES = sorted(module.name for module in pkgutil.walk_packages(geo.__path__, "geo."))
BLOCKED = ("duckdb", "folium", "queries", "maps", "service")


def import_blocked(modules: list[str], blocked: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
    """Import in a fresh process in which some packages cannot be imported."""
    block = "; ".join(f"sys.modules[{name!r}] = None" for name in blocked)
    code = f"import sys, importlib; {block}; [importlib.import_module(m) for m in {modules!r}]"
    root = Path(geo.__file__).parent.parent
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", code], cwd=root, capture_output=True, text=True, check=False
    )


@pytest.mark.long
def test_geo_needs_no_database_and_no_map_library():
    assert len(MODULES) > 80
    result = import_blocked(MODULES, BLOCKED)
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("needed", ["geo.exceptions", "pandas"])
def test_a_package_that_is_needed_would_be_missed(needed):
    result = import_blocked(["geo.measures.harm"], (needed,))
    assert result.returncode != 0
    assert "ModuleNotFoundError" in result.stderr
