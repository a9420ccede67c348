"""A build that comes while the service runs: taken up whole, and never mixed into an answer that is being read."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor

import duckdb
import pytest

from geo.exceptions import NothingFound
from queries.published.store import open_published
from queries.workspace.generations import Workspace, write_atomically
from service.http.app import create_app
from service.http.ogc.resources import Source
from tests.service.http.asgi_client import Client

FIRST = "generation-20261120T090000Z-0123abcd"
SECOND = "generation-20261121T090000Z-4567cdef"
THIRD = "generation-20261122T090000Z-89abcdef"
ITEMS = "/ogc/collections/areas/items"


@pytest.fixture
def workspace(tiny_workspace, tmp_path):
    """The tiny generation with a page, in a folder of its own."""
    made = Workspace(tmp_path / "ws")
    shutil.copytree(tiny_workspace.root, made.root)
    put_page(made, FIRST)
    return made


@pytest.fixture
def client(workspace):
    """Asks an application that was started on the first generation."""
    return Client(create_app(workspace, allowed_hosts={"here"}))


def put_generation(workspace: Workspace, name: str, population: int) -> None:
    """Another generation like the first, told apart by its residents, current without its pages."""
    path = workspace.generations / f"{name}.duckdb"
    shutil.copy(workspace.generations / f"{FIRST}.duckdb", path)
    with duckdb.connect(str(path)) as con:
        con.execute("UPDATE runs SET generation = ?", (name,))
        con.execute("UPDATE areas SET population = ?", (population,))
    write_atomically(workspace.generations / "CURRENT", f"{name}\n")


def put_page(workspace: Workspace, name: str) -> None:
    """Exchange the folder of pages as a build does."""
    prepared = workspace.fresh(workspace.site)
    (prepared / "index.html").write_text(f"<!doctype html><head></head><p>{name}")
    shutil.rmtree(workspace.site, ignore_errors=True)
    prepared.replace(workspace.site)


def populations(page: dict) -> set[int]:
    return {feature["properties"]["population"] for feature in page["features"]}


def next_of(page: dict) -> str | None:
    return next((link["href"] for link in page["links"] if link["rel"] == "next"), None)


def test_new_requests_use_the_newest(client, workspace):
    assert FIRST in client.get("/").text
    assert client.get(ITEMS).json()["generation"] == FIRST
    put_generation(workspace, SECOND, 7)
    put_page(workspace, SECOND)
    assert SECOND in client.get("/").text
    page = client.get(ITEMS).json()
    assert (page["generation"], populations(page)) == (SECOND, {7})
    health = client.get("/healthz").json()
    assert (health["status"], health["generation"], health["pages"]) == ("ok", SECOND, 1)
    assert SECOND in client.get("/ogc", headers={"Accept": "text/html"}).text
    assert client.get("/ogc/collections", params={"generation": FIRST}).status_code == 400  # only features take one


def test_an_answer_that_is_being_read_goes_on_with_its_generation_while_that_is_there(client, workspace):
    first = client.get(ITEMS, params={"limit": 2}).json()
    put_generation(workspace, SECOND, 7)
    assert client.get(ITEMS, params={"limit": 2}).json()["generation"] == SECOND
    second = client.get(next_of(first)).json()
    assert second["generation"] == FIRST
    assert not populations(second) & {7}
    third = client.get(next_of(second)).json()
    assert third["generation"] == FIRST
    names = [feature["id"] for page in (first, second, third) for feature in page["features"]]
    assert names == ["a1", "a2", "a3", "b1", "b3", "b2"]
    (workspace.generations / f"{FIRST}.duckdb").unlink()
    answer = client.get(next_of(first))  # not from memory, and not from what was kept
    assert answer.status_code == 404
    assert f"belongs to '{FIRST}', which is not there, and '{SECOND}' is served now" in answer.json()["description"]
    assert "Begin again at the first page" in answer.json()["description"]


def test_a_name_in_a_request_never_becomes_a_path(client):
    for name in ("", "../x", f"../generations/{FIRST}", "generation-*", "CURRENT", "building"):
        assert client.get(ITEMS, params={"generation": name}).status_code == 404


def test_pages_change_when_all_of_them_are_in_place(client, workspace):
    put_generation(workspace, SECOND, 7)
    assert FIRST in client.get("/").text
    shutil.rmtree(workspace.site)
    assert FIRST in client.get("/").text
    put_page(workspace, SECOND)
    assert SECOND in client.get("/").text
    put_generation(workspace, THIRD, 8)
    assert SECOND in client.get("/").text


def test_without_a_generation_to_take_up_the_service_goes_on(client, workspace):
    """``CURRENT`` is gone, is empty, or names a file that is not there."""
    current = workspace.generations / "CURRENT"
    for break_it in (current.unlink, lambda: current.write_text(""), lambda: current.write_text(f"{SECOND}\n")):
        break_it()
        assert client.get("/healthz").json()["generation"] == FIRST
        assert FIRST in client.get("/").text
    assert client.get(ITEMS).json()["generation"] == FIRST


def test_every_answer_is_whole_while_builds_come(client, workspace):
    put_generation(workspace, SECOND, 7)
    put_generation(workspace, THIRD, 6)

    def read(_: int) -> tuple[set[str], set[int], int]:
        pages = [client.get(ITEMS, params={"limit": 1}).json()]
        while following := next_of(pages[-1]):
            pages.append(client.get(following).json())
        generations = {page["generation"] for page in pages}
        return generations, set().union(*map(populations, pages)), len(pages)

    with ThreadPoolExecutor(4) as threads:
        answers = threads.map(read, range(24))
        for turn in range(30):
            name = (SECOND, THIRD)[turn % 2]
            write_atomically(workspace.generations / "CURRENT", f"{name}\n")
        found = list(answers)
    for generations, residents, pages in found:
        assert (len(generations), pages) == (1, 6)
        assert residents == {7 if generations == {SECOND} else 6}


def test_few_generations_are_held_at_once(workspace, monkeypatch):
    opened = []
    monkeypatch.setattr("service.http.ogc.resources.open_published", lambda path: opened.append(path.stem))
    for name in (SECOND, THIRD):
        put_generation(workspace, name, 7)
    source = Source(workspace)
    for asked in (None, FIRST, None, FIRST, SECOND, None, SECOND, FIRST):
        source.get(THIRD, asked)
    assert opened == [THIRD, FIRST, SECOND, FIRST]


def test_a_generation_of_another_version_is_said(workspace):
    put_generation(workspace, SECOND, 7)
    path = workspace.generations / f"{SECOND}.duckdb"
    with duckdb.connect(str(path)) as con:
        con.execute("ALTER TABLE ranking DROP COLUMN robust_core")
    with pytest.raises(NothingFound, match="another version of the program"):
        open_published(path)
