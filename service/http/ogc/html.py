"""The collections as pages for people: every number with its name, a small map beside every table."""

from __future__ import annotations

from typing import Any

from maps.drawing.browse_map import SmallMap
from maps.pages.collection_pages import (
    BrowsePage,
    Card,
    Cell,
    Choice,
    Content,
    Fact,
    Frame,
    Heading,
    Link,
    Table,
    browse_page,
)
from maps.text.phrases import counted, day_words
from queries.published.collections import Collection
from queries.published.conditions import EVERYTHING
from queries.published.systems import CRS84, SYSTEMS
from service.http.ogc.documents import CONFORMS_TO
from service.http.ogc.items import Feature, Page, Wanted, feature_path, read_page
from service.http.ogc.page_map import draw_features
from service.http.ogc.phrases import name_of
from service.http.ogc.requests import ApiRequest
from service.http.ogc.resources import Served

_CHOICES = 40
_ON_A_CARD = 700
_HOME = "Collections"


def frame_of(served: Served) -> Frame:
    """What every page says of the generation that is served."""
    about = served.published.about
    return Frame(
        force_name=about.force_name,
        marking=about.marking,
        period=about.period,
        run_day=day_words(about.built_at),
        generation=about.generation,
        cautions=about.cautions,
        attributions=about.attributions,
    )


def _page(served: Served, content: Content) -> BrowsePage:
    return browse_page(frame_of(served), content)


def fault_page(status: int, words: str) -> BrowsePage:
    """What a browser shows where there is no answer."""
    headline = "There is nothing here" if status == 404 else "This cannot be answered"
    return browse_page(Frame(), Content(title=headline, headline=headline, lead=words))


def landing_page(served: Served, asked: ApiRequest) -> BrowsePage:
    """All collections at a glance, each with its map."""
    published = served.published
    content = Content(
        title=f"{published.about.force_name}: collections",
        headline=f"{published.about.force_name}: what the maps rest on, to look at and to take along",
        lead="Counts and measures of small areas, never a single incident. A rank is a place to start.",
        cards=tuple(_card(served, asked, described) for described in published.collections.values()),
        code=(
            ("QGIS: Layer, Add Layer, Add WFS / OGC API - Features Layer, New, with this address:", asked.root),
            ("GDAL: every collection, then one of them as a file:", f"ogrinfo OAPIF:{asked.root}"),
            ("", f"ogr2ogr areas.gpkg OAPIF:{asked.root} areas"),
        ),
        forms=(
            Link("This page as JSON", asked.address("", f="json")),
            Link("The API", asked.address("/api", f="html")),
            Link("What it conforms to", asked.address("/conformance", f="html")),
        ),
    )
    return _page(served, content)


def _card(served: Served, asked: ApiRequest, described: Collection) -> Card:
    first = read_page(served.published, Wanted(described, CRS84, EVERYTHING, _ON_A_CARD, 0))
    return Card(
        title=described.shown.title,
        href=asked.address(f"/collections/{described.name}/items"),
        count=counted(described.count, "feature"),
        sentence=described.purpose,
        map=_map(served, asked, described, first.features),
    )


def _map(served: Served, asked: ApiRequest, described: Collection, features: tuple[Feature, ...]) -> SmallMap:
    return draw_features(
        served, described, features, lambda feature: asked.address(feature_path(described, feature.name))
    )


def conformance_page(served: Served, asked: ApiRequest) -> BrowsePage:
    """Classes of requirements that are met."""
    rows = tuple((Cell(uri),) for uri in CONFORMS_TO)
    content = Content(
        title="What it conforms to",
        headline="What it conforms to",
        lead="OGC API - Features, parts 1 to 3. Only what works, and is tested, is listed.",
        crumbs=_crumbs(asked),
        tables=(Table("Classes of requirements", (Heading("Class"),), rows),),
        forms=(Link("This page as JSON", asked.address(f="json")),),
    )
    return _page(served, content)


def api_page(served: Served, asked: ApiRequest, document: dict[str, Any]) -> BrowsePage:
    """The API document as tables of paths and parameters."""
    paths = tuple((Cell(path), Cell(methods["get"]["summary"])) for path, methods in document["paths"].items())
    parameters = tuple(
        (Cell(said["name"]), Cell(said.get("description", "")))
        for said in document["components"]["parameters"].values()
        if said["in"] == "query"
    )
    content = Content(
        title="The API",
        headline="The API",
        lead=f"All paths start at {asked.root}. Properties of a collection are parameters of its items, too.",
        crumbs=_crumbs(asked),
        tables=(
            Table("Paths", (Heading("Path"), Heading("Answer")), paths),
            Table("Parameters", (Heading("Parameter"), Heading("Meaning")), parameters),
        ),
        forms=(Link("The same as OpenAPI 3.0", asked.address(f="json")),),
    )
    return _page(served, content)


