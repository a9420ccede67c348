"""Every example of the documentation runs as it is there, apart from the address."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

import pytest

TEXT = (Path(__file__).parents[4] / "docs" / "how-to" / "ogc-api.md").read_text(encoding="utf-8")
SHOWN = "http://127.0.0.1:8000/ogc"


@pytest.mark.parametrize("address", re.findall(rf'^curl "{SHOWN}/([^"]+)"$', TEXT, flags=re.MULTILINE))
def test_an_address_gives_features(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    assert answer.json()["numberReturned"] > 0


@pytest.mark.parametrize("line", re.findall(r"^(?:ogrinfo|ogr2ogr) .+$", TEXT, flags=re.MULTILINE))
def test_a_line_for_gdal_runs(gdal_tools, live_server, tmp_path, line):
    name, *options = shlex.split(line.replace(SHOWN, live_server.root))
    done = subprocess.run(
        [gdal_tools[name], *options], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, "ERROR" in done.stderr) == (0, False), done.stderr


@pytest.mark.parametrize(
    "text", [text for text in re.findall(r"`([^`]+)`", TEXT.partition("## Filters")[2]) if " " in text]
)
def test_a_filter_is_understood(client, text):
    if text.startswith(("AND", "impact-areas", "Cache")) or "private" in text:
        return
    name = "incidents" if text.startswith("month") else "areas"
    answer = client.get(f"collections/{name}/items", params={"filter": text, "limit": 1})
    assert answer.status_code == 200, answer.text


def test_examples_were_found():
    assert len(re.findall(r'^curl "', TEXT, flags=re.MULTILINE)) >= 6
    assert len(re.findall(r"^ogr", TEXT, flags=re.MULTILINE)) >= 2
