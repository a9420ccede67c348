import numpy as np
import pandas as pd
import pytest
import shapely
from libpysal.graph import Graph

from geo.areas.coverage import snap_coverage
from geo.areas.neighbours import build_neighbours, describe_neighbours, islands, neighbours_frame
from geo.exceptions import InputRefused


def pairs(graph: Graph) -> set[tuple[str, str]]:
    frame = neighbours_frame(graph, method="x")
    return set(zip(frame["area_code"], frame["neighbour_code"], strict=True))


def test_edges_and_corners_count(make_areas):
    found = pairs(build_neighbours(make_areas(3, 2)))
    # a1 a2 a3
    # b1 b2 b3
    assert {beside for code, beside in found if code == "a1"} == {"a2", "b1", "b2"}
    assert {beside for code, beside in found if code == "b2"} == {"a1", "a2", "a3", "b1", "b3"}
    assert found == {(beside, code) for code, beside in found}


@pytest.mark.parametrize("by_m", [0.0, 1e-9, 1e-6, 0.2])
def test_equals_libpysal_on_clean_edges_whatever_the_jitter(make_areas, jitter, by_m):
    areas = make_areas(6, 5)
    clean = Graph.build_contiguity(areas, rook=False)
    assert pairs(build_neighbours(jitter(areas, by_m=by_m))) == pairs(clean)


def test_contiguity_by_vertices_alone_would_find_nothing(make_areas, jitter):
    # Why this module exists: the same boundaries, libpysal's contiguity, and only islands.
    blind = Graph.build_contiguity(jitter(make_areas(3, 3), by_m=1e-9), rook=False)
    assert len(blind.isolates) == 9
    assert len(islands(build_neighbours(snap_coverage(jitter(make_areas(3, 3), by_m=1e-9))))) == 0


def test_shuffled_rows_and_text_ids_keep_their_order(make_areas, same_index):
    areas = make_areas(4, 4).sample(frac=1, random_state=3)
    graph = build_neighbours(areas)
    same_index(graph.cardinalities, areas.index)
    assert pairs(graph) == pairs(build_neighbours(make_areas(4, 4)))


def test_multipolygons_and_one_island(make_areas):
    areas = make_areas(5, 5)
    far = shapely.box(500_000, 280_000, 500_100, 280_100)
    areas.loc["a1", "geometry"] = shapely.MultiPolygon([areas.geometry["a1"], far])
    areas.loc["e5", "geometry"] = shapely.box(600_000, 280_000, 600_100, 280_100)
    graph = build_neighbours(areas)
    assert list(islands(graph)) == ["e5"]
    assert {beside for code, beside in pairs(graph) if code == "a1"} == {"a2", "b1", "b2"}
    assert "e5" not in neighbours_frame(graph, method="x")["area_code"].tolist()


def test_too_many_islands_are_refused_with_their_number_and_the_method(make_areas):
    areas = make_areas(4, 4)
    apart = areas.set_geometry(areas.geometry.scale(0.9, 0.9))
    with pytest.raises(InputRefused, match=r"16 of 16 areas touch no other area .*a1, a2, a3.* within 1 m"):
        build_neighbours(apart)
    assert len(islands(build_neighbours(apart, snap_m=10.5))) == 0


def test_one_area_and_none(make_areas):
    assert list(islands(build_neighbours(make_areas(1, 1)))) == ["a1"]
    assert neighbours_frame(build_neighbours(make_areas(1, 1)), method="x").empty


def test_frame_says_how_neighbours_were_found(make_areas):
    frame = neighbours_frame(build_neighbours(make_areas(2, 1)), method=describe_neighbours())
    expected = pd.DataFrame(
        {
            "area_code": ["a1", "a2"],
            "neighbour_code": ["a2", "a1"],
            "weight": np.ones(2),
            "method": "queen contiguity: boundaries that touch at an edge or a corner, within 1 m",
        }
    )
    pd.testing.assert_frame_equal(frame, expected, check_dtype=False)