def collection_page(served: Served, asked: ApiRequest, described: Collection) -> BrowsePage:
    """What a collection contains: every property with its unit and meaning."""
    path = f"/collections/{described.name}"
    rows = tuple(
        (Cell(found.column.heading), Cell(found.name), Cell(found.meaning), Cell(found.kind))
        for found in described.properties.values()
    )
    first = read_page(served.published, Wanted(described, CRS84, EVERYTHING, _ON_A_CARD, 0))
    headings = (Heading("Property"), Heading("Name in filters"), Heading("Meaning and unit"), Heading("Kind"))
    content = Content(
        title=described.shown.title,
        headline=described.shown.title,
        lead=described.purpose,
        crumbs=_crumbs(asked),
        map=_map(served, asked, described, first.features),
        facts=(
            Fact("Features", f"{described.count:,}"),
            Fact("Coordinates", "; ".join(system.title for system in SYSTEMS.values())),
        ),
        tables=(Table("Properties", headings, rows),),
        pager=(Link("Look at its features", asked.address(f"{path}/items")),),
        forms=(
            Link("The collection as JSON", asked.address(path, f="json")),
            Link("Features as GeoJSON", asked.address(f"{path}/items", f="json")),
            Link("What filters may name", asked.address(f"{path}/queryables", f="json")),
        ),
    )
    return _page(served, content)


def items_page(served: Served, asked: ApiRequest, wanted: Wanted, page: Page) -> BrowsePage:
    """A page of features: a table, and their map."""
    described = wanted.collection
    content = Content(
        title=described.shown.title,
        headline=described.shown.title,
        lead=_how_many(wanted, page),
        crumbs=_crumbs(asked, described),
        choices=tuple(_choice(served, asked, described, name) for name in described.shown.narrow_by),
        map=_map(served, asked, described, page.features),
        tables=(_table(served, asked, described, page.features),) if page.features else (),
        pager=_pager(served, asked, wanted, page),
        forms=(Link("This page as GeoJSON", asked.address(f="json")),),
    )
    return _page(served, content)


def _how_many(wanted: Wanted, page: Page) -> str:
    if not page.features:
        return "Nothing here meets what was asked. Leave a choice out, or start at the first page."
    first, last = wanted.offset + 1, wanted.offset + len(page.features)
    whole = counted(page.matched, "feature")
    return whole if last - first + 1 == page.matched else f"{first:,} to {last:,} of {whole}"


def _crumbs(asked: ApiRequest, described: Collection | None = None) -> tuple[Link, ...]:
    home = Link(_HOME, asked.address(""))
    return (
        (home, Link(described.shown.title, asked.address(f"/collections/{described.name}"))) if described else (home,)
    )


def _choice(served: Served, asked: ApiRequest, described: Collection, name: str) -> Choice:
    """Links to the features that have one value of a property; the present value leads back to all."""
    found = described.properties[name]
    with served.published.ask() as cursor:
        sql = f'SELECT DISTINCT "{name}" FROM {described.name} WHERE "{name}" IS NOT NULL ORDER BY 1 LIMIT ?'
        values = [row[0] for row in cursor.execute(sql, (_CHOICES,)).fetchall()]
    now = dict(asked.pairs).get(name)
    whole: dict[str, str | None] = {"offset": None, "generation": None}
    links = [Link("all", asked.address(**whole, **{name: None}), current=now is None)]
    links += [
        Link(served.names.of(found, value), asked.address(**whole, **{name: str(value)}), current=str(value) == now)
        for value in values
        if value != ""
    ]
    return Choice(found.column.heading, tuple(links))


def _table(served: Served, asked: ApiRequest, described: Collection, features: tuple[Feature, ...]) -> Table:
    """The properties that get a column; the first cell leads to the feature."""
    shown = [described.properties[name] for name in described.shown.glance]
    at = [list(described.properties).index(found.name) for found in shown]
    headings = tuple(Heading(found.column.heading, found.kind in ("integer", "number")) for found in shown)
    rows = tuple(
        tuple(
            Cell(
                served.names.of(found, feature.values[where]),
                found.kind in ("integer", "number"),
                asked.address(feature_path(described, feature.name)) if first == 0 else "",
            )
            for first, (found, where) in enumerate(zip(shown, at, strict=True))
        )
        for feature in features
    )
    return Table(described.shown.title, headings, rows)


def _pager(served: Served, asked: ApiRequest, wanted: Wanted, page: Page) -> tuple[Link, ...]:
    pinned: dict[str, str | None] = {"generation": served.published.about.generation}
    links = []
    if wanted.offset:
        before = str(max(wanted.offset - wanted.limit, 0))
        links.append(Link("Page before", asked.address(offset=before, **pinned)))
    if page.features and (after := wanted.offset + len(page.features)) < page.matched:
        links.append(Link("Next page", asked.address(offset=str(after), **pinned)))
    return tuple(links)


def item_page(served: Served, asked: ApiRequest, described: Collection, feature: Feature) -> BrowsePage:
    """One feature: every property with its meaning, and where it lies."""
    values = dict(zip(described.properties, feature.values, strict=True))
    title = name_of(described, values)
    content = Content(
        title=f"{title}: {described.shown.title}",
        headline=title,
        lead=described.purpose,
        crumbs=(*_crumbs(asked, described), Link("Features", asked.address(f"/collections/{described.name}/items"))),
        map=_map(served, asked, described, (feature,)),
        facts=tuple(
            Fact(found.column.heading, served.names.of(found, values[found.name]), found.meaning)
            for found in described.properties.values()
        ),
        forms=(Link("This feature as GeoJSON", asked.address(f="json")),),
    )
    return _page(served, content)
