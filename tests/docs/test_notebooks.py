"""The notebooks run from top to bottom on the sample, show something, and fetch nothing."""

from __future__ import annotations

import asyncio
import re
import sys
import warnings
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = sorted((Path(__file__).parents[2] / "docs" / "how-to" / "notebooks").glob("*.ipynb"))


def run(path: Path, folder: Path) -> nbformat.NotebookNode:
    """Execute a notebook in a folder."""
    notebook = nbformat.read(path, as_version=4)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of the kernel's own libraries
        client = NotebookClient(
            notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
        )
        client.execute()
    return notebook


@pytest.mark.skipif(sys.platform == "win32", reason="the sample is linked to")
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_and_shows(path, sample_build, tmp_path):
    (tmp_path / "impact-areas-out").symlink_to(sample_build[0].root)
    done = run(path, tmp_path)
    asyncio.set_event_loop(None)
    shown = [
        output["data"].get("text/html", "")
        for cell in done.cells
        for output in cell.get("outputs", [])
        if "data" in output
    ]
    assert sum("<table" in html for html in shown) >= 6
    assert not [html for html in shown if re.search(r"<script|<link|<img|@import|url\(", html)]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_kept_without_outputs(path):
    cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    assert [cell for cell in cells if cell.outputs or cell.execution_count] == []
