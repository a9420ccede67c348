"""Part 1 (OGC 17-069r4): every requirement of the declared classes, by its name."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from html.parser import HTMLParser

import pytest
from shapely.geometry import box, shape

NAMES = ["areas", "candidates", "hotspots", "incidents", "npus"]
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
requirement = pytest.mark.requirement


@pytest.fixture(scope="module")
def ask(client):
    """JSON of an address that must be there."""

    def get(path, **params):
        answer = client.get(path, params=params or None, headers={"Accept": "application/json"})
        assert answer.status_code == 200, answer.text
        return answer.json()

    return get


def by_rel(document, rel):
    return [link for link in document["links"] if link["rel"] == rel]


@requirement("/req/core/root-op", "/req/core/root-success")
def test_the_landing_page_leads_everywhere(ask):
    landing = ask("")
    assert {link["rel"] for link in landing["links"]} >= {"service-desc", "service-doc", "conformance", "data", "self"}
    for link in landing["links"]:
        assert {"href", "rel", "type", "title"} <= set(link)
    assert by_rel(landing, "data")[0]["href"].endswith("/ogc/collections?f=json")


@requirement("/req/core/api-definition-op", "/req/core/api-definition-success", "/req/oas30/oas-definition-1")
def test_the_api_definition_is_where_the_landing_page_says(client, ask):
    described, explained = (by_rel(ask(""), rel)[0] for rel in ("service-desc", "service-doc"))
    answer = client.get(described["href"])
    assert answer.status_code == 200
    assert answer.headers["content-type"] == described["type"] == "application/vnd.oai.openapi+json;version=3.0"
    assert client.get(explained["href"]).headers["content-type"].startswith(explained["type"])


@requirement("/req/oas30/oas-definition-2", "/req/oas30/completeness", "/req/oas30/exception-codes")
def test_the_api_definition_lists_every_operation_and_every_answer(ask):
    api = ask("api")
    assert api["openapi"].startswith("3.0")
    under = {f"/collections/{name}{end}" for name in NAMES for end in ("", "/items", "/items/{featureId}")}
    assert set(api["paths"]) >= {"/", "/conformance", "/collections", "/api"} | under
    for path in api["paths"].values():
        assert set(path["get"]["responses"]) >= {"200", "400", "404", "500"}
        for reference in re.findall(r"'#/([^']+)'", str(path)):
            found = api
            for part in reference.split("/"):
                found = found[part]


@requirement("/req/oas30/security")
def test_no_access_control_means_no_security_scheme(ask):
    assert "securitySchemes" not in ask("api")["components"]


@requirement("/req/core/conformance-op", "/req/core/conformance-success")
def test_conformance_is_declared(ask):
    declared = ask("conformance")["conformsTo"]
    assert len(declared) == len(set(declared))
    assert "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core" in declared


@requirement("/req/core/http")
def test_http_is_kept(client):
    plain = {"accept-encoding": "identity"}  # a compressed answer is longer in the client than on its way
    head, get = client.head("collections", headers=plain), client.get("collections", headers=plain)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == str(len(get.content))
    assert client.post("collections").status_code == 405


@requirement("/req/core/query-param-unknown")
@pytest.mark.parametrize(
    "path", ["", "api", "conformance", "collections", "collections/areas", "collections/areas/items"]
)
def test_an_unknown_parameter_is_refused(client, path):
    answer = client.get(path, params={"unknown": "1"})
    assert answer.status_code == 400
    assert "no parameter 'unknown'" in answer.json()["description"]
    assert answer.json()["code"]


@requirement("/req/core/query-param-invalid")
@pytest.mark.parametrize(
    ("name", "value"),
    [
        *[("limit", value) for value in ("0", "-1", "ten", "1.5", "", "9" * 20)],
        *[("offset", value) for value in ("-1", "x", "9" * 20)],
        *[("bbox", value) for value in ("1,2,3", "nan,0,1,1", "0,0,inf,1", "0,0,1e400,1", "0,2,1,1", "")],
        *[("datetime", value) for value in ("yesterday", "2024-02-01/2024-01-01", "..")],
        *[(name, "EPSG:3857") for name in ("crs", "bbox-crs", "filter-crs")],
        *[("filter", "rank ="), ("filter-lang", "ecql"), ("f", "xml"), ("rank", "first")],
    ],
)
def test_a_value_that_is_none_is_refused(client, name, value):
    answer = client.get("collections/areas/items", params={name: value})
    assert answer.status_code == 400
    assert name.split("-")[0] in answer.json()["description"]


def test_a_parameter_given_twice_is_refused(client):
    assert client.get("collections/areas/items?limit=1&limit=2").status_code == 400


@requirement("/req/core/fc-md-op", "/req/core/fc-md-success", "/req/core/fc-md-links", "/req/core/fc-md-items")
def test_the_collections_are_all_listed(ask):
    found = ask("collections")
    assert [one["id"] for one in found["collections"]] == NAMES
    assert by_rel(found, "self")
    assert by_rel(found, "alternate")[0]["type"] == "text/html"


@requirement("/req/core/fc-md-items-links", "/req/core/fc-md-extent")
def test_each_collection_leads_to_its_items_and_holds_them(client, ask):
    for one in ask("collections")["collections"]:
        links = by_rel(one, "items")
        assert {link["type"] for link in links} == {"application/geo+json", "text/html"}
        page = client.get(next(link["href"] for link in links if link["type"] == "application/geo+json")).json()
        extent = box(*one["extent"]["spatial"]["bbox"][0]).buffer(1e-9)
        assert all(extent.covers(shape(feature["geometry"])) for feature in page["features"])
        if one["id"] in ("hotspots", "incidents"):
            start, end = one["extent"]["temporal"]["interval"][0]
            assert (
                ask(f"collections/{one['id']}/items", datetime=f"{start}/{end}", limit=1)["numberMatched"]
                == (page["numberMatched"])
            )


@requirement("/req/core/sfc-md-op", "/req/core/sfc-md-success")
@pytest.mark.parametrize("name", NAMES)
def test_one_collection_says_what_the_list_says(ask, name):
    listed = next(one for one in ask("collections")["collections"] if one["id"] == name)
    assert ask(f"collections/{name}") == listed


@requirement("/req/core/fc-op", "/req/core/fc-response", "/req/core/fc-timeStamp", "/req/core/fc-numberMatched")
@requirement("/req/core/fc-numberReturned", "/req/geojson/content", "/req/core/crs84")
@pytest.mark.parametrize("name", NAMES)
def test_items_are_a_feature_collection_in_longitude_and_latitude(client, con, name):
    answer = client.get(f"collections/{name}/items", params={"limit": 7})
    page = answer.json()
    assert answer.headers["content-type"] == "application/geo+json"
    assert page["type"] == "FeatureCollection"
    assert page["numberReturned"] == len(page["features"]) == 7
    table = {"incidents": "area_months"}.get(name, name)
    assert page["numberMatched"] == con.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    datetime.strptime(page["timeStamp"], "%Y-%m-%dT%H:%M:%SZ")
    for feature in page["features"]:
        x, y = shape(feature["geometry"]).centroid.coords[0]
        assert -8 < x < 2 < 49 < y < 61
        assert feature["type"] == "Feature"
        assert feature["id"]


@requirement("/req/geojson/definition")
def test_the_form_of_an_answer_is_negotiated(client):
    path = "collections/areas/items"
    for accept, media in {
        "application/geo+json": "application/geo+json",
        "application/json": "application/geo+json",
        "text/html": "text/html; charset=utf-8",
        "text/html;q=0.5, application/geo+json": "application/geo+json",
        "text/html,application/xhtml+xml,*/*;q=0.8": "text/html; charset=utf-8",
        "text/html;q=0, */*": "application/geo+json",
        "image/png": "application/geo+json",
        "": "application/geo+json",
    }.items():
        answer = client.get(path, headers={"Accept": accept})
        assert answer.headers["content-type"] == media, accept
        assert answer.headers["vary"] == "Accept, Accept-Encoding"
    assert client.get(path, params={"f": "json"}, headers={"Accept": "text/html"}).json()


@requirement("/req/core/fc-limit-definition", "/req/core/fc-limit-response-1")
def test_limit(ask):
    schema = ask("api")["components"]["parameters"]["limit"]["schema"]
    assert schema == {"type": "integer", "minimum": 1, "maximum": 1000, "default": 100}
    assert ask("collections/hotspots/items")["numberReturned"] == 100
    assert ask("collections/hotspots/items", limit=3)["numberReturned"] == 3
    assert ask("collections/hotspots/items", limit=5000)["numberReturned"] == 1000  # no fault: the most there is


@requirement("/req/core/fc-links", "/req/core/fc-rel-type")
def test_pages_join_up_without_gap_or_copy(client, ask):
    whole = [feature["id"] for feature in ask("collections/areas/items", limit=1000)["features"]]
    page, names = ask("collections/areas/items", limit=130, filter="rank IS NOT NULL OR rank IS NULL"), []
    while True:
        names += [feature["id"] for feature in page["features"]]
        assert all(link["type"] for link in page["links"])
        assert by_rel(page, "self")
        assert by_rel(page, "alternate")[0]["type"] == "text/html"
        following = by_rel(page, "next")
        if not following:
            break
        assert "generation=generation-" in following[0]["href"]
        page = client.get(following[0]["href"], headers={"Accept": "text/html"}).json()
    assert names == whole
    assert by_rel(page, "prev")


def test_a_page_of_another_generation_is_not_mixed_in(client):
    answer = client.get("collections/areas/items", params={"generation": "generation-19990101T000000Z-00000000"})
    assert answer.status_code == 404
    assert "Begin again at the first page" in answer.json()["description"]


@requirement("/req/core/fc-bbox-definition", "/req/core/fc-bbox-response")
def test_bbox(ask, con):
    window = "-1.75,52.48,-1.70,52.52"
    found = ask("collections/areas/items", bbox=window, limit=1000)["features"]
    sql = """
        SELECT area_code FROM areas WHERE ST_Intersects(
            ST_Transform(geometry, 'EPSG:27700', 'OGC:CRS84', always_xy := true),
            ST_MakeEnvelope(-1.75, 52.48, -1.70, 52.52)) ORDER BY 1
    """
    assert sorted(feature["id"] for feature in found) == [row[0] for row in con.execute(sql).fetchall()]
    assert 0 < len(found) < 480
    six = ask("collections/areas/items", bbox="-1.75,52.48,-10,-1.70,52.52,10", limit=1000)["features"]
    assert six == found
    said = ask("api")["components"]["parameters"]["bbox"]
    assert (said["in"], said["style"], said["explode"], said["schema"]["minItems"]) == ("query", "form", False, 4)


@requirement("/req/core/fc-time-definition", "/req/core/fc-time-response")
def test_datetime(ask, con):
    def count(sql):
        return con.execute(f"SELECT count(*) FROM area_months WHERE {sql}").fetchone()[0]

    for asked, sql in {
        "2026-05-10T12:00:00Z": "month = '2026-05-01'",
        "2026-05-10T12:00:00+01:00": "month = '2026-05-01'",
        "2026-04-30T23:59:59Z/2026-05-01T00:00:00Z": "month IN ('2026-04-01', '2026-05-01')",
        "../2024-08-01": "month <= '2024-08-01'",
        "2026-05-31T00:00:00Z/": "month >= '2026-05-01'",
    }.items():
        assert ask("collections/incidents/items", datetime=asked, limit=1)["numberMatched"] == count(sql), asked
    assert ask("collections/areas/items", datetime="1990-01-01", limit=1)["numberMatched"] == 480


@requirement("/req/core/f-op", "/req/core/f-success", "/req/core/f-links")
@pytest.mark.parametrize("name", NAMES)
def test_one_feature_is_the_one_of_the_list(client, ask, name):
    for listed in ask(f"collections/{name}/items", limit=3)["features"]:
        answer = client.get(f"collections/{name}/items/{listed['id']}")
        assert answer.headers["content-type"] == "application/geo+json"
        feature = answer.json()
        assert {key: feature[key] for key in listed} == listed
        assert {link["rel"] for link in feature["links"]} == {"self", "alternate", "collection"}
        assert by_rel(feature, "collection")[0]["href"].endswith(f"/collections/{name}?f=json")


@pytest.mark.parametrize(
    "path",
    [
        *("collections/none", "collections/none/items", "collections/areas/items/none", "collections/shapes/items"),
        *(
            "collections/areas/items/..%2f..%2fsecret",
            "collections/areas/items/%00",
            "nothing",
            "collections/areas/none",
        ),
        *("collections/areas%20JOIN%20npus/items", "collections/areas/items/' OR 1=1 --"),
    ],
)
def test_what_is_not_there_is_not_found(client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_properties_are_parameters(ask, con):
    found = ask("collections/hotspots/items", crime_type="Burglary", hotspot_class="no hotspot", limit=1)
    sql = "SELECT count(*) FROM hotspots WHERE crime_type = 'Burglary' AND hotspot_class = 'no hotspot'"
    assert found["numberMatched"] == con.execute(sql).fetchone()[0]


class _Reader(HTMLParser):
    """Collects what a page asks for, and its words."""

    def __init__(self):
        super().__init__()
        self.asked, self.words = [], []

    def handle_starttag(self, tag, attrs):
        self.asked += [value for name, value in attrs if name in ("src", "action", "data", "poster", "srcset")]
        self.asked += [value for name, value in attrs if tag == "link" and name == "href"]

    def handle_data(self, data):
        self.words.append(data)


@requirement("/req/html/definition", "/req/html/content")
def test_every_page_has_its_content_as_html_and_asks_for_nothing(client, ask):
    first = ask("collections/areas/items", limit=1)["features"][0]
    under = [f"collections/{name}{end}" for name in NAMES for end in ("", "/items")]
    for path in ["", "api", "conformance", "collections", *under, f"collections/areas/items/{first['id']}"]:
        answer = client.get(path, headers={"Accept": "text/html"})
        assert answer.status_code == 200, path
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'none'" in policy
        assert "unsafe" not in policy
        reader = _Reader()
        reader.feed(answer.text)
        assert reader.asked == []
        assert answer.text.count("OFFICIAL") >= 2
    page = client.get("collections/areas/items", params={"f": "html", "limit": 1}).text
    assert first["properties"]["area_name"] in page
    one = client.get(f"collections/areas/items/{first['id']}", params={"f": "html"}).text
    for meaning in ("percentile of recorded crime in the force", "usual residents", "tenth of England"):
        assert meaning in one


def test_a_client_that_has_the_answer_is_told_so(client):
    first = client.get("collections/npus/items")
    assert first.headers["cache-control"] == "private, no-cache"
    again = client.get("collections/npus/items", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert client.get("collections/npus/items?limit=3").headers["etag"] != first.headers["etag"]


def test_a_fault_looks_like_a_page_to_a_browser(client):
    answer = client.get("collections/areas/items", params={"filter": "<b>="}, headers={"Accept": "text/html"})
    assert answer.status_code == 400
    assert "cannot be read" in answer.text
    assert "<b>" not in answer.text
    assert answer.headers["cache-control"] == "no-store"


def test_many_clients_at_once_get_their_own_answers(client):
    """Each asks for an area of its own, none of them kept from before."""

    def ask(number):
        params = {"filter": f"area_code = 'S010000{number}' AND hectares < 1e{number}"}
        return client.get("collections/areas/items", params=params).json()

    with ThreadPoolExecutor(8) as threads:
        for number, page in zip(range(10, 58), threads.map(ask, range(10, 58)), strict=True):
            assert [feature["id"] for feature in page["features"]] == [f"S010000{number}"]
