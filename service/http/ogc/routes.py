"""The routes of the OGC API: each answer in the form that was asked for, each fault in plain words."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request
from starlette.concurrency import run_in_threadpool
from starlette.routing import Route

from geo.exceptions import Refusal
from maps.pages.collection_pages import BrowsePage
from queries.published.collections import Collection
from queries.published.systems import CRS84, find_system
from service.errors import outcome_of, public_text
from service.http.ogc import documents, geojson, items, openapi
from service.http.ogc import html as browse
from service.http.ogc.negotiation import GEOJSON, HTML, JSON, OPENAPI, SCHEMA, choose_media
from service.http.ogc.requests import ApiRequest
from service.http.ogc.resources import OpenedGeneration, Source
from service.http.response_cache import Answer, ResponseCache

ROOT = "/ogc"
METHODS = ["GET", "HEAD"]
log = logging.getLogger(__name__)


Make = Callable[[OpenedGeneration, ApiRequest, str], Answer]


def add_ogc(app: FastAPI, source: Source, cache: ResponseCache) -> None:
    """Add the routes of the OGC API.

    Parameters
    ----------
    app : FastAPI
        Its requests say which generation is current (``scope["generation"]``).
    source : Source
    cache : ResponseCache
        Where answers from the current generation are kept.
    """

    def add(path: str, make: Callable[..., Answer], *offered: str, pinned: bool = False) -> None:
        async def respond(request: Request) -> Answer:
            in_force, asked = request.scope["generation"], _api_request(request)
            named = next((value for name, value in asked.pairs if pinned and name == "generation"), None)

            def make_answer(*api_request: Any) -> Answer:
                return make(*api_request, **request.path_params)

            def get() -> OpenedGeneration:
                return source.get(in_force, named)

            found = await run_in_threadpool(_answer, get, asked, make_answer, (*offered, HTML))
            if named in (None, in_force):
                cache.put(request.scope, found)
            return found

        app.router.routes.append(Route(f"{ROOT}{path}", respond, methods=METHODS))

    add("", _landing, JSON)
    add("/", _landing, JSON)
    add("/conformance", _conformance, JSON)
    add("/api", _api, OPENAPI, JSON)
    add("/collections", _collections, JSON)
    add("/collections/{collection}", _description(documents.collection), JSON)
    add("/collections/{collection}/queryables", _description(documents.queryables), SCHEMA, JSON)
    add("/collections/{collection}/schema", _description(documents.schema), SCHEMA, JSON)
    add("/collections/{collection}/items", _items, GEOJSON, JSON, pinned=True)
    add("/collections/{collection}/items/{feature}", _item, GEOJSON, JSON)


def _api_request(request: Request) -> ApiRequest:
    root = f"{request.url.scheme}://{request.url.netloc}{ROOT}"
    path = request.url.path.removeprefix(ROOT).rstrip("/")
    return ApiRequest(root, quote(path), tuple(request.query_params.multi_items()), request.headers.get("accept", ""))


def _answer(get: Callable[[], OpenedGeneration], request: ApiRequest, make: Make, offered: tuple[str, ...]) -> Answer:
    """An answer, or the fault that is given in its place; a fault of the program says nothing about itself."""
    media = offered[-1] if HTML in request.accept else JSON
    try:
        form = next((value for name, value in request.pairs if name == "f"), None)
        media = choose_media(offered, form=form, accept=request.accept)
        return make(get(), request, media)
    except Refusal as fault:
        return _fault(fault, media)
    except Exception as fault:
        log.exception("A request could not be answered")
        return _fault(fault, media)


def _fault(fault: Exception, media: str) -> Answer:
    status, words = outcome_of(fault).http_status, public_text(fault)
    if media == HTML:
        return _html(browse.fault_page(status, words), status=status)
    text = json.dumps({"code": type(fault).__name__ if status < 500 else "Fault", "description": words})
    return Answer(text.encode(), JSON, status=status)


def _json(document: dict[str, Any], media: str) -> Answer:
    return Answer(json.dumps(document, ensure_ascii=False, indent=1).encode(), media)


def _html(page: BrowsePage, status: int = 200) -> Answer:
    return Answer(page.html.encode(), f"{HTML}; charset=utf-8", {"content-security-policy": page.policy}, status)


def _landing(opened: OpenedGeneration, request: ApiRequest, media: str) -> Answer:
    request.parameters({"f"})
    if media == HTML:
        return _html(browse.landing_page(opened, request))
    return _json(documents.landing(opened.published, request), media)


def _conformance(opened: OpenedGeneration, request: ApiRequest, media: str) -> Answer:
    request.parameters({"f"})
    if media == HTML:
        return _html(browse.conformance_page(opened, request))
    return _json(documents.conformance(opened.published, request), media)


def _api(opened: OpenedGeneration, request: ApiRequest, media: str) -> Answer:
    request.parameters({"f"})
    document = openapi.api_document(opened.published, request)
    return _html(browse.api_page(opened, request, document)) if media == HTML else _json(document, media)


def _collections(opened: OpenedGeneration, request: ApiRequest, media: str) -> Answer:
    request.parameters({"f"})
    if media == HTML:
        return _html(browse.landing_page(opened, request))
    return _json(documents.collections(opened.published, request), media)


def _description(
    document: Callable[[ApiRequest, Collection], dict[str, Any]],
) -> Callable[[OpenedGeneration, ApiRequest, str, str], Answer]:
    """How to answer with a document about one collection; people get the page of the collection instead."""

    def answer(opened: OpenedGeneration, request: ApiRequest, media: str, collection: str) -> Answer:
        described = opened.published.find(collection)
        request.parameters({"f"})
        if media == HTML:
            return _html(browse.collection_page(opened, request, described))
        return _json(document(request, described), media)

    return answer


def _items(opened: OpenedGeneration, request: ApiRequest, media: str, collection: str) -> Answer:
    wanted = items.read_feature_query(opened.published.find(collection), request)
    page = items.read_page(opened.published, wanted)
    if media == HTML:
        return _html(browse.items_page(opened, request, wanted, page))
    content = geojson.page_bytes(opened.published, request, wanted, page)
    return Answer(content, GEOJSON, {"content-crs": f"<{wanted.system.uri}>"})


def _item(opened: OpenedGeneration, request: ApiRequest, media: str, collection: str, feature: str) -> Answer:
    described = opened.published.find(collection)
    system = find_system(request.parameters({"f", "crs"}).get("crs", CRS84.uri), "crs")
    found = items.read_feature(opened.published, described, feature, system)
    if media == HTML:
        return _html(browse.item_page(opened, request, described, found))
    content = geojson.feature_bytes(opened.published, request, described, found)
    return Answer(content, GEOJSON, {"content-crs": f"<{system.uri}>"})
