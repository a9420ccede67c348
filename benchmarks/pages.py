"""One unit's page beside plain and simplified folium, on the same areas: ``python -m benchmarks.pages --data DIR``.

The unit is Leicester with Oadby and Wigston, the peers draw its first 220 areas: each layer a ``folium.GeoJson`` with a
tooltip, as tutorials do, once for six layers and once for as many as ours has. All three open in the same headless
Chromium, in turn, with no network: what folium would fetch is answered from this machine at once (Leaflet) or with
nothing (jQuery, Bootstrap, fonts), which favours the peers.
"""

from __future__ import annotations

import argparse
import gzip
import os
import shutil
import statistics
import tempfile
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import folium
import geopandas as gpd
from playwright.sync_api import Browser, Route, sync_playwright

from benchmarks.measure import keep, machine
from maps.files import LEAFLET
from queries.generations import Workspace
from queries.store import read_areas, read_frame
from service.pipeline import build

ROOT = Path(__file__).parent.parent
AREAS, RUNS, SIMPLER_M = 220, 3, 10.0
LAYERS = ("need_score", "crime_score", "demand_score", "deprivation_score", "harm_score", "rank")
COLOURS = ("#fffae3", "#fde0a0", "#fbbd68", "#f0913e", "#bd4f0f")
TOLD = (
    "addEventListener('load', () => requestAnimationFrame(() => requestAnimationFrame(() => "
    "{ window.drawnAt = performance.now(); })));"
)


def write_pages(data: Path, folder: Path) -> dict[str, Path]:
    """The three pages, from one build."""
    config = (ROOT / "data_samples" / "leicestershire.toml").read_text(encoding="utf-8")
    joined = config.replace('district_code = ["E06000016"]', 'district_code = ["E06000016", "E07000135"]')
    (folder / "joined.toml").write_text(_without_unit(joined, "OW"), encoding="utf-8")
    build(folder / "joined.toml", data=data, out=folder / "ws", now=datetime(2026, 11, 20, tzinfo=UTC))
    with Workspace(folder / "ws").open_current() as con:
        areas = read_areas(con).join(read_frame(con, "FROM ranking").set_index("area_code")[list(LAYERS)])
    unit = areas[areas["npu_code"] == "LC"].sort_index().iloc[:AREAS]
    simple = unit.set_geometry(unit.geometry.simplify_coverage(SIMPLER_M))
    ours = folder / "ws" / "site" / "npu-LC.html"
    every = ours.read_text(encoding="utf-8").count('"ramp":')
    return {
        f"plain folium, {len(LAYERS)} layers": _folium(unit, folder / "plain.html", len(LAYERS)),
        f"simplified folium, {len(LAYERS)} layers": _folium(simple, folder / "simple.html", len(LAYERS)),
        f"plain folium, {every} layers": _folium(unit, folder / "plain_all.html", every),
        f"simplified folium, {every} layers": _folium(simple, folder / "simple_all.html", every),
        f"ours, {every} layers": ours,
    }


def _without_unit(config: str, code: str) -> str:
    """The configuration without one of its units, whose areas another has taken."""
    start = config.index(f'[[npus]]\ncode = "{code}"')
    return config[:start] + config[config.index("\n\n", start) + 2 :]


def _folium(areas: gpd.GeoDataFrame, path: Path, count: int) -> Path:
    shown = areas.to_crs(4326)[[*LAYERS, "area_name", "geometry"]].astype(dict.fromkeys(LAYERS, float))
    page = folium.Map(location=[52.63, -1.13], zoom_start=12, tiles=None)
    for at, name in enumerate(islice(cycle(LAYERS), count)):
        step = shown[name].rank(pct=True).mul(4.999).fillna(0).astype(int)
        layer = folium.FeatureGroup(f"{name} {at}", show=at == 0, overlay=False)
        folium.GeoJson(
            shown[[name, "area_name", "geometry"]].assign(step=step).to_json(),
            style_function=lambda feature: {
                "fillColor": COLOURS[feature["properties"]["step"]],
                "fillOpacity": 1,
                "weight": 0.5,
            },
            tooltip=folium.GeoJsonTooltip(["area_name", name]),
        ).add_to(layer)
        layer.add_to(page)
    folium.LayerControl().add_to(page)
    page.save(str(path))
    return path


def time_page(browser: Browser, path: Path) -> dict[str, float]:
    """Milliseconds from asking for the page until its layers have been painted, and the processor's own for it."""
    context = browser.new_context(viewport={"width": 1600, "height": 900})
    context.route("**/*", _answer)
    page = context.new_page()
    page.add_init_script(TOLD)
    session = context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(path.as_uri())
    while (drawn := page.evaluate("window.drawnAt")) is None:
        page.wait_for_timeout(20)
    assert page.locator("path.leaflet-interactive").count() >= AREAS
    told = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    context.close()
    return {"drawn_ms": float(drawn), "processor_ms": 1000 * told["TaskDuration"]}


def _answer(route: Route) -> None:
    url = route.request.url
    if url.startswith("file:"):
        route.continue_()
    elif url.endswith(("leaflet.js", "leaflet.css")):
        route.fulfill(body=(LEAFLET / url.rsplit("/", 1)[1]).read_text(encoding="utf-8"))
    else:
        route.fulfill(body="")


def measure(data: Path) -> dict[str, Any]:
    """Bytes and times of all three."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        pages = write_pages(data, Path(folder))
        found = shutil.which("chromium") or shutil.which("google-chrome")
        browser = play.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        taken: dict[str, list[dict[str, float]]] = {name: [] for name in pages}
        for turn in range(RUNS + 1):
            for name, path in pages.items():
                drawn = time_page(browser, path)
                if turn:
                    taken[name].append(drawn)
        browser.close()
        content = {name: path.read_bytes() for name, path in pages.items()}
    figures = {
        name: {
            "bytes": len(content[name]),
            "gzip_bytes": len(gzip.compress(content[name])),
            **{figure: round(statistics.median(run[figure] for run in runs)) for figure in runs[0]},
        }
        for name, runs in taken.items()
    }
    return {
        "runs": RUNS,
        "areas": AREAS,
        "peer_layers": len(LAYERS),
        "median": figures,
        "taken": taken,
        "load": round(os.getloadavg()[0]),
        "machine": machine(),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    result = measure(parser.parse_args().data)
    keep("pages", result)
    print(result["median"])
