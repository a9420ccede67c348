"""What the service says of itself: alive, ready, how old, how much it has answered."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from queries.workspace.failed_refresh import FailedRefresh, record_failure
from queries.workspace.generations import Workspace
from service.http.app import create_app
from service.http.health import STALE_DAYS, describe_health
from service.http.request_metrics import kind_of
from tests.service.http.asgi_client import Client

BUILT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.fixture
def workspace(tiny_workspace, tmp_path):
    made = Workspace(Path(shutil.copytree(tiny_workspace.root, tmp_path / "ws")))
    made.site.mkdir(exist_ok=True)
    (made.site / "index.html").write_text(f"<title>x</title>{made.current()}", encoding="utf-8")
    (made.generations / f"{made.current()}.json").write_text(
        json.dumps({"built_at": BUILT.isoformat()}), encoding="utf-8"
    )
    return made


@pytest.fixture
def lines():
    return []


@pytest.fixture
def client(workspace, lines):
    return Client(create_app(workspace, allowed_hosts={"here"}, log=lines.append))


@pytest.mark.parametrize(("days", "status"), [(0, "ok"), (STALE_DAYS, "ok"), (STALE_DAYS + 1, "stale")])
def test_an_old_generation_is_called_stale(workspace, days, status):
    said = describe_health(workspace, workspace.current(), BUILT + timedelta(days=days))
    assert (said["status"], said["age_days"], said["built_at"]) == (status, days, BUILT.isoformat())


def test_a_refresh_that_failed_is_told_without_its_reason(workspace, client):
    record_failure(workspace, FailedRefresh(BUILT, "'december.csv' has no rows", "Ask again"))
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["status"]) == (200, "refresh failed")
    assert answer.json()["refresh_failed_at"] == BUILT.isoformat()
    assert "december" not in answer.text
    assert "impact_areas_refresh_failed 1.0" in client.get("/metrics").text


def test_ready_until_the_generation_is_damaged(workspace, client):
    assert client.get("/readyz").json() == {"ready": True, "generation": workspace.current()}
    workspace.current_file().write_bytes(b"damaged")
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["ready"]) == (503, False)
    assert client.get("/healthz").status_code == 200  # the process is alive, and starting it again would mend nothing


def test_requests_are_counted_by_kind_and_never_by_address(client):
    for path in ("/", "/npu-SECRET.html", "/ogc", "/healthz"):
        client.get(path)
    counted = client.get("/metrics").text
    assert 'impact_areas_requests_total{kind="page",method="GET",status="200"} 1.0' in counted
    assert 'impact_areas_requests_total{kind="page",method="GET",status="404"} 1.0' in counted
    assert 'kind="collections"' in counted
    assert "SECRET" not in counted


def test_each_request_has_a_line_without_its_address(client, lines):
    client.get("/npu-SECRET.html?q=victim")
    client.get("/healthz")
    assert len(lines) == 1
    line = json.loads(lines[0])
    assert (line["kind"], line["method"], line["status"]) == ("page", "GET", 404)
    assert "SECRET" not in lines[0]
    assert "victim" not in lines[0]


def test_who_watches_is_answered_when_there_is_no_room(client, monkeypatch):
    monkeypatch.setattr("service.http.limits.MOST_AT_WORK", 0)
    monkeypatch.setattr("service.http.limits.MOST_WAITING", 0)
    assert client.get("/npu-x.html").status_code == 503
    assert client.get("/healthz").status_code == 200


def test_kinds_are_few():
    assert {kind_of(path) for path in ("/", "/x/../y", "/ogc/collections", "/readyz")} == {
        "page",
        "collections",
        "watch",
    }
