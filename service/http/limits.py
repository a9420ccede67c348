"""Limit what one client may use: connections, time for its request, time to read the answer, work at once."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from types import FrameType
from typing import Any

import uvicorn
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from service.http.request_metrics import kind_of

MOST_CONNECTIONS = 400
HEADER_S = 10.0  # from the first byte, or from the connection, to the end of the headers
ANSWER_S = 30.0  # to make an answer and have it read
MOST_AT_WORK = 8  # answers that are being made at once
MOST_WAITING = 64  # and that wait for their turn
RETRY_S = 2
STOP_S = 10.0  # after SIGTERM: whatever still runs is left behind
_FULL = (
    b"HTTP/1.1 503 Service Unavailable\r\ncontent-type: text/plain; charset=utf-8\r\nretry-after: 2\r\n"
    b"connection: close\r\ncontent-length: 31\r\n\r\nToo many connections. Try again"
)


class TimedConnection(HttpToolsProtocol):
    """A connection whose headers have to come in time, one of a bounded number."""

    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin the time for the first request, or refuse one connection too many."""
        super().connection_made(transport)
        if len(self.connections) > MOST_CONNECTIONS:
            transport.write(_FULL)
            transport.close()
        else:
            self._expect()

    def on_message_begin(self) -> None:
        """Begin the time for a later request."""
        super().on_message_begin()
        self._expect()

    def on_headers_complete(self) -> None:
        """The headers came in time."""
        self._forget()
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing more is expected."""
        self._forget()
        super().connection_lost(exc)

    def _expect(self) -> None:
        if self._late is None:
            self._late = self.loop.call_later(HEADER_S, self.transport.close)

    def _forget(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None


class BoundedWork:
    """Allows a few answers at once, lets some wait, and asks all others to come back later."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._turn = asyncio.Semaphore(MOST_AT_WORK)
        self._here = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or say that there is no room or no time."""
        if scope["type"] != "http" or kind_of(scope.get("path", "")) == "watch":
            await self.app(scope, receive, send)
            return
        if self._here >= MOST_AT_WORK + MOST_WAITING:
            await _refuse(send, b"Too many questions at once. Try again")
            return
        begun = False

        async def send_once(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        self._here += 1
        try:
            async with asyncio.timeout(ANSWER_S), self._turn:
                await self.app(scope, receive, send_once)
        except TimeoutError:
            if not begun:
                await _refuse(send, b"The answer took too long. Ask for less at a time")
            else:
                raise
        finally:
            self._here -= 1


async def _refuse(send: Send, words: bytes) -> None:
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"retry-after", str(RETRY_S).encode()),
        (b"content-length", str(len(words)).encode()),
    ]
    await send({"type": "http.response.start", "status": 503, "headers": headers})
    await send({"type": "http.response.body", "body": words})


class StoppableServer(uvicorn.Server):
    """Ends when it is asked to, even where a question that nobody can interrupt still runs."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop gracefully, and at the latest after a while."""
        super().handle_exit(sig, frame)
        if sig == signal.SIGTERM:
            self._captured_signals.clear()  # or it is raised again at the end, before logs and workers are closed
        last = threading.Timer(STOP_S, os._exit, (128 + sig,))
        last.daemon = True
        last.start()


def server_of(app: Any) -> StoppableServer:
    """Return a server with these limits."""
    return StoppableServer(
        uvicorn.Config(
            app,
            http=TimedConnection,
            log_level="warning",
            server_header=False,
            access_log=False,
            timeout_keep_alive=5,
            timeout_graceful_shutdown=5,
            backlog=128,
        )
    )
