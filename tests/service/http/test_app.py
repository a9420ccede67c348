"""The pages over HTTP: known names only, guarded by headers, for this machine alone."""

from __future__ import annotations

import asyncio
import json
import socket
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import unquote

import pytest

from geo.exceptions import NotAllowed, NothingFound, WorkspaceBusy
from queries.workspace.generations import Workspace
from service.http import serve as sharing
from service.http.app import create_app
from service.http.security_headers import stated_policy

POLICY = "default-src 'none'; script-src 'sha256-abc='; style-src 'unsafe-inline'"
INDEX = f'<!doctype html><html><head><meta http-equiv="Content-Security-Policy" content="{POLICY};"></head><p>Index'
PLAIN = "<!doctype html><html><head><title>x</title></head><meta http-equiv='Content-Security-Policy' content='late'>"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    """A workspace with two pages, and a file beside them that is none."""
    made = Workspace(tmp_path_factory.mktemp("served"))
    made.generations.mkdir()
    made.site.mkdir()
    (made.generations / "CURRENT").write_text("generation-x\n")
    (made.site / "index.html").write_text(INDEX)
    (made.site / "npu-BE.html").write_text(PLAIN)
    (made.site / "secret.txt").write_text("secret")
    (made.root / "secret.html").write_text("secret")
    return made


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


@pytest.fixture(scope="module")
def ask(workspace):
    """Put one request to the application exactly as it is written: usual clients tidy paths such as /../ themselves."""
    app = create_app(workspace, allowed_hosts={"127.0.0.1", "localhost", "[::1]"})

    def put(path: str, *, method: str = "GET", hosts: tuple[str, ...] = ("127.0.0.1:8000",)) -> Answer:
        sent: list[dict] = []
        scope = {
            "type": "http",
            "method": method,
            "path": unquote(path),
            "raw_path": path.encode(),
            "query_string": b"",
            "headers": [(b"host", host.encode()) for host in hosts],
        }

        async def receive():
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message):
            sent.append(message)

        # In a thread of its own: a browser test in the same process may have a loop running in this one.
        with ThreadPoolExecutor(max_workers=1) as thread:
            thread.submit(asyncio.run, app(scope, receive, send)).result()
        headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
        assert len(headers) == len(sent[0]["headers"])
        return Answer(sent[0]["status"], headers, b"".join(message.get("body", b"") for message in sent[1:]))

    return put


@pytest.mark.parametrize("path", ["/", "/index.html"])
def test_the_index(ask, path):
    answer = ask(path)
    assert (answer.status, answer.body.decode()) == (200, INDEX)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"


def test_a_head_is_answered(ask):
    answer = ask("/npu-BE.html", method="HEAD")
    assert (answer.status, answer.headers["content-length"]) == (200, str(len(PLAIN)))


def test_health_names_the_generation(ask):
    said = json.loads(ask("/healthz").body)
    assert (said["status"], said["generation"], said["pages"]) == ("ok", "generation-x", 2)


@pytest.mark.parametrize(
    "path",
    [
        "/secret.txt",
        "/../secret.html",
        "/..%2fsecret.html",
        "/%2e%2e/secret.html",
        "/..%5csecret.html",
        "/index.html%00",
        "/%00",
        "//etc/passwd",
        "/site/index.html",
        "/INDEX.HTML",
        "/docs",
        "/openapi.json",
        "/%ff",
        "/" + "a" * 5000,
    ],
)
def test_any_other_name_is_not_found(ask, path):
    answer = ask(path)
    assert answer.status == 404
    assert b"secret" not in answer.body


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "MADEUP"])
def test_pages_are_only_read(ask, method):
    answer = ask("/", method=method)
    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize(
    "hosts",
    [
        ("evil.example",),
        ("127.0.0.1.evil.example",),
        ("",),
        (),
        ("evil.example:8000",),
        ("127.0.0.1@evil",),
        ("localhost", "evil.example"),
    ],
)
def test_another_name_is_refused(ask, hosts):
    assert ask("/", hosts=hosts).status == 400


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8000", "127.0.0.1", "[::1]:8000", "[::1]"])
def test_names_of_this_machine_are_served(ask, host):
    assert ask("/", hosts=(host,)).status == 200


@pytest.mark.parametrize(
    ("path", "method", "host"),
    [("/", "GET", "localhost"), ("/x", "GET", "localhost"), ("/", "POST", "localhost"), ("/", "GET", "evil")],
)
def test_every_answer_carries_the_headers(ask, path, method, host):
    headers = ask(path, method=method, hosts=(host,)).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert not [name for name in headers if name.startswith("access-control")]


def test_the_header_says_what_the_page_says(ask):
    policy = ask("/").headers["content-security-policy"]
    assert policy == f"{POLICY}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


def test_a_page_without_a_policy_in_its_head_may_load_nothing(ask):
    assert ask("/npu-BE.html").headers["content-security-policy"].startswith("default-src 'none'; base-uri")
    assert stated_policy(PLAIN) == ""


def test_without_pages_there_is_nothing_to_serve(tmp_path):
    workspace = Workspace(tmp_path)
    with pytest.raises(NothingFound, match="Nothing has been built"):
        create_app(workspace, allowed_hosts=set())
    workspace.generations.mkdir()
    (workspace.generations / "CURRENT").write_text("generation-x\n")
    with pytest.raises(NothingFound, match="There are no pages in"):
        create_app(workspace, allowed_hosts=set())


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.0.4", "::", "force.example", ""])
def test_other_addresses_are_refused_before_anything_listens(workspace, host):
    with pytest.raises(NotAllowed, match="can be reached from other machines"):
        sharing.serve_workspace(workspace.root, sharing.Address(host, 1), on_start=pytest.fail)


def test_a_port_in_use_is_said(workspace):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(WorkspaceBusy, match=f"Port {port} at 127.0.0.1 cannot be used"):
            sharing.serve_workspace(workspace.root, sharing.Address("localhost", port), on_start=pytest.fail)
