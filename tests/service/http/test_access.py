"""Who may ask for what: every route with every role, and one entry in the audit log for each request."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from geo.exceptions import NotAllowed, WorkspaceBusy, WrongUsage
from queries.workspace.generations import Workspace
from service.access.audit import AuditLog, verify_audit
from service.access.people import People
from service.access.roles import EVERYONE, ROLES, ROUTES, may_see_page
from service.http import serve as sharing
from service.http.access import SignIn, refuse_unlisted_routes
from service.http.app import create_app
from service.http.serve import Address, serve_workspace
from tests.service.http.asgi_client import Client

NOW = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
ASKED = {
    route: route.replace("{collection}", "areas").replace("{feature}", "a1").replace("{name:path}", "index.html")
    for route in ROUTES
}


@pytest.fixture(autouse=True)
def fixed_clock(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))


@pytest.fixture
def workspace(tiny_workspace, tmp_path):
    made = Workspace(Path(shutil.copytree(tiny_workspace.root, tmp_path / "ws")))
    made.site.mkdir(exist_ok=True)
    for name in ("index", "npu-AA", "npu-BB", "briefing-AA-1", "methods"):
        (made.site / f"{name}.html").write_text(f"<title>x</title>{made.current()}", encoding="utf-8")
    return made


@pytest.fixture
def people(workspace):
    return People(workspace.root)


@pytest.fixture
def audit(workspace):
    log = AuditLog(workspace.root)
    yield log
    log.close()


@pytest.fixture
def client(workspace, people, audit):
    return Client(create_app(workspace, allowed_hosts={"here"}, sign_in=SignIn(people, audit)))


def _give(people, role, *, npu_codes=(), days=90, now=NOW):
    _, token = people.add(f"{role} one", role=role, npu_codes=npu_codes, days=days, now=now, with_token=True)
    return {"Authorization": f"Bearer {token}"}


def _entries(workspace):
    paths = sorted((workspace.root / "access").glob("audit-*.jsonl"))
    return [json.loads(line) for path in paths for line in path.read_bytes().splitlines()]


@pytest.mark.parametrize("role", [*ROLES, ""])
def test_every_route_answers_the_roles_of_the_table_and_nobody_else(client, people, workspace, role):
    headers = _give(people, role) if role else {}
    for route, asked in ASKED.items():
        status = client.get(asked, headers=headers).status_code
        if role in ROUTES[route]:
            assert status in (200, 404), (route, status)
        else:
            assert status == (403 if role else 401), (route, status)
    counted = [route for route in ROUTES if ROUTES[route] != EVERYONE]
    assert len(_entries(workspace)) == len(counted)
    assert verify_audit(workspace.root).count == len(counted)


def test_an_expired_a_revoked_and_a_wrong_token_are_nobodys(client, people):
    assert client.get("/", headers=_give(people, "viewer", days=1, now=NOW - timedelta(days=2))).status_code == 401
    headers = _give(people, "planner")
    assert client.get("/", headers=headers).status_code == 200
    people.revoke("planner one")
    assert client.get("/", headers=headers).status_code == 401
    for wrong in ("Bearer ia_x", "Bearer ", "Basic ia_x", "bearer", "Bearer " + "ia_" + "x" * 5000):
        assert client.get("/", headers={"Authorization": wrong}).status_code == 401
    twice = [("Authorization", _give(people, "viewer")["Authorization"])] * 2
    assert client.get("/", headers=twice).status_code == 401


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/npu-AA.html", 200),
        ("/briefing-AA-1.html", 200),
        ("/methods.html", 200),
        ("/npu-BB.html", 403),
        ("/", 403),
        ("/places.js", 403),
        ("/ogc/collections/areas/items", 403),
    ],
)
def test_access_for_one_unit_shows_its_pages_only(client, people, path, status):
    answer = client.get(path, headers=_give(people, "viewer", npu_codes=["AA"]))
    assert answer.status_code == status
    assert (status == 200) or "Your access is for AA" in answer.text


@pytest.mark.parametrize(
    "name", ["npu-AAB.html", "npu-AA.html/../npu-BB.html", "xnpu-AA.html", "briefing-AA-1-2.html", ""]
)
def test_no_other_name_counts_as_a_page_of_the_unit(name):
    assert not may_see_page(["AA"], name)


def test_a_kept_answer_is_not_given_to_who_may_not_ask(client, people):
    assert client.get("/", headers=_give(people, "viewer")).status_code == 200
    assert client.get("/").status_code == 401


def test_a_proxy_signs_people_in_and_nobody_else_can(workspace, people, audit):
    secret = "s" * 32
    client = Client(create_app(workspace, allowed_hosts={"here"}, sign_in=SignIn(people, audit, secret)))
    people.add("a.khan@force.example", role="viewer", days=9, now=NOW, with_token=False)
    by_proxy = {"X-Proxy-Secret": secret, "X-Forwarded-User": "A.Khan@force.example"}
    assert client.get("/", headers=by_proxy).status_code == 200
    for change in ({"X-Proxy-Secret": "t" * 32}, {"X-Forwarded-User": "someone"}, {"X-Forwarded-User": ""}):
        assert client.get("/", headers={**by_proxy, **change}).status_code == 401
    assert client.get("/", headers={"X-Forwarded-User": "a.khan@force.example"}).status_code == 401
    two_names = [*by_proxy.items(), ("X-Forwarded-User", "auditor one")]
    assert client.get("/", headers=two_names).status_code == 401
    token = _give(people, "viewer")
    assert client.get("/", headers=token).status_code == 401  # and a token counts for nothing behind a proxy


def test_what_cannot_be_written_into_the_log_is_not_answered(client, people, audit, monkeypatch):
    headers = _give(people, "viewer")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("service.access.audit.os.write", full)
    answer = client.get("/", headers=headers)
    assert (answer.status_code, answer.text) == (503, "The audit log cannot be written, so nothing is answered")
    monkeypatch.undo()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))
    assert client.get("/", headers=headers).status_code == 200


def test_an_entry_names_who_and_what_and_never_a_query(client, people, workspace):
    client.get("/npu-AA.html?q=SECRET", headers=_give(people, "viewer"))
    client.get("/SECRET.html", headers=_give(people, "viewer"))
    seen, unknown = _entries(workspace)
    assert (seen["who"], seen["role"], seen["what"], seen["status"]) == ("viewer one", "viewer", "/npu-AA.html", 200)
    assert (unknown["what"], unknown["status"]) == ("", 404)
    assert "SECRET" not in json.dumps([seen, unknown])


def test_a_damaged_file_of_people_lets_nobody_in(client, people):
    headers = _give(people, "viewer")
    people.path.write_text("[", encoding="utf-8")
    assert client.get("/", headers=headers).status_code == 503


def test_a_route_without_an_entry_stops_the_start(workspace):
    app = create_app(workspace, allowed_hosts=set())
    app.add_api_route("/new", lambda: None)
    with pytest.raises(RuntimeError, match=r"does not say who may ask /new"):
        refuse_unlisted_routes(app.router)


class TestServing:
    def test_by_tokens_only_where_somebody_has_one(self, workspace, people):
        people.add("a.khan", role="viewer", days=9, now=NOW, with_token=False)
        with pytest.raises(NotAllowed, match=r"Nobody could sign in by tokens.*--token"):
            serve_workspace(workspace.root, Address("0.0.0.0", 1, sign_in="tokens"), on_start=pytest.fail)

    def test_a_secret_must_be_there_long_and_private(self, workspace, tmp_path):
        secret = tmp_path / "secret"
        behind = Address("127.0.0.1", 1, sign_in="proxy", proxy_secret=secret)
        with pytest.raises(WrongUsage, match="secret that the proxy sends is missing"):
            serve_workspace(workspace.root, behind, on_start=pytest.fail)
        secret.write_text("short")
        secret.chmod(0o644)
        with pytest.raises(NotAllowed, match="Others on this machine can read"):
            serve_workspace(workspace.root, behind, on_start=pytest.fail)
        secret.chmod(0o600)
        with pytest.raises(NotAllowed, match="has 5 characters"):
            serve_workspace(workspace.root, behind, on_start=pytest.fail)

    def test_another_way_of_signing_in_is_refused(self, workspace):
        with pytest.raises(WrongUsage, match="Nobody can sign in by 'magic'"):
            serve_workspace(workspace.root, Address("127.0.0.1", 1, sign_in="magic"), on_start=pytest.fail)

    def test_one_service_writes_the_log(self, workspace, people, audit):
        _give(people, "viewer")
        with pytest.raises(WorkspaceBusy, match="Another service writes the audit log"):
            serve_workspace(workspace.root, Address("127.0.0.1", 1, sign_in="tokens"), on_start=pytest.fail)

    def test_the_log_is_let_go_when_the_service_cannot_start(self, workspace, people):
        _give(people, "viewer")
        with sharing.socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(WorkspaceBusy, match="Port"):
            address = Address("127.0.0.1", taken.getsockname()[1], sign_in="tokens")
            serve_workspace(workspace.root, address, on_start=pytest.fail)
        AuditLog(workspace.root).close()
