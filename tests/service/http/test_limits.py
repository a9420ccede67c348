"""Limits of the service: slow clients are cut, too many are asked to come back, answers are compressed."""

from __future__ import annotations

import asyncio
import gzip
import socket
import threading
import time

import pytest

from service.http import limits
from service.http.limits import BoundedWork, server_of
from service.http.response_cache import Answer
from tests.service.http.test_response_cache import scope, send


class TestForms:
    page = Answer(b"<p>" * 1000, "text/html; charset=utf-8")

    @pytest.mark.parametrize(
        ("asked", "packed"),
        [("gzip", True), ("br, gzip;q=0.5", True), ("*", True), ("gzip;q=0", False), ("br", False), ("", False)],
    )
    def test_long_text_is_compressed_for_who_takes_it(self, asked, packed):
        status, headers, body = send(self.page, scope(accept_encoding=asked))
        assert (status, headers.get(b"content-encoding")) == (200, b"gzip" if packed else None)
        assert (gzip.decompress(body) if packed else body) == self.page.content
        assert headers[b"content-length"] == str(len(body)).encode()
        assert headers[b"vary"] == b"Accept, Accept-Encoding"

    def test_short_answers_and_pictures_are_sent_as_they_are(self):
        for answer in (Answer(b"short", "text/html"), Answer(b"x" * 5000, "image/png")):
            assert b"content-encoding" not in send(answer, scope(accept_encoding="gzip"))[1]

    @pytest.mark.parametrize("tag", ["{}", "W/{}", '"other", {}', "*"])
    def test_what_the_client_has_still_holds(self, tag):
        assert send(self.page, scope(if_none_match=tag.format(self.page.tag.decode())))[0] == 304

    @pytest.mark.parametrize("tag", ['"other"', "", "{}x"])
    def test_what_it_does_not_have_is_sent(self, tag):
        assert send(self.page, scope(if_none_match=tag.format(self.page.tag.decode())))[0] == 200


def test_more_work_than_can_wait_is_told_when_to_come_back(monkeypatch):
    monkeypatch.setattr(limits, "MOST_AT_WORK", 1)
    monkeypatch.setattr(limits, "MOST_WAITING", 1)

    async def ask_five() -> list[tuple[int, dict[bytes, bytes]]]:
        go = asyncio.Event()

        async def slow(scope, receive, send):
            await go.wait()
            await Answer(b"done", "text/plain")(scope, receive, send)

        bounded = BoundedWork(slow)
        answers: list[tuple[int, dict[bytes, bytes]]] = []

        async def ask():
            async def keep(message):
                if message["type"] == "http.response.start":
                    answers.append((message["status"], dict(message["headers"])))

            await bounded(scope(), None, keep)

        asking = [asyncio.create_task(ask()) for _ in range(5)]
        await asyncio.sleep(0.1)
        go.set()
        await asyncio.gather(*asking)
        return answers

    answers = asyncio.run(ask_five())
    assert sorted(status for status, _ in answers) == [200, 200, 503, 503, 503]
    assert all(headers[b"retry-after"] == b"2" for status, headers in answers if status == 503)


@pytest.fixture
def served(monkeypatch):
    """A server whose headers have to come within half a second, and at most four connections."""
    monkeypatch.setattr(limits, "HEADER_S", 0.5)
    monkeypatch.setattr(limits, "MOST_CONNECTIONS", 4)
    server = server_of(Answer(b"here", "text/plain"))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        serving = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        serving.start()
        while not server.started:
            time.sleep(0.01)
        yield listening.getsockname()[1]
        server.should_exit = True
        serving.join(20)


def read_to_end(connection: socket.socket) -> bytes:
    connection.settimeout(10)
    parts = []
    while part := connection.recv(4096):
        parts.append(part)
    return b"".join(parts)


def test_half_sent_requests_are_cut_and_too_many_are_refused(served):
    half = [socket.create_connection(("127.0.0.1", served)) for _ in range(4)]
    for connection in half:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n")
    time.sleep(0.1)
    with socket.create_connection(("127.0.0.1", served)) as fifth:
        refused = read_to_end(fifth)
    assert refused.startswith(b"HTTP/1.1 503 ")
    assert b"retry-after: 2" in refused
    assert [read_to_end(connection) for connection in half] == [b""] * 4
    for connection in half:
        connection.close()
    with socket.create_connection(("127.0.0.1", served)) as later:
        later.sendall(b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        assert read_to_end(later).endswith(b"here")
