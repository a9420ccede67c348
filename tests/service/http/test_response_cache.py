"""Answers that are kept: the right one to each request, within their bytes."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

from service.http.response_cache import Answer, CachedAnswers, ResponseCache


def scope(path="/a", *, query=b"", method="GET", generation="g1", decided="", **headers):
    said = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    more = {"generation": generation, "decided": decided}
    return {"type": "http", "method": method, "raw_path": path.encode(), "query_string": query, "headers": said, **more}


class Current:
    """One generation, as built."""

    def name(self):
        return "g1"

    def decision_folder(self):
        return ""


def send(app, asked):
    """Status, headers and body that an application sends."""
    sent = []

    async def keep(message):
        sent.append(message)

    # In a thread of its own: a browser test in the same process may have a loop running in this one.
    with ThreadPoolExecutor(max_workers=1) as thread:
        thread.submit(asyncio.run, app(asked, None, keep)).result()
    return sent[0]["status"], dict(sent[0]["headers"]), sent[1]["body"]


def test_an_answer_is_kept_for_the_same_request_alone():
    kept, answer = ResponseCache(), Answer(b"one", "text/plain")
    kept.put(scope("/a", query=b"x=1", host="h", accept="text/html"), answer)
    assert kept.get(scope("/a", query=b"x=1", host="h", accept="text/html")) is answer
    for other in (
        scope("/b", query=b"x=1", host="h", accept="text/html"),
        scope("/a", query=b"x=1", generation="g2", host="h", accept="text/html"),
        scope("/a", query=b"x=1", decided="decided-1", host="h", accept="text/html"),
        scope("/a", query=b"x=2", host="h", accept="text/html"),
        scope("/a", query=b"x=1", host="other", accept="text/html"),
        scope("/a", query=b"x=1", host="h", accept="*/*"),
    ):
        assert kept.get(other) is None


def test_what_was_not_asked_for_longest_goes_first():
    kept = ResponseCache(most_bytes=10_000)
    for name in "abc":
        kept.put(scope(f"/{name}"), Answer(b"x" * 2000, "text/plain"))
    assert kept.get(scope("/a"))
    kept.put(scope("/d"), Answer(b"x" * 2000, "text/plain"))
    assert [name for name in "abcd" if kept.get(scope(f"/{name}"))] == ["a", "c", "d"]


def test_faults_and_what_is_too_large_are_not_kept():
    kept = ResponseCache(most_bytes=10_000)
    kept.put(scope("/a"), Answer(b"no", "text/plain", status=404))
    kept.put(scope("/b"), Answer(b"x" * 20_000, "text/plain"))
    assert kept.get(scope("/a")) is kept.get(scope("/b")) is None


def test_small_answers_weigh_too():
    kept = ResponseCache(most_bytes=10_000)
    for number in range(100):
        kept.put(scope("/a", query=str(number).encode()), Answer(b"", "text/plain"))
    assert sum(kept.get(scope("/a", query=str(number).encode())) is not None for number in range(100)) < 10


def test_a_kept_answer_is_sent_past_the_application():
    kept, answer = ResponseCache(), Answer(b"one", "text/plain", {"content-crs": "<x>"})
    kept.put(scope("/a"), answer)
    ready = CachedAnswers(Answer(b"from the application", "text/plain"), kept, Current())
    status, headers, body = send(ready, scope("/a"))
    assert (status, body, headers[b"content-length"], headers[b"content-crs"]) == (200, b"one", b"3", b"<x>")
    assert send(ready, scope("/a", method="HEAD"))[2] == b""
    assert send(ready, scope("/b"))[2] == b"from the application"
    assert send(ready, scope("/a", method="POST"))[2] == b"from the application"


def test_a_client_that_has_the_bytes_gets_none():
    answer = Answer(b"one", "text/plain")
    status, headers, body = send(answer, scope(if_none_match=answer.tag.decode()))
    assert (status, body, headers[b"etag"]) == (304, b"", answer.tag)
    assert send(answer, scope(if_none_match='"another"'))[0] == 200
    assert b"etag" not in send(Answer(b"no", "text/plain", status=400), scope())[1]
