"""The pages and the OGC API over HTTP: known names only, headers on every answer, nothing read at a request's wish.

A name in a request is looked up in a dictionary and never becomes part of a path.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from html.parser import HTMLParser

from fastapi import FastAPI, Request, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from geo.refusals import NothingFound
from queries.generations import Workspace
from queries.results import json_text
from service.kept import Answer, Kept, Ready
from service.ogc.routes import add_ogc

STRICTEST = "default-src 'none'"
ALWAYS = "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
METHODS = ("GET", "HEAD")
NO_PAGE = Answer(b"There is no such page. Start at /", "text/plain; charset=utf-8", status=404)


def create_app(workspace: Workspace, *, allowed_hosts: Collection[str]) -> FastAPI:
    """An application that serves the pages of the generation in force.

    Parameters
    ----------
    workspace : Workspace
        Where something has been built. Its pages are read now; a later build is seen after a restart.
    allowed_hosts : collection of str
        Names, without port, under which a browser may ask. Any other is refused, so that a page elsewhere cannot reach
        this one through a name of its own.

    Raises
    ------
    NothingFound
        Nothing has been built, or there are no pages.
    """
    generation, pages = workspace.current(), load_pages(workspace)
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    kept = Kept()
    app.add_middleware(Ready, kept=kept)
    app.add_middleware(Guard, allowed_hosts=frozenset(allowed_hosts))  # added last, it is asked first
    add_ogc(app, workspace, generation, kept)

    @app.api_route("/health", methods=list(METHODS))
    async def health() -> Response:
        content = {"status": "ok", "generation": generation, "pages": len(pages)}
        return Response(json_text(content), media_type="application/json")

    async def page(request: Request) -> Answer:
        found = pages.get(request.path_params["name"] or "index.html", NO_PAGE)
        kept.put(request.scope, found)
        return found

    app.router.routes.append(Route("/{name:path}", page, methods=list(METHODS)))
    return app


def load_pages(workspace: Workspace) -> Mapping[str, Answer]:
    """Every page of the site, by its name."""
    pages = {path.name: _page(path.read_bytes()) for path in sorted(workspace.site.glob("*.html"))}
    if "index.html" not in pages:
        remedy = "Build again, or name the workspace with -w DIR"
        raise NothingFound(f"There are no pages in '{workspace.site}'", remedy)
    return pages


def _page(content: bytes) -> Answer:
    """A page, with the policy that it states for itself."""
    policy = f"{stated_policy(content.decode('utf-8')) or STRICTEST}; {ALWAYS}"
    said = {"content-security-policy": policy, "cache-control": HEADERS["Cache-Control"]}
    return Answer(content, "text/html; charset=utf-8", said)


class _PolicyReader(HTMLParser):
    """Finds the policy in a page's head."""

    policy = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at each element until the policy is found."""
        said = dict(attrs)
        if tag == "meta" and (said.get("http-equiv") or "").lower() == "content-security-policy" and not self.policy:
            self.policy = (said.get("content") or "").strip().rstrip(";")


def stated_policy(html: str) -> str:
    """The policy that a page states in its head (scripts by hash), so that the header can say the same."""
    reader = _PolicyReader()
    reader.feed(html[: html.find("</head>") + 1 or len(html)])
    return " ".join(reader.policy.split())


class Guard:
    """Refuses what nobody here asks, and puts the same headers on every answer, faults included."""

    def __init__(self, app: ASGIApp, allowed_hosts: frozenset[str]) -> None:
        self.app = app
        self.allowed_hosts = allowed_hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": _with_defaults(message["headers"])}
            await send(message)

        await (self._refusal(scope) or self.app)(scope, receive, send_guarded)

    def _refusal(self, scope: Scope) -> Response | None:
        hosts = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
        if len(hosts) != 1 or _without_port(hosts[0]) not in self.allowed_hosts:
            return Response("This name is not served here", status_code=400, media_type="text/plain")
        if scope["method"] not in METHODS:
            allow = {"Allow": ", ".join(METHODS)}
            return Response("Pages are only read", status_code=405, media_type="text/plain", headers=allow)
        return None


def _with_defaults(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """The headers of an answer, and those that every answer has."""
    present = {name.lower() for name, _ in headers}
    every = {"Content-Security-Policy": f"{STRICTEST}; {ALWAYS}", **HEADERS}
    added = [(name.lower().encode(), value.encode()) for name, value in every.items()]
    return headers + [(name, value) for name, value in added if name not in present]


def _without_port(host: str) -> str:
    """Name in a Host header, in small letters."""
    name, _, port = host.lower().rpartition(":")
    return name if port.isdigit() and name else host.lower()
