"""One unit's page beside plain and simplified folium, on the same areas: ``python -m benchmarks.pages --data DIR``.

The unit is Leicester with Oadby and Wigston, and every page draws all of its areas. Each layer of folium's is a
``folium.GeoJson`` with a tooltip, as tutorials do: six layers, and as many as ours has. Outlines are the open ones,
which are generalised, and the same with as many corners as full-resolution ones (see ``pages_data.py``), since a
force draws its own. All pages open in the same headless Chromium, in turn, with no network: what folium would fetch is
answered from this machine at once (Leaflet) or with nothing (jQuery, Bootstrap, fonts), which favours the peers.
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

from benchmarks.measure import machine, save_result
from benchmarks.pages_data import add_corners
from maps.text.assets import LEAFLET
from queries.store.connection import read_areas, read_frame
from queries.workspace.generations import Workspace
from service.build.pipeline import build

ROOT = Path(__file__).parent.parent
RUNS, SIMPLER_M = 5, 10.0
LAYERS = ("need_score", "crime_score", "demand_score", "deprivation_score", "harm_score", "rank")
COLOURS = ("#fffae3", "#fde0a0", "#fbbd68", "#f0913e", "#bd4f0f")
TOLD = (
    "addEventListener('load', () => requestAnimationFrame(() => requestAnimationFrame(() => "
    "{ window.drawnAt = performance.now(); })));"
)


def write_pages(data: Path, folder: Path) -> tuple[dict[str, Path], dict[str, float]]:
    """All pages, and how many areas they draw with how many corners each."""
    config = (ROOT / "data_samples" / "leicestershire.toml").read_text(encoding="utf-8")
    joined = config.replace('district_code = ["E06000016"]', 'district_code = ["E06000016", "E07000135"]')
    config = _without_unit(joined, "OW")
    areas, ours = _build(config, data, folder / "open")
    detailed = add_corners(areas)
    outlines = detailed.reset_index()[["area_code", "area_name", "geometry"]]
    outlines.rename(columns={"area_code": "LSOA11CD", "area_name": "LSOA11NM"}).to_file(folder / "detailed.gpkg")
    files = next(line for line in config.splitlines() if line.startswith('files = ["areas/lsoa11_by_lad'))
    _, ours_detailed = _build(config.replace(files, f'files = ["{folder}/detailed.gpkg"]'), data, folder / "detailed")
    every, few = ours.read_text(encoding="utf-8").count('"ramp":'), len(LAYERS)
    unit, unit_detailed = (_unit(found) for found in (areas, detailed))
    pages = {
        f"plain folium, {few} layers": _folium(unit, folder / "plain.html", few),
        f"simplified folium, {few} layers": _folium(_simplify(unit), folder / "simple.html", few),
        f"plain folium, {every} layers": _folium(unit, folder / "plain_all.html", every),
        f"simplified folium, {every} layers": _folium(_simplify(unit), folder / "simple_all.html", every),
        f"ours, {every} layers": ours,
        f"detailed outlines: plain folium, {few} layers": _folium(unit_detailed, folder / "fine.html", few),
        f"detailed outlines: simplified folium, {few} layers": _folium(
            _simplify(unit_detailed), folder / "fine_simple.html", few
        ),
        f"detailed outlines: ours, {every} layers": ours_detailed,
    }
    corners = {
        "areas": len(unit),
        "corners": round(unit.count_coordinates().mean()),
        "detailed_corners": round(unit_detailed.count_coordinates().mean()),
    }
    return pages, corners


def _build(config: str, data: Path, folder: Path) -> tuple[gpd.GeoDataFrame, Path]:
    """All areas of the force with their scores, and our page of the unit."""
    folder.mkdir()
    (folder / "force.toml").write_text(config, encoding="utf-8")
    build(folder / "force.toml", data=data, out=folder / "ws", now=datetime(2026, 11, 20, tzinfo=UTC))
    with Workspace(folder / "ws").open_current() as con:
        areas = read_areas(con).join(read_frame(con, "FROM ranking").set_index("area_code")[list(LAYERS)])
    return areas, folder / "ws" / "site" / "npu-LC.html"


def _unit(areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return areas[areas["npu_code"] == "LC"].sort_index()


def _simplify(areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return areas.set_geometry(areas.geometry.simplify_coverage(SIMPLER_M))


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


def time_page(browser: Browser, path: Path, *, areas: int) -> dict[str, float]:
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
    assert page.locator("path.leaflet-interactive").count() >= areas
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
    """Bytes and times of all."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        pages, corners = write_pages(data, Path(folder))
        found = shutil.which("chromium") or shutil.which("google-chrome")
        browser = play.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        taken: dict[str, list[dict[str, float]]] = {name: [] for name in pages}
        for turn in range(RUNS + 1):
            for name, path in pages.items():
                drawn = time_page(browser, path, areas=int(corners["areas"]))
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
        **corners,
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
    save_result("pages", result)
    print(result["median"])
