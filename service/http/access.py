"""Who asks, whether they may, and the entry in the audit log, before anything is answered."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from fastapi import FastAPI, Response
from starlette.concurrency import run_in_threadpool
from starlette.routing import BaseRoute, Match, Router
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from geo.exceptions import Refusal
from queries.catalogue.rows import json_text
from service.access.audit import AuditLog, read_audit
from service.access.people import PREFIX, People, Person
from service.access.roles import EVERYONE, ROUTES, may_ask, may_see_page
from service.clock import now
from service.http.request_metrics import kind_of

USER, SECRET = b"x-forwarded-user", b"x-proxy-secret"
SHOWN_ENTRIES = 1000
_UNKNOWN = "Sign in first: this service answers only people who have access"
_UNWRITTEN = "The audit log cannot be written, so nothing is answered"


@dataclass(frozen=True)
class SignIn:
    """How people are known.

    Attributes
    ----------
    people : People
        Who has access.
    audit : AuditLog
        Where each request is written.
    proxy_secret : str
        What the proxy sends with each name that it has signed in. Empty where people send tokens instead.
    """

    people: People
    audit: AuditLog
    proxy_secret: str = ""

    def who_asks(self, headers: Mapping[bytes, list[bytes]]) -> Person | None:
        """The person whom a request is from, while the access is valid.

        Parameters
        ----------
        headers : mapping of bytes to list of bytes
            Every value of each header, by its name in small letters. A header that is there twice counts for nothing.

        Returns
        -------
        Person or None
            None where nobody is known.
        """
        today = now().date()
        if self.proxy_secret:
            name, secret = _only(headers, USER), _only(headers, SECRET)
            sent_by_proxy = hmac.compare_digest(secret.encode(), self.proxy_secret.encode())
            return self.people.by_name(name, today=today) if sent_by_proxy and name else None
        scheme, _, token = _only(headers, b"authorization").partition(" ")
        known = scheme.lower() == "bearer" and token.startswith(PREFIX)
        return self.people.by_token(token, today=today) if known else None


class Access:
    """Answers only who may ask, and nothing that cannot be written into the audit log.

    Parameters
    ----------
    app : ASGIApp
        What answers.
    sign_in : SignIn
        How people are known.
    router : Router
        The routes of the application, to find which one a request is for.
    """

    def __init__(self, app: ASGIApp, sign_in: SignIn, router: Router) -> None:
        self.app, self.sign_in, self.router = app, sign_in, router

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        route = _route_of(self.router, scope)
        if ROUTES.get(route) == EVERYONE:
            await self.app(scope, receive, send)
            return
        try:
            person = self.sign_in.who_asks(_headers(scope))
            refusal = _refusal(person, route, scope["path"])
        except Refusal:  # the file of people is damaged: nobody is known
            person, refusal = None, Response("Access cannot be checked", status_code=503, media_type="text/plain")

        async def send_written(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._write(person, scope["path"], message["status"])
            await send(message)

        try:
            await (refusal or self.app)(scope, receive, send_written)
        except _NotWritten:
            await Response(_UNWRITTEN, status_code=503, media_type="text/plain")(scope, receive, send)

    def _write(self, person: Person | None, path: str, status: int) -> None:
        entry = {
            "who": person.name if person else "",
            "role": person.role if person else "",
            "kind": kind_of(path),
            "what": path[:200] if status < 400 else "",
            "status": status,
        }
        try:
            self.sign_in.audit.add(entry, now())
        except OSError:
            raise _NotWritten from None


class _NotWritten(Exception):
    """The audit log did not take an entry; nothing of the answer has been sent."""


def add_audit(app: FastAPI, root: Path) -> None:
    """Add ``/audit``: the latest entries of the log, for auditors.

    Parameters
    ----------
    app : FastAPI
        The application.
    root : Path
        The workspace.
    """

    @app.get("/audit")
    async def audit() -> Response:
        entries = await run_in_threadpool(read_audit, root, last=SHOWN_ENTRIES)
        return Response(json_text(entries), media_type="application/json", headers={"Cache-Control": "no-store"})


def refuse_unlisted_routes(router: Router) -> None:
    """Fail at the start where a route has no entry in the table of roles.

    Raises
    ------
    RuntimeError
        Somebody added a route and did not say who may ask it.
    """
    unlisted = [path for route in router.routes if (path := _path(route)) not in ROUTES]
    if unlisted:
        raise RuntimeError(f"service.access.roles.ROUTES does not say who may ask {', '.join(unlisted)}")


def _refusal(person: Person | None, route: str, path: str) -> Response | None:
    """Why a request is not answered; None where it is."""
    if person is None:
        asks = {"WWW-Authenticate": 'Bearer realm="impact-areas"'}
        return Response(_UNKNOWN, status_code=401, media_type="text/plain", headers=asks)
    if not may_ask(person.role, route):
        said = f"Your role ({person.role}) does not allow this. Ask whoever gives access here"
        return Response(said, status_code=403, media_type="text/plain")
    units = ", ".join(person.npu_codes)
    if person.npu_codes and route not in ("/metrics", "/audit"):
        name = path.removeprefix("/")
        if route != "/{name:path}" or not may_see_page(person.npu_codes, name):
            first = f"/npu-{person.npu_codes[0]}.html"
            said = f"Your access is for {units}, and this is about other units, too. Start at {first}"
            return Response(said, status_code=403, media_type="text/plain")
    return None


def _route_of(router: Router, scope: Scope) -> str:
    """The route that answers a request, as it was declared; empty where none does."""
    for route in router.routes:
        match, _ = route.matches(scope)
        if match is not Match.NONE:
            return _path(route)
    return ""


def _path(route: BaseRoute) -> str:
    return str(getattr(route, "path", ""))


def _headers(scope: Scope) -> dict[bytes, list[bytes]]:
    found: dict[bytes, list[bytes]] = {}
    for name, value in scope["headers"]:
        found.setdefault(name, []).append(value)
    return found


def _only(headers: Mapping[bytes, list[bytes]], name: bytes) -> str:
    """The value of a header that is there once; empty otherwise."""
    values = headers.get(name, [])
    return values[0].decode("latin-1").strip() if len(values) == 1 else ""
