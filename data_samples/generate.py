"""Make the sample force: ``python -m data_samples.generate [FOLDER]`` writes every file of it anew, always the same."""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pandas as pd
import shapely

from data_samples.calls import draw_calls
from data_samples.city import Shapes, group_areas, lay_blocks, merge_areas
from data_samples.incidents import draw_counts, expect_counts, lay_snap_points, place_rows
from data_samples.people import count_residents, draw_hardship, rank_nation
from data_samples.plan import AREA_COUNT, months
from data_samples.police_uk import HEADER, publish_rows
from data_samples.terrain import Terrain, draw_terrain
from data_samples.transform import shapes_to_lon_lat
from data_samples.truth import bend_hardship, plant_truth
from data_samples.units import name_places, neighbour_table
from data_samples.writing import csv_text, geojson_text, write_text

HERE = Path(__file__).parent
FEW_RESIDENTS = 38


def make_sample(folder: Path) -> None:
    """Write the sample force into a folder: areas, lookups, residents, deprivation, crimes, calls, context, truth."""
    terrain = draw_terrain()
    blocks = lay_blocks(terrain)
    grown = group_areas(blocks, shapely.contains(terrain.island, shapely.point_on_surface(blocks.shapes)))
    unordered = merge_areas(blocks, grown)
    areas = name_places(blocks, grown, unordered)
    shapes = unordered[areas["grown"].to_numpy()]
    label = np.argsort(areas["grown"].to_numpy())[grown]  # each block's area, numbered in the order of the codes
    hardship = draw_hardship(areas)
    areas["residents"] = count_residents(areas, np.bincount(grown, weights=blocks.residents).astype(float))
    truth = plant_truth(areas, hardship, neighbour_table(shapes), island=int(label[blocks_on_island(grown)]))
    residents = areas["residents"].mask(truth["role"] == "almost_no_residents", FEW_RESIDENTS)
    areas = areas.assign(hardship=bend_hardship(hardship, truth), residents=residents)

    points = lay_snap_points(blocks, label, shapes)
    rows = place_rows(draw_counts(expect_counts(areas, truth)), points, truth)
    write_areas(folder, areas, shapes)
    write_context(folder, terrain, shapes)
    write_text(folder / "truth.csv", truth.drop(columns="spills_from").to_csv(index=False, lineterminator="\n"))
    write_text(
        folder / "deprivation" / "iod2025_sample.csv.gz", csv_text(rank_nation(areas["hardship"], areas["area_code"]))
    )
    write_crimes(folder, publish_rows(rows, points, areas, truth))
    write_text(folder / "calls" / "call_log.csv.gz", csv_text(draw_calls(areas, truth, points, shapes)))


def blocks_on_island(grown: np.ndarray) -> int:
    """Return one block of the island, which is the area grown last."""
    return int(np.flatnonzero(grown == AREA_COUNT - 1)[0])


def write_areas(folder: Path, areas: pd.DataFrame, shapes: Shapes) -> None:
    """Write boundaries, the two lookups (geography, and the force's own teams) and residents."""
    named = [{"LSOA21CD": c, "LSOA21NM": n} for c, n in zip(areas["area_code"], areas["area_name"], strict=True)]
    write_text(folder / "areas" / "areas.geojson.gz", geojson_text(shapes_to_lon_lat(shapes), named))
    geography = areas.rename(
        columns={
            "area_code": "LSOA21CD",
            "area_name": "LSOA21NM",
            "ward_code": "WD24CD",
            "ward_name": "WD24NM",
            "district_code": "LAD24CD",
            "district_name": "LAD24NM",
        }
    )
    columns = ["LSOA21CD", "LSOA21NM", "WD24CD", "WD24NM", "LAD24CD", "LAD24NM"]
    write_text(folder / "lookups" / "area_ward_district.csv.gz", csv_text(geography[columns]))
    teams = areas.rename(
        columns={
            "area_code": "Area code",
            "team_code": "Team code",
            "team_name": "Team",
            "npu_code": "NPU code",
            "npu_name": "NPU",
        }
    )
    write_text(
        folder / "lookups" / "area_team_npu.csv.gz",
        csv_text(teams[["Area code", "Team code", "Team", "NPU code", "NPU"]]),
    )
    write_text(folder / "population" / "residents.csv.gz", residents_text(areas))


def residents_text(areas: pd.DataFrame) -> str:
    """Write residents as the census portal exports them: a preamble, quoted columns, and a footer of notes."""
    preamble = [
        '"Usual residents of small areas"',
        '"Synthetic sample: no real place, no real count"',
        "",
        '"date","2024"',
        '"measures","value"',
        "",
    ]
    rows = [
        f'"{n}","{c}",{r}' for n, c, r in zip(areas["area_name"], areas["area_code"], areas["residents"], strict=True)
    ]
    footer = [
        ",,",
        ",,",
        '"Counts of a real census would have been perturbed by small amounts, and small",,',
        '"counts at the lowest geographies would be most affected.",,',
    ]
    return (
        "\n".join(
            [
                *preamble,
                '"2021 super output area - lower layer","mnemonic","Total: All usual residents"',
                *rows,
                *footer,
            ]
        )
        + "\n"
    )


def write_context(folder: Path, terrain: Terrain, shapes: Shapes) -> None:
    """Write water, main roads and railways round the force, for the ground of a map."""
    frame = shapely.box(*shapely.total_bounds(shapes)).buffer(900, join_style="mitre")
    kinds = [
        ("water", "River Wendle", terrain.water),
        ("water", "Hallow Mere", terrain.lake),
        ("water", "Sarn Brook", terrain.rivers["Sarn Brook"].buffer(9)),
    ]
    kinds += [("road", name, line) for name, line in terrain.roads.items()] + [
        ("rail", name, line) for name, line in terrain.rails.items()
    ]
    cut = np.array(
        [shapely.set_precision(shapely.intersection(shape, frame), 1.0) for _, _, shape in kinds], dtype=object
    )
    properties = [{"kind": kind, "name": name} for kind, name, _ in kinds]
    write_text(folder / "context.geojson.gz", geojson_text(shapes_to_lon_lat(cut), properties))


def write_crimes(folder: Path, published: pd.DataFrame) -> None:
    """Write one street file a month, named and ended as police.uk does."""
    for i, month in enumerate(months().strftime("%Y-%m")):
        text = csv_text(published.loc[published["month"] == i, list(HEADER)], line_end="\r\n")
        write_text(folder / "police_uk" / month / f"{month}-sample-force-street.csv.gz", text)


def main() -> None:
    """Read the folder from the command line and make the sample there."""
    parser = argparse.ArgumentParser(description="Make the synthetic sample force.")
    parser.add_argument("folder", nargs="?", type=Path, default=HERE / "sample")
    make_sample(parser.parse_args().folder)


if __name__ == "__main__":
    main()
