import pytest
import shapely

from geo.areas.coverage import find_overlaps_and_gaps, snap_coverage
from geo.exceptions import InputRefused


def test_boundaries_that_differ_in_their_last_bits_become_a_coverage(make_areas, jitter, same_index):
    areas = jitter(make_areas(4, 3), by_m=1e-6)
    assert not shapely.coverage_is_valid(areas.geometry.to_numpy())
    before = areas.copy()
    snapped = snap_coverage(areas)
    assert shapely.coverage_is_valid(snapped.geometry.to_numpy())
    same_index(snapped, areas.index)
    assert snapped.crs == areas.crs
    assert (snapped.geometry.hausdorff_distance(areas.geometry) < 0.71).all()
    assert areas.equals(before)


def test_a_valid_coverage_is_left_as_it_is(make_areas):
    areas = make_areas(2, 2).shift(0)
    areas.geometry = areas.geometry.translate(0.25, 0.25)
    assert snap_coverage(areas).geometry.equals(areas.geometry)


def test_an_area_that_would_vanish_is_named(make_areas):
    areas = make_areas(2, 1)
    areas.loc["a2", "geometry"] = shapely.box(400_050.2, 280_000, 400_050.3, 280_100)
    with pytest.raises(InputRefused, match="1 areas are too thin to survive a grid of 1 m, among them a2"):
        snap_coverage(areas)


def test_overlaps_and_gaps_are_listed_with_their_size(make_areas):
    areas = make_areas(3, 3)
    areas.loc["a1", "geometry"] = shapely.box(400_000, 280_000, 400_103, 280_100)  # 3 m into a2
    areas.loc["b2", "geometry"] = shapely.box(400_110, 279_910, 400_190, 279_990)  # 10 m off on every side
    found = find_overlaps_and_gaps(areas)
    assert list(found["kind"]) == ["gap", "overlap"]
    assert list(found["square_m"]) == pytest.approx([100 * 100 - 80 * 80, 3 * 100])
    assert list(found["area_codes"]) == ["a1, a2, a3, b1, b2, b3, c1, c2, c3", "a1, a2"]


def test_faults_up_to_the_limit_are_not_told(make_areas):
    areas = make_areas(2, 1)
    areas.loc["a1", "geometry"] = shapely.box(400_000, 280_000, 400_100.005, 280_100)  # half a square metre
    assert find_overlaps_and_gaps(areas).empty
    assert len(find_overlaps_and_gaps(areas, over_m2=0.4)) == 1


def test_sound_coverage_one_area_and_none(make_areas):
    for areas in (make_areas(3, 3), make_areas(1, 1), make_areas(2, 2).iloc[:0]):
        assert list(find_overlaps_and_gaps(areas).columns) == ["kind", "area_codes", "square_m"]
        assert find_overlaps_and_gaps(areas).empty
        assert snap_coverage(areas).index.equals(areas.index)
