"""Draws ``docs/pictures/places.svg`` from the built sample: ``python -m docs_build.places_picture WORKSPACE``."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from geo.candidates.delineate import prepare_search
from geo.candidates.greedy import grow_greedily
from geo.candidates.place import Place, PlaceLimits, Unit, as_place
from geo.candidates.units import build_units
from queries.store.connection import read_areas, read_frame
from queries.workspace.generations import Workspace
from service.settings import Settings

TARGET = Path(__file__).parent.parent / "docs" / "pictures" / "places.svg"
NPU, WIDTH, TOP = "CV", 400.0, 64.0
CLASSES = (
    (95, "#b94d0d", "top 5% of the force"),
    (80, "#fdb768", "top 20%"),
    (50, "#fee3ae", "top half"),
    (0, "#fffaea", "lower half"),
)


@dataclass(frozen=True)
class Sheet:
    """Where a map lies on the picture, and how metres become its points."""

    left: float
    west: float
    north: float
    scale: float

    def at(self, east: float, north: float) -> tuple[float, float]:
        """A place on the picture."""
        return self.left + (east - self.west) * self.scale, TOP + (self.north - north) * self.scale

    def path(self, shape: shapely.Geometry, style: str) -> str:
        """An outline as an SVG path."""
        rings = (shapely.get_coordinates(ring)[:-1] for ring in shapely.get_rings(shapely.get_parts(shape)))
        points = ("L".join("{:.1f},{:.1f}".format(*self.at(*point)) for point in ring) for ring in rings)
        return f'<path d="{"".join(f"M{line}Z" for line in points)}" {style}/>'


def draw(root: Path) -> str:
    """Draw two maps of one unit as SVG: places grown one after another for need alone, and the program's."""
    with Workspace(root).open_current() as con:
        areas = read_areas(con)
        ranking = read_frame(con, "FROM ranking").set_index("area_code")
        members = read_frame(con, "FROM candidate_areas WHERE starts_with(candidate_id, $npu)", {"npu": f"{NPU}-"})
        (parameters,) = read_frame(con, "SELECT parameters FROM runs")["parameters"]
    scores, own = ranking["need_score"], areas[areas["npu_code"] == NPU]
    limits, unit = _read_limits(parameters, ranking, areas), next(build_units(own, _above(scores), compactness=0.0))
    grown = grow_greedily(unit, replace(limits, compactness=0.0, surround_share=1.0))
    chosen = [
        as_place([unit.codes.index(code) for code in codes])
        for _, codes in members.groupby("candidate_id")["area_code"]
    ]
    shapes = pd.Series(shapely.coverage_simplify(own.geometry.to_numpy(), 30.0), index=own.index)
    west, south, east, north = shapely.total_bounds(shapes.to_numpy())
    scale = WIDTH / (east - west)
    sheets = [Sheet(left, west, north, scale) for left in (15.0, WIDTH + 45)]
    wide, high = 2 * WIDTH + 60, TOP + (north - south) * scale + 44
    fill = (scores.rank(pct=True) * 100).reindex(own.index)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:.0f} {high:.0f}"',
            'font-family="sans-serif" font-size="14" role="img">',
            "<title>Left: grown one after another for need alone. Right: the proposal, with shorter edges.</title>",
            f'<rect width="{wide:.0f}" height="{high:.0f}" fill="#fff"/>',
            *_panel(sheets[0], "Grown one after another, need alone", shapes, fill, unit, grown),
            *_panel(sheets[1], "As the program proposes", shapes, fill, unit, chosen),
            *_legend(high),
            "</svg>\n",
        ]
    )


def _above(scores: pd.Series) -> pd.Series:
    return (scores - scores.mean()).fillna(0.0)


def _read_limits(parameters: str, ranking: pd.DataFrame, areas: gpd.GeoDataFrame) -> PlaceLimits:
    """The limits of the unit in the build: its room is what the shares leave."""
    chosen = Settings.model_validate_json(parameters).candidates
    none = pd.DataFrame(index=ranking.index)
    return prepare_search(ranking, none, areas, chosen.limits(), chosen.proportions(), objective="need").limits[NPU]


def _panel(
    sheet: Sheet, title: str, shapes: gpd.GeoSeries, share: pd.Series, unit: Unit, places: list[Place]
) -> list[str]:
    need, edge = (sum(measure(place) for place in places) for measure in (unit.need, unit.open_perimeters))
    parts = [
        f'<text x="{sheet.left:.0f}" y="22" font-weight="bold">{title}</text>',
        f'<text x="{sheet.left:.0f}" y="42">Need above the mean {need:,.0f}; open perimeters {edge:.1f}</text>',
    ]
    for code, shape in shapes.items():
        colour = next(colour for least, colour, _ in CLASSES if not share[code] < least)
        parts.append(sheet.path(shape, f'fill="{colour}" stroke="#bbb" stroke-width=".6"'))
    for number, place in enumerate(places, start=1):
        whole = shapely.union_all(shapes[[unit.codes[area] for area in place]].to_numpy())
        parts += [
            sheet.path(whole, f'fill="none" stroke="{ink}" stroke-width="{width}"')
            for ink, width in (("#fff", 5), ("#111", 2.6))
        ]
        x, y = sheet.at(*shapely.get_coordinates(shapely.point_on_surface(whole))[0])
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="11"/>')
        text = f'<text x="{x:.1f}" y="{y + 5:.1f}" fill="#fff" text-anchor="middle" font-weight="bold">'
        parts.append(f"{text}{number}</text>")
    return parts


def _legend(high: float) -> list[str]:
    said = []
    for at, (_, colour, words) in enumerate(CLASSES):
        x, y = 15 + at * 190, high - 26
        said.append(f'<rect x="{x}" y="{y:.0f}" width="22" height="14" fill="{colour}" stroke="#888"/>')
        said.append(f'<text x="{x + 30}" y="{y + 12:.0f}">{words}</text>')
    return said


def draw_places(root: Path) -> None:
    """Write the picture from a workspace of the sample."""
    TARGET.write_text(draw(root), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    draw_places(Path(sys.argv[1]))
