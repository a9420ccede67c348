"""SQL over HTTP: answers in three forms, bounds on each question, nothing for pages elsewhere."""

from __future__ import annotations

import asyncio
import html
import json
import re
import shutil
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from geo.exceptions import WorkspaceBusy, WrongUsage
from queries.workspace.generations import Workspace
from service.http import console, sql_pool
from service.http.app import create_app
from service.http.sql_pool import SqlPool
from tests.service.http.asgi_client import Client

ENDLESS = "SELECT count(*) FROM range(1000000000000) a, range(1000000) b"


@pytest.fixture(scope="module")
def workspace(tiny_workspace, tmp_path_factory):
    made = Workspace(Path(shutil.copytree(tiny_workspace.root, tmp_path_factory.mktemp("sql") / "ws")))
    made.site.mkdir(exist_ok=True)
    (made.site / "index.html").write_text(f"<title>x</title>{made.current()}", encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def app(workspace):
    made = create_app(workspace, allowed_hosts={"here"})
    yield made
    made.state.close_sql()


@pytest.fixture
def post(app):
    client = Client(app)

    def put(content=None, *, headers=None, **form):
        sent = {"data": form} if content is None else {"content": content}
        return client.post("/sql", headers=headers, **sent)

    return put


def _json(sql):
    return json.dumps({"sql": sql}).encode()


JSON = {"Content-Type": "application/json"}


def test_a_program_gets_json_or_csv(post):
    sql = "SELECT area_code, 1.5 AS x FROM areas ORDER BY 1 LIMIT 2"
    answer = post(_json(sql), headers=JSON)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert answer.json()["cut"] is False
    codes = [row["area_code"] for row in answer.json()["rows"]]
    lines = post(_json(sql), headers={**JSON, "Accept": "text/csv"}).text.splitlines()
    assert lines == ["area_code,x", *(f"{code},1.5" for code in codes)]


def test_the_page_shows_rows_and_their_areas_and_escapes_both(post):
    answer = post(sql="SELECT area_code, '<script>alert(1)</script>' AS x FROM areas")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "<script" not in answer.text
    assert "<script>alert(1)" in html.unescape(answer.text)
    assert re.search(r"\d+ areas of the answer", answer.text)
    policy = answer.headers["content-security-policy"]
    assert "script-src 'none'" in policy
    assert "form-action 'self'" in policy


def test_what_was_typed_stays_with_its_fault(post):
    answer = post(sql="SELECT * FROM rankin</textarea><b>")
    assert answer.status_code == 400
    assert "rankin</textarea><b>" in html.unescape(answer.text)
    assert "<b>" not in answer.text
    missing = post(sql="SELECT * FROM rankin")
    assert missing.status_code == 404
    assert "ranking" in missing.text


@pytest.mark.parametrize(
    "sql",
    [
        "DROP TABLE areas",
        "EXPLAIN ANALYZE COPY areas TO '/tmp/x.csv'",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT 1; SELECT 2",
        "INSTALL httpfs",
        "SET memory_limit = '99GB'",
    ],
)
def test_nothing_but_reading(post, sql):
    answer = post(_json(sql), headers=JSON)
    assert answer.status_code in (400, 403), answer.text
    assert set(answer.json()) == {"fault"}


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"{", JSON, 400),
        (b"[]", JSON, 400),
        (b'{"sql": 1}', JSON, 400),
        (b'{"sql": " "}', JSON, 400),
        (b"sql=%zz&&", {"Content-Type": "application/x-www-form-urlencoded"}, 400),
        (b"SELECT 1", {"Content-Type": "text/plain"}, 400),
        (b"x" * 70_000, JSON, 413),
    ],
)
def test_what_is_no_question(post, body, headers, status):
    assert post(body, headers=headers).status_code == status


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://elsewhere"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_page_elsewhere_cannot_ask(post, headers):
    assert post(_json("SELECT 1"), headers={**JSON, **headers}).status_code == 403


