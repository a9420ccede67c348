"""Every query of the catalogue gives what its header declares; bound values cannot be anything else."""

from __future__ import annotations

import re
from importlib import resources

import pytest

from geo.exceptions import NothingFound, WrongUsage
from queries.catalogue.catalogue import include_parts, named_query, parse, query_names, run_named

NUMBERS = {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "DOUBLE", "DATE", "TIMESTAMP", "BOOLEAN"}


@pytest.fixture(scope="module")
def con(two_generations):
    with two_generations.open_current() as opened:
        assert two_generations.attach_previous(opened)
        yield opened


@pytest.mark.parametrize("name", query_names())
class TestEveryQuery:
    def test_gives_the_columns_it_declares(self, con, name):
        assert list(run_named(con, name).columns) == [column.name for column in named_query(name).columns]

    def test_states_a_unit_where_a_number_stands(self, con, name):
        result = run_named(con, name)
        with_unit = [kind in NUMBERS for kind in result.types]
        assert [bool(column.unit) for column in named_query(name).columns] == with_unit

    def test_takes_the_parameters_it_declares(self, con, name):
        used = {p for s in con.extract_statements(named_query(name).text) for p in s.named_parameters}
        assert {parameter.name for parameter in named_query(name).parameters} == used

    def test_says_what_it_is_for_and_ends_in_final(self, name):
        query = named_query(name)
        assert query.purpose.endswith((".", "?"))
        assert query.empty.endswith(".")
        assert re.search(r"^final AS \(|WITH final AS \(", query.text, flags=re.MULTILINE)
        assert re.search(r"^SELECT .*FROM final$", query.text, flags=re.MULTILINE)

    def test_shows_no_single_incident(self, name):
        query = named_query(name)
        if re.search(r"\b(FROM|JOIN)\s+incidents\b", query.text):
            assert "GROUP BY" in query.text
            assert {"incident_id", "row_number", "occurred_at"}.isdisjoint(column.name for column in query.columns)
            assert "incident_count" in query.text


def test_the_catalogue_is_large_enough():
    assert len(query_names()) >= 40


def test_a_drifted_header_is_noticed(con):
    header = "-- Units.\n-- Columns:\n--   npu_code: code\n"
    drifted = parse("drifted", f"{header}WITH final AS (SELECT npu_name FROM npus) SELECT * FROM final;")
    assert [column.name for column in drifted.columns] != con.execute(drifted.text).df().columns.tolist()


def test_a_header_that_cannot_be_read_is_refused():
    with pytest.raises(ValueError, match=r"odd\.sql: cannot read the comment '  npu_code code'"):
        parse("odd", "-- Units.\n-- Columns:\n--   npu_code code\nSELECT 1;")


def test_ranking_orders_by_rank_and_leaves_out_no_area(con):
    result = run_named(con, "ranking")
    assert [row[:2] for row in result.rows] == [(1, "a1"), (2, "a2"), (3, "a3"), (4, "b1"), (5, "b3"), (None, "b2")]


def test_why_ranked_adds_up(con):
    result = run_named(con, "why_ranked", {"area": "a2"})
    assert {row[4]: row[8] for row in result.rows} == {
        "crime": 80 / 4,
        "demand (anti-social behaviour only)": 90 / 4,  # no calls are given
        "deprivation": 60 / 4,
        "harm": 50 / 4,
    }
    assert {row[3] for row in result.rows} == {(80 + 90 + 60 + 50) / 4}
    assert {row[4]: (row[5], row[6]) for row in result.rows}["crime"] == (300, (100 + 200) / 2)


def test_crime_type_areas_count_complete_months_only(con):
    result = run_named(con, "crime_type_areas")
    assert [(row[1], row[4]) for row in result.rows] == [("a1", 5 + 7), ("a3", 4)]
    assert result.rows[0][5] == pytest.approx(12 / 16)
    assert result.rows[0][6] == pytest.approx(1000 * 12 / 1500)


def test_crime_type_areas_keep_the_force_as_their_measure_inside_a_unit(con):
    assert run_named(con, "crime_type_areas", {"npu": "BB"}).rows[0][:2] == (2, "a3")


def test_row_accounts_read_is_the_sum_of_outcomes(con):
    result = run_named(con, "row_accounts")
    assert [row[1] for row in result.rows] == [10 + 2, 7, 1]
    assert all(row[1] == sum(row[2:]) for row in result.rows)


def test_not_assessed_names_the_area_and_the_reason(con):
    assert run_named(con, "not_assessed").rows == (("b2", "Beech Two", "AA", 40.0, "no deprivation is known"),)


def test_a_limit_and_a_unit_narrow(con):
    assert [row[1] for row in run_named(con, "ranking", {"npu": "BB", "limit": "1"}).rows] == ["a3"]


@pytest.mark.parametrize(
    ("name", "given", "kind", "problem"),
    [
        ("rankng", {}, NothingFound, "There is no named query 'rankng'. Did you mean 'ranking'?"),
        ("ranking", {"nup": "AA"}, WrongUsage, "has no parameter 'nup'. Did you mean 'npu'? It takes npu, limit"),
        ("runs", {"npu": "AA"}, WrongUsage, "has no parameter 'npu'. It takes none"),
        ("ranking", {"npu": "ZZ"}, NothingFound, "There is no unit 'ZZ' here. There are: AA, BB"),
        ("ranking", {"npu": "x' OR 1=1 --"}, NothingFound, "There is no unit 'x' OR 1=1 --' here"),
        ("ranking", {"limit": "ten"}, WrongUsage, "'ten' is not a valid integer for the parameter 'limit'"),
        ("ranking", {"limit": "-1"}, WrongUsage, "'-1' is not a valid integer"),
        ("ranking", {"limit": "9" * 20}, WrongUsage, "is not a valid integer"),
        ("month_coverage", {"from": "2024-13"}, WrongUsage, "is not a valid month .* Write it as in from=2024-09"),
        ("crime_type_areas", {"crime_type": "burglry"}, NothingFound, "Did you mean 'Burglary'"),
        (
            "top_areas",
            {"strand": "hram"},
            WrongUsage,
            "'hram' is not allowed for the parameter 'strand'. Did you mean 'harm'?",
        ),
        ("share_in_top_areas", {"share": "5"}, WrongUsage, "'5' is out of range .* Give a value from 0 to 1"),
        ("share_in_top_areas", {"share": "nan"}, WrongUsage, "'nan' is not a valid number"),
        ("incidents_near_line", {"line": "LINE(1 2)"}, WrongUsage, "The SQL cannot be run"),
    ],
)
def test_what_cannot_be_asked_is_said(con, name, given, kind, problem):
    with pytest.raises(kind) as refused:
        run_named(con, name, given)
    assert re.search(problem.replace("?", r"\?") if ".*" not in problem else problem, str(refused.value))


def test_a_part_that_is_not_there_is_noticed():
    with pytest.raises(FileNotFoundError):
        include_parts("WITH\n-- include nothing_of_the_kind\nfinal AS (SELECT 1) FROM final;")


def test_every_part_serves_at_least_two_queries():
    named = resources.files("queries.catalogue") / "named"
    included = [
        name for file in named.iterdir() for name in re.findall(r"(?m)^-- include (\w+)$", file.read_text("utf-8"))
    ]
    parts = {file.name.removesuffix(".sql") for file in (resources.files("queries.catalogue") / "parts").iterdir()}
    assert {part: included.count(part) for part in parts if included.count(part) < 2} == {}
    assert set(included) == parts
