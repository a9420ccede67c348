"""SQL that people type: what passes, what does not, what is stopped, and that each protection alone keeps files whole."""

from __future__ import annotations

import os
import time
from dataclasses import replace

import duckdb
import pytest

from benchmarks.escape_statements import STATEMENTS
from benchmarks.escapes import opening_of, try_all
from geo.exceptions import NotAllowed, Refusal, WorkspaceBusy, WrongUsage
from queries.catalogue.catalogue import named_query, query_names
from queries.store.connection import connect
from queries.typed_sql.admission import NEVER, TABLE_FUNCTIONS, admit, scalar_functions
from queries.typed_sql.ask import SqlWorker

TABLES = {"areas", "ranking", "npus", "previous.areas"}
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")


@pytest.fixture(scope="module")
def parser():
    with connect() as con:
        yield con


@pytest.fixture(scope="module")
def worker(tiny_workspace):
    made = SqlWorker(replace(opening_of(tiny_workspace), seconds=2.0))
    yield made
    made.close()


class TestAdmission:
    @pytest.mark.parametrize(
        "sql",
        [
            "SELECT 1",
            "FROM areas",
            "SELECT a.area_code, sum(1) OVER (ORDER BY rank) FROM areas a JOIN ranking USING (area_code) LIMIT 3",
            "WITH x AS (SELECT 1 AS a), y AS (FROM x) SELECT * FROM y",
            "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 5) FROM r",
            "SELECT * FROM previous.areas",
            "DESCRIBE areas",
            "SUMMARIZE areas",
            "SHOW TABLES",
            "EXPLAIN SELECT * FROM areas",
            "EXPLAIN ANALYZE SELECT * FROM areas",
            "PIVOT areas ON npu_code IN ('AA', 'BB') USING count(*)",
            "SELECT [x + 1 FOR x IN [1, 2]], {'a': 1}.a, CASE WHEN true THEN 1 END, lower(area_code) LIKE 'a%' FROM areas",
            "SELECT ST_Transform(geometry, 'EPSG:27700', 'OGC:CRS84', always_xy := true) FROM areas",
            "SELECT column_name, comment FROM duckdb_columns() WHERE table_name = $name",
            "SELECT * FROM information_schema.tables",
            "SELECT * FROM areas WHERE area_code IN (SELECT area_code FROM ranking) QUALIFY row_number() OVER () = 1",
        ],
    )
    def test_questions_pass(self, parser, sql):
        admit(parser, sql, TABLES)

    def test_every_named_query_could_be_typed(self, parser, tiny_workspace):
        with tiny_workspace.open_current() as con:
            found = {row[0] for row in con.execute("SELECT lower(table_name) FROM duckdb_tables()").fetchall()}
        tables = {*found, *(f"previous.{one}" for one in found)}
        for name in query_names():
            admit(parser, named_query(name).text, tables)

    def test_nothing_else_passes(self, parser):
        names = dict.fromkeys(("canary", "vrt", "out", "db", "current", "register"), "/tmp/x.csv")
        for statement in STATEMENTS:
            with pytest.raises((Refusal, duckdb.Error)):
                admit(parser, statement.format(port=1, **names), TABLES)

    def test_trusted_reads_files_and_still_writes_nothing(self, parser):
        admit(parser, "SELECT * FROM read_csv('a.csv') JOIN 'b.parquet' USING (area_code)", TABLES, trusted=True)
        for sql in (
            "COPY areas TO 'x'",
            "EXPLAIN ANALYZE COPY areas TO 'x'",
            "FROM enable_profiling(save_location='x')",
        ):
            with pytest.raises(NotAllowed):
                admit(parser, sql, TABLES, trusted=True)

    def test_patterns_and_lengths_are_bounded(self, parser):
        with pytest.raises(WrongUsage, match="more than 10 wildcards"):
            admit(parser, "SELECT 1 WHERE 'aaa' LIKE '%_%_%_%_%_%_%_%_%_%_%_b'", TABLES)
        with pytest.raises(WrongUsage, match="20,000 are allowed"):
            admit(parser, f"SELECT '{'a' * 20_000}'", TABLES)

    def test_the_list_names_only_functions_that_exist_and_none_that_writes(self, parser):
        known = {
            row[0] for row in parser.execute("SELECT DISTINCT lower(function_name) FROM duckdb_functions()").fetchall()
        }
        syntax = {"grouping", "grouping_id", "coalesce", "if", "ifnull", "unnest", "collate", "count_star"}
        assert scalar_functions() - known - syntax == set()
        assert NEVER & (scalar_functions() | TABLE_FUNCTIONS) == set()


class TestWorker:
    def test_answers_have_types_and_values_are_bound(self, worker):
        found = worker.ask("SELECT area_code, geometry FROM areas WHERE area_code = $code", {"code": "a1"})
        assert found.types == ("VARCHAR", "GEOMETRY('EPSG:27700')")
        assert found.table["area_code"].to_pylist() == ["a1"]

    @pytest.mark.long
    @pytest.mark.parametrize(
        "sql",
        [
            "SELECT count(*) FROM range(10000000) a, range(10000000) b",
            "SELECT 1 WHERE repeat('a', 200) LIKE repeat('%_', 20) || 'b'",
        ],
    )
    def test_what_does_not_end_is_ended(self, worker, sql):
        worker.start()
        began = time.monotonic()
        with pytest.raises(WorkspaceBusy, match="took longer than 2 seconds"):
            worker.ask(sql)
        assert time.monotonic() - began < 6.5
        assert worker.ask("SELECT 1 AS one").table.to_pydict() == {"one": [1]}

    @pytest.mark.long
    def test_memory_is_bounded(self, worker):
        with pytest.raises((WrongUsage, WorkspaceBusy)):
            worker.ask("SELECT sum(length(repeat(i::VARCHAR, 10000000))) FROM (SELECT unnest(range(1000)) AS i)")
        assert worker.ask("SELECT 1 AS one").table.to_pydict() == {"one": [1]}

    @pytest.mark.skipif(os.name != "posix", reason="kill is of POSIX")
    def test_a_worker_that_dies_is_replaced(self, worker):
        process = worker.start()
        process.kill()
        process.wait()
        assert worker.ask("SELECT 1 AS one").table.to_pydict() == {"one": [1]}

    @pytest.mark.long
    def test_an_answer_is_cut_and_says_so(self, tiny_workspace):
        made = SqlWorker(replace(opening_of(tiny_workspace), most_rows=3))
        found = made.ask("SELECT area_code FROM areas")
        made.close()
        assert (found.table.num_rows, found.cut) == (3, True)


@pytest.mark.long
@pytest.mark.skipif(os.name != "posix", reason="limits of a process are of POSIX")
def test_all_protections_together_let_nothing_out(two_generations):
    assert try_all(two_generations, STATEMENTS[::16], ["all"]) == []
