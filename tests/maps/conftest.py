import importlib.util
import sys
from pathlib import Path

import pytest

# Tests are imported by path, so that helpers beside them must be too.
_path = Path(__file__).parent / "sites.py"
_spec = importlib.util.spec_from_file_location("made_up_sites", _path)
sites = importlib.util.module_from_spec(_spec)
sys.modules["made_up_sites"] = sites
_spec.loader.exec_module(sites)


@pytest.fixture(scope="session")
def site():
    return sites.make_site()
