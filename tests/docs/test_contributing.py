"""The worked examples of CONTRIBUTING, followed to the letter in a copy: what they promise comes true."""

from __future__ import annotations

import shutil

import pytest

from tests.docs.newcomer import blocks_of, follow, run_in

# What somebody who has followed the page would run next; each is a promise of the page, or a rule that it states.
PROMISED = (
    "tests/geo/measures/test_busiest_month.py",
    "tests/queries/loaders/incidents/test_records_csv.py",
    "tests/queries/catalogue/test_catalogue.py",
    "tests/test_architecture.py::test_packages_import_only_what_they_may",
    "tests/test_architecture.py::test_rooms_stand_on_floors",
    "tests/queries/workspace/test_generations.py::test_every_table_and_column_is_commented",
    "tests/maps/model/test_layers.py",
)
# From counts to the table, the query and the layer, as a build goes, with an answer by arithmetic: 6 of 6 + 2.
CHAIN = """
import importlib.util, pathlib, dataclasses
import pandas as pd
from maps.model.layers import build_layers
from queries.catalogue.catalogue import run_named
from queries.store.connection import connect, create_tables, read_frame, write_frame
from service.build.extra_tables.busiest_months import measure_busiest_months
from service.build.extra_tables.surfaces import Surfaces
spec = importlib.util.spec_from_file_location("sites", "tests/maps/sites.py")
sites = importlib.util.module_from_spec(spec)
spec.loader.exec_module(sites)
site = sites.make_site()
counts = pd.DataFrame(2, index=site.areas.index, columns=["2026-01", "2026-02"])
counts.loc["E000", "2026-01"], counts.loc["E001"] = 6, 0
table = measure_busiest_months(Surfaces({("count_rank", "All recorded crime"): counts}))
con = connect()
create_tables(con)
write_frame(con, "areas", site.areas)
write_frame(con, "npus", site.npus)
write_frame(con, "busiest_months", table.assign(period_start=pd.Timestamp("2026-01-01"), period_end=pd.Timestamp("2026-02-01")))
found = run_named(con, "busiest_months", {"npu": "NO", "limit": "2"}).records()
print([(row["area_code"], row["busiest_month_share"]) for row in found])
stored = read_frame(con, "FROM busiest_months WHERE measure = 'count_rank' ORDER BY ALL")
layer = build_layers(dataclasses.replace(site, further=dataclasses.replace(site.further, busiest_months=stored)))[-1]
print(layer.layer_id, layer.group, layer.title, layer.figures["E000"], layer.classes.steps["E001"])
"""


@pytest.fixture(scope="module")
def followed(tmp_path_factory):
    return follow(tmp_path_factory.mktemp("newcomer") / "copy")


@pytest.mark.long
def test_the_tests_that_the_page_promises_pass(followed):
    ran = run_in(followed, "-m", "pytest", "-q", "-p", "no:cacheprovider", *PROMISED)
    assert ran.returncode == 0, ran.stdout[-4000:] + ran.stderr[-2000:]


@pytest.mark.long
def test_counts_become_a_table_a_query_and_a_layer(followed):
    ran = run_in(followed, "-c", CHAIN)
    assert ran.stdout.splitlines() == [
        "[('E000', 0.75), ('E002', 0.5)]",
        "busiest-month Context Busiest month 75.0 x",
    ], ran.stderr


def test_every_section_has_the_blocks_that_are_followed():
    sections = ("Add a statistic", "Add a query", "Add a layer to the maps", "Add a loader")
    assert [len(blocks_of(section)) for section in sections] == [4, 1, 2, 2]


@pytest.mark.long
def test_a_fault_in_the_page_would_be_seen(followed, tmp_path):
    copy = shutil.copytree(followed, tmp_path / "copy")
    module = copy / "queries" / "loaders" / "incidents" / "records_csv.py"
    module.write_text(module.read_text(encoding="utf-8").replace('"Offence"', '"Offense"'), encoding="utf-8")
    ran = run_in(copy, "-m", "pytest", "-q", "-p", "no:cacheprovider", PROMISED[1])
    assert ran.returncode == 1