def test_the_own_page_can(post):
    own = {"Origin": "http://here", "Sec-Fetch-Site": "same-origin"}
    assert post(_json("SELECT 1 AS x"), headers={**JSON, **own}).json()["rows"] == [{"x": 1}]


def test_an_answer_is_cut_and_says_so(post):
    answer = post(_json("SELECT * FROM range(20000)"), headers=JSON).json()
    assert (len(answer["rows"]), answer["cut"]) == (10_000, True)
    page = post(sql="SELECT * FROM range(20000)").text
    assert "10,000 rows, of which 500 are shown; CSV has all of them. There are more" in page


@pytest.mark.long
class TestBounds:
    @pytest.fixture
    def pool(self, workspace, monkeypatch):
        monkeypatch.setattr(sql_pool, "SECONDS", 1.5)
        made = SqlPool(workspace)
        yield made
        made.close()

    def test_an_endless_question_is_ended_and_the_next_one_is_answered(self, pool):
        with pytest.raises(WorkspaceBusy, match=r"longer than 1\.5 seconds"):
            pool.ask(ENDLESS, threading.Event())
        assert pool.ask("SELECT 1", threading.Event()).table[0].num_rows == 1

    def test_a_question_that_nobody_waits_for_is_ended(self, workspace, monkeypatch):
        monkeypatch.setattr(sql_pool, "SECONDS", 60.0)
        pool = SqlPool(workspace)
        cancelled = threading.Event()
        pool.ask("SELECT 1", threading.Event())
        threading.Timer(0.3, cancelled.set).start()
        begun = time.monotonic()
        with pytest.raises((WorkspaceBusy, WrongUsage)):
            pool.ask(ENDLESS, cancelled)
        assert time.monotonic() - begun < 20
        assert pool.ask("SELECT 1", threading.Event()).table[0].num_rows == 1
        pool.close()

    def test_a_third_question_waits_and_is_then_asked_to_come_back(self, pool, monkeypatch):
        monkeypatch.setattr(sql_pool, "WAIT_S", 0.2)
        pool.warm()
        with ThreadPoolExecutor(max_workers=2) as threads:
            endless = [threads.submit(pool.ask, ENDLESS, threading.Event()) for _ in range(2)]
            time.sleep(0.5)
            with pytest.raises(WorkspaceBusy, match="Other questions are being answered"):
                pool.ask("SELECT 1", threading.Event())
            assert all(isinstance(one.exception(), WorkspaceBusy) for one in endless)

    def test_a_later_build_is_asked_from_then_on(self, pool, workspace):
        sql = "SELECT generation FROM runs"
        first = pool.ask(sql, threading.Event()).table[0].column(0)[0].as_py()
        name = "generation-29990101T000000Z-00000000"
        shutil.copy(workspace.current_file(), workspace.generations / f"{name}.duckdb")
        import duckdb

        with duckdb.connect(str(workspace.generations / f"{name}.duckdb")) as con:
            con.execute("UPDATE runs SET generation = 'later'")
        current = (workspace.generations / "CURRENT").read_text()
        (workspace.generations / "CURRENT").write_text(f"{name}\n")
        try:
            assert first != "later"
            assert pool.ask(sql, threading.Event()).table[0].column(0)[0].as_py() == "later"
        finally:
            (workspace.generations / "CURRENT").write_text(current)


def test_a_question_that_drips_in_is_ended(monkeypatch):
    monkeypatch.setattr(console, "BODY_S", 0.2)

    class Dripping:
        async def stream(self):
            yield b"{"
            await asyncio.sleep(5)
            yield b"}"

    async def read():
        with pytest.raises(WrongUsage, match="did not arrive"):
            await console.read_body(Dripping())

    with ThreadPoolExecutor(max_workers=1) as thread:
        thread.submit(asyncio.run, read()).result()
