"""A copy of the code in which somebody has followed CONTRIBUTING to the letter: a statistic, a query, a layer, a loader."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

ROOT = Path(__file__).parents[2]
COPIED = ("geo", "queries", "maps", "service", "data_samples", "docs", "docs_build", "benchmarks", "tests")
FILES = ("pyproject.toml", "constraints.txt", "CONTRIBUTING.md", "README.md", "CHANGELOG.md")
EXTRA_TABLES = "service/build/extra_tables"


def copy_code(folder: Path) -> Path:
    """The code as it is, without what Git ignores."""
    for name in COPIED:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "*.duckdb"))
    for name in FILES:
        shutil.copy(ROOT / name, folder / name)
    return folder


def blocks_of(section: str) -> list[str]:
    """The code blocks below a heading of the page, in order, as they would be typed."""
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    text = page.split(f"## {section}\n")[1].split("\n## ")[0]
    return [textwrap.dedent(block) for block in re.findall(r"^ *```\w+\n(.*?)^ *```$", text, re.DOTALL | re.MULTILINE)]


def _write(folder: Path, path: str, text: str) -> None:
    assert not (folder / path).exists(), f"{path} is there already: choose another example"
    (folder / path).write_text(text, encoding="utf-8")


def _insert(folder: Path, path: str, mark: str, text: str) -> None:
    """Put text behind a mark that is there once in a file."""
    old = (folder / path).read_text(encoding="utf-8")
    assert old.count(mark) == 1, f"{path} has {mark!r} {old.count(mark)} times"
    (folder / path).write_text(old.replace(mark, mark + text), encoding="utf-8")


def add_statistic(folder: Path) -> None:
    """Steps 1 to 4 of the page: the function, its test, its table, its call."""
    function, test, table, call = blocks_of("Add a statistic")
    _write(folder, "geo/measures/busiest_month.py", function)
    _write(folder, "tests/geo/measures/test_busiest_month.py", test)
    _write(folder, "queries/store/schema/busiest_months.sql", table)
    imports = (
        "import pandas as pd\n\nfrom geo.measures.busiest_month import busiest_month_share\n"
        "from service.build.extra_tables.surfaces import Surfaces\n\n\n"
    )
    doc = '"""How much of what areas count falls in their busiest month, as a table."""\n\n'
    _write(folder, f"{EXTRA_TABLES}/busiest_months.py", doc + imports + call)
    where = f"{EXTRA_TABLES}/measure_all.py"
    start = "from service.build.analysis import Findings, LocatedShares\n"
    _insert(
        folder, where, start, f"from {EXTRA_TABLES.replace('/', '.')}.busiest_months import measure_busiest_months\n"
    )
    _insert(folder, where, "    of_the_period = {\n", '        "busiest_months": measure_busiest_months(surfaces),\n')


def add_query(folder: Path) -> None:
    """One file."""
    (query,) = blocks_of("Add a query")
    _write(folder, "queries/catalogue/named/busiest_months.sql", query)


def add_layer(folder: Path) -> None:
    """The frame for the page, and the layer beside its group."""
    frame, layer = blocks_of("Add a layer to the maps")
    inputs = "maps/model/inputs.py"
    field = "    crime_types: pd.DataFrame = field(default_factory=pd.DataFrame)\n"
    _insert(folder, inputs, field, field.replace("crime_types", "busiest_months"))
    said = "        ``area_code, measure``: difference from the areas most like it, with its interval.\n"
    _insert(folder, inputs, said, "    busiest_months : DataFrame\n        As the table of that name, by count.\n")
    _insert(folder, "service/build/page_inputs.py", "    return OptionalFrames(\n", textwrap.indent(frame, " " * 8))
    layers = folder / "maps" / "model" / "layers.py"
    layers.write_text(f"{layers.read_text(encoding='utf-8')}\n\n{layer}", encoding="utf-8")
    _insert(
        folder, "maps/model/layers.py", "        *_context_layers(site),\n", "        *_busiest_month_layers(site),\n"
    )


def add_loader(folder: Path) -> None:
    """The module, its place in the list of loaders, its kind, its test."""
    module, test = blocks_of("Add a loader")
    _write(folder, "queries/loaders/incidents/records_csv.py", module)
    _write(folder, "tests/queries/loaders/incidents/test_records_csv.py", test)
    stage = folder / "queries" / "ingest" / "stage.py"
    text = stage.read_text(encoding="utf-8")
    stage.write_text(
        text.replace("police_uk_api, police_uk_csv\n", "police_uk_api, police_uk_csv, records_csv\n").replace(
            "area_counts, call_logs)\n}", "area_counts, call_logs, records_csv)\n}"
        ),
        encoding="utf-8",
    )
    _insert(folder, "service/settings/sources.py", '"area_counts", "call_log"', ', "records_csv"')


def follow(folder: Path) -> Path:
    """Everything that the page adds, in a copy."""
    copy_code(folder)
    for add in (add_statistic, add_query, add_layer, add_loader):
        add(folder)
    return folder


def run_in(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run Python in the copy, which must not see the code it was copied from."""
    env = {name: text for name, text in os.environ.items() if not name.startswith(("PYTEST_", "COV_"))}
    env["PYTHONPATH"] = str(folder)
    return subprocess.run([sys.executable, *command], cwd=folder, env=env, capture_output=True, text=True, check=False)
