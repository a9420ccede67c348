"""Names cover nothing that is fixed, and move aside for what people decide."""

import pytest
import shapely

from maps.drawing.labels import Label, choose_labels, find_positions, read_positions, ways_to_break, write_positions

FIELD = shapely.box(0, 0, 1000, 400)


def find(name, *taken, within=FIELD, sizes=(30,)):
    return find_positions(name, near=within, within=within, taken=shapely.STRtree(list(taken)), sizes=sizes)


def test_a_name_stands_in_the_middle_of_what_it_names():
    box = find("Elm")[0].box
    assert box.centroid.distance(shapely.Point(500, 200)) < 30
    assert FIELD.contains(box)


def test_no_position_covers_what_is_taken():
    road, badge = shapely.LineString([(0, 190), (1000, 210)]), shapely.Point(500, 100).buffer(60)
    found = find("Elm Green", road, badge)
    assert found
    assert not any(one.box.intersects(road) or one.box.intersects(badge) for one in found)


def test_where_there_is_no_room_letters_shrink_and_then_the_name_is_left_out():
    narrow = shapely.box(0, 0, 120, 80)
    assert find("Elm Green", within=shapely.box(0, 0, 250, 80))[0].lines == ("Elm Green",)
    assert find("Elm Green", within=narrow, sizes=(30, 20))[0].lines == ("Elm", "Green")
    assert find("Wolverhampton", within=narrow, sizes=(30, 20)) == []
    assert find("Elm", within=shapely.GeometryCollection([shapely.LineString([(0, 0), (1, 1)])])) == []


@pytest.mark.parametrize("narrow", ["ill", "iff"])
def test_wide_letters_need_more_room(narrow):
    box, other = (find(name)[0].box.bounds for name in (narrow, "MWm"))
    assert other[2] - other[0] > 2 * (box[2] - box[0])


def test_a_decision_moves_a_name_aside_and_no_name_covers_another():
    positions = find("Elm Green")
    there = positions[0].box.boundary
    (moved,) = choose_labels([positions], [there])
    assert not moved.box.intersects(there)
    both = choose_labels([positions, find("Ash")], [])
    assert len(both) == 2
    assert not both[0].box.intersects(both[1].box)
    assert choose_labels([positions], [FIELD]) == []


def test_positions_travel_through_a_slot():
    positions = find("Elm Green", within=shapely.box(0, 0, 120, 300), sizes=(30, 20))
    assert read_positions(*write_positions(positions)) == positions
    assert {len(one.lines) for one in positions} == {2}
    assert write_positions([]) == ()


def test_a_name_breaks_where_its_lines_are_shortest():
    assert ways_to_break("Elm") == [("Elm",)]
    assert ways_to_break("Sutton Walmley & Minworth")[1] == ("Sutton Walmley", "& Minworth")


def test_the_box_of_two_lines_reaches_one_line_lower():
    one, two = Label(0, 0, 30, ("Elm",)), Label(0, 0, 30, ("Elm", "Elm"))
    assert two.box.bounds[3] - one.box.bounds[3] == 30
    assert two.box.bounds[:3] == one.box.bounds[:3]
