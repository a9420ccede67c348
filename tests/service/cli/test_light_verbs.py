"""What a verb that reads may import: each heavy library costs more than its answer."""

import subprocess
import sys

import pytest

HEAVY = {
    "duckdb",
    "esda",
    "fastapi",
    "filelock",
    "folium",
    "geopandas",
    "libpysal",
    "mapclassify",
    "numpy",
    "openpyxl",
    "pandas",
    "pyarrow",
    "pyogrio",
    "pyproj",
    "rich",
    "scipy",
    "shapely",
    "sklearn",
    "xlsxwriter",
}
TABLE = {"duckdb", "rich"}
ARROW = {"duckdb", "numpy", "pyarrow", "rich"}
SCRIPT = """
import sys
from service.cli.main import run
code = run(sys.argv[1:])
print(code, *sys.modules, file=sys.stderr)
"""

VERBS = [
    ("--version", set()),
    ("--help", set()),
    ("build --help", set()),
    ("show --help", set()),
    ("queries list", {"duckdb"}),
    ("queries show top_areas", {"duckdb"}),
    ("queries run top_areas --strand harm -w {}", TABLE),
    ("queries run top_areas --npu A -w {} --format csv", {"duckdb"}),
    ("queries run top_areas -w {} --json", {"duckdb"}),
    *((f"show {table} -w {{}}", TABLE) for table in ("ranking", "candidates", "influence", "runs", "sources")),
    ("show rejects -w {}", TABLE),
    ("show designations -w {}", TABLE),
    ("show ranking -w {} --npu A", TABLE),
    ("sql SELECT{}1 -w {}", ARROW),
]


@pytest.mark.parametrize(("verb", "may"), VERBS)
def test_a_verb_that_reads_imports_only_what_it_needs(tiny_workspace, verb, may):
    words = [word.format(" " if word.startswith("SELECT") else tiny_workspace.root) for word in verb.split()]
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *words], capture_output=True, text=True, timeout=60, check=True
    )
    code, *loaded = done.stderr.splitlines()[-1].split()
    assert code in {"0", "5"}, done.stderr
    assert HEAVY.intersection(loaded) <= may


def test_a_decision_imports_nothing_that_only_a_build_needs():
    script = "import sys, service.register.designate; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)
    only_builds = {"scipy", "sklearn", "libpysal", "folium", "xlsxwriter", "docx", "resvg_py", "maps.model.force_view"}
    assert only_builds.isdisjoint(loaded.stdout.split())
