"""The workbench: a form that tries choices, keeps them under a name, and changes nothing that is published."""

from __future__ import annotations

import html
import shutil
from pathlib import Path

import pytest

from queries.workspace.generations import Workspace
from service.http.app import create_app
from service.http.workbench import read_choices
from tests.service.http.asgi_client import Client


@pytest.fixture(scope="module")
def workspace(sample_build, tmp_path_factory):
    return Workspace(Path(shutil.copytree(sample_build[0].root, tmp_path_factory.mktemp("workbench") / "ws")))


@pytest.fixture(scope="module")
def client(workspace):
    return Client(create_app(workspace, allowed_hosts={"here"}))


def test_without_choices_the_page_shows_what_is_current(client):
    answer = client.get("/workbench")
    assert answer.status_code == 200
    assert "The places have the same areas as now." in answer.text
    assert "The rank of 0 areas in the force would change." in answer.text
    assert "script-src 'none'" in answer.headers["content-security-policy"]


def test_choices_are_in_the_address_and_on_the_page(client):
    answer = client.get("/workbench?npu=BE&crime=1&demand=0&harm=0&deprivation=0&max_areas=4")
    assert answer.status_code == 200
    assert 'id="crime" name="crime" type="text" inputmode="decimal" autocomplete="off" value="1"' in answer.text
    assert 'value="4"' in answer.text
    assert "would be added" in answer.text
    assert "only under these choices" in answer.text


def test_all_areas_as_csv(client):
    lines = client.get("/workbench?npu=BE&as=csv").text.splitlines()
    assert lines[0] == "area_code,area_name,rank,rank_now,place,place_now"
    assert len(lines) > 40


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("npu=ZZ", 404, "There is no unit 'ZZ'"),
        ("npu=BE&crime=lots", 400, "A value is no number"),
        ("npu=BE&crime=nan", 400, "The weights are"),
        ("npu=BE&max_areas=1e9", 400, "A value is no number"),
        ("npu=BE&max_areas=100000", 400, "These limits cannot be"),
        ("npu=%3Cscript%3E", 404, "There is no unit '<script>'"),
    ],
)
def test_what_cannot_be_tried_is_said_on_the_page(client, query, status, said):
    answer = client.get(f"/workbench?{query}")
    assert answer.status_code == status
    assert said in html.unescape(answer.text)
    assert "<script" not in answer.text


def test_a_name_is_kept_and_leads_back(client, workspace):
    before = {path: path.read_bytes() for path in workspace.generations.rglob("*") if path.is_file()}
    kept = client.post("/workbench", data={"name": "Crime <alone>", "npu": "BE", "crime": "1"})
    assert kept.status_code == 400
    kept = client.post("/workbench", data={"name": "Crime alone", "npu": "BE", "crime": "1", "elsewhere": "http://x"})
    assert (kept.status_code, kept.headers["location"]) == (303, "/workbench?npu=BE&crime=1")
    page = html.unescape(client.get("/workbench").text)
    assert '<a href="/workbench?npu=BE&crime=1">Crime alone</a>' in page
    assert client.post("/workbench", data={"name": "x"}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert before == {path: path.read_bytes() for path in workspace.generations.rglob("*") if path.is_file()}


def test_an_empty_field_is_as_it_is_now():
    choices = read_choices({"npu": "", "crime": " ", "max_areas": ""}, "AA")
    assert (choices.npu_code, dict(choices.weights), dict(choices.limits)) == ("AA", {}, {})
