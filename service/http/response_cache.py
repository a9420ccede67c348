"""Cache answers that were made once: bytes with their headers, sent again as they are."""

from __future__ import annotations

import gzip
import hashlib
import re
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Scope, Send

KEPT_BYTES = 64_000_000
LEAST_PACKED = 1000  # shorter answers fit into one packet as they are
PACKED_MEDIA = ("text/", "json", "javascript", "xml")
REVALIDATE = "private, no-cache"  # a browser may keep an answer, and asks each time whether it is still current
Key = tuple[bytes, bytes, bytes, bytes, bytes]


@dataclass(frozen=True)
class Answer:
    """The bytes of an answer, and its headers by names in small letters; one that may be reused has a fingerprint."""

    content: bytes
    media: str
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int = 200

    @cached_property
    def tag(self) -> bytes:
        """Fingerprint of its bytes."""
        return f'"{hashlib.sha256(self.content).hexdigest()[:32]}"'.encode()

    @cached_property
    def compressed(self) -> bytes:
        """The same bytes compressed."""
        return gzip.compress(self.content, compresslevel=6, mtime=0)

    @cached_property
    def packs(self) -> bool:
        """Whether compressing saves enough."""
        return len(self.content) >= LEAST_PACKED and any(word in self.media for word in PACKED_MEDIA)

    @cached_property
    def _headers(self) -> list[tuple[bytes, bytes]]:
        said = {"content-type": self.media, "vary": "Accept, Accept-Encoding", **self.headers}
        if self.status == 200:
            said = {"etag": self.tag.decode(), "cache-control": REVALIDATE, **said}
        return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in said.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it; to a client that has the same bytes, only that they are still current; to HEAD, only its headers."""
        said, content = list(self._headers), self.content
        packing = self.packs and _takes_gzip(_header(scope, b"accept-encoding"))
        if packing:
            said = [(name, _weak(value) if name == b"etag" else value) for name, value in said]
        if self.status == 200 and _holds(_header(scope, b"if-none-match"), self.tag):
            await send({"type": "http.response.start", "status": 304, "headers": said})
            await send({"type": "http.response.body", "body": b""})
            return
        if packing:
            done = "compressed" in self.__dict__
            content = self.compressed if done else await run_in_threadpool(lambda: self.compressed)
            said.append((b"content-encoding", b"gzip"))
        said.append((b"content-length", str(len(content)).encode()))
        await send({"type": "http.response.start", "status": self.status, "headers": said})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else content})


def _holds(header: bytes, tag: bytes) -> bool:
    """Return whether a client that sends If-None-Match has the current bytes (RFC 9110, 13.1.2: weak comparison)."""
    tags = [one.strip().removeprefix(b"W/") for one in header.split(b",")]
    return tags == [b"*"] or tag in tags


def _weak(tag: bytes) -> bytes:
    """The fingerprint of bytes that travel in another form."""
    return b"W/" + tag


def _takes_gzip(header: bytes) -> bool:
    """Whether Accept-Encoding names gzip, or everything, with a weight above nought (RFC 9110, 12.5.3)."""
    for one in header.lower().split(b","):
        name, _, weight = one.partition(b";")
        if name.strip() in (b"gzip", b"*"):
            return not re.fullmatch(rb"\s*q\s*=\s*0(\.0*)?\s*", weight)
    return False


class ResponseCache:
    """Answers by request, up to a number of bytes, those not asked for longest dropped first."""

    def __init__(self, most_bytes: int = KEPT_BYTES) -> None:
        self._most, self._size = most_bytes, 0
        self._answers: OrderedDict[Key, Answer] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, scope: Scope) -> Answer | None:
        """The answer to a request, where it is kept."""
        key = _key(scope)
        with self._lock:
            found = self._answers.get(key)
            if found is not None:
                self._answers.move_to_end(key)
            return found

    def put(self, scope: Scope, answer: Answer) -> None:
        """Keep the answer to a request, if it may be reused."""
        key = _key(scope)
        with self._lock:
            if answer.status != 200 or key in self._answers or len(answer.content) > self._most:
                return
            self._answers[key] = answer
            self._size += _weight(key, answer)
            while self._size > self._most:
                self._size -= _weight(*self._answers.popitem(last=False))


def _weight(key: Key, answer: Answer) -> int:
    """Bytes that an answer takes, the request among them: a thousand small ones weigh, too."""
    return len(answer.content) + sum(map(len, key)) + 1000


def _key(scope: Scope) -> Key:
    """What an answer depends on: generation, decisions, address, query, host (links repeat it), forms accepted."""
    state: str = f"{scope['generation']} {scope['decided']}"
    return (
        state.encode(),
        *(scope["raw_path"], scope["query_string"], _header(scope, b"host"), _header(scope, b"accept")),
    )


def _header(scope: Scope, name: bytes) -> bytes:
    return b",".join(value for said, value in scope["headers"] if said == name)


class Current(Protocol):
    """Names what is current now."""

    def name(self) -> str:
        """The generation."""

    def decision_folder(self) -> str:
        """What decisions have changed in it."""


class CachedAnswers:
    """Sends cached answers, and passes other requests to the application.

    Each request learns here, once, which generation is current (``scope["generation"]``) and what decisions have
    changed in it (``scope["decided"]``): what happens while it is answered changes nothing in its answer.
    """

    def __init__(self, app: ASGIApp, cache: ResponseCache, in_force: Current) -> None:
        self.app = app
        self.cache = cache
        self.in_force = in_force

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http":
            scope["generation"], scope["decided"] = self.in_force.name(), self.in_force.decision_folder()
        asked = scope["type"] == "http" and scope["method"] in ("GET", "HEAD")
        await ((self.cache.get(scope) if asked else None) or self.app)(scope, receive, send)
