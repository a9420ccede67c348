"""Names by need, and no two alike."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.candidates.names import is_same_place, label_areas, name_places, rename_places
from geo.exceptions import ConfigurationRefused


def labels_of(**wards):
    return pd.Series(wards)


LABELS = labels_of(a="Alum", b="Alum", c="Bold", d="Cole", e="Dale", f="Alum")


def name(places, need, given=None, designated=None):
    return name_places(places, LABELS, pd.Series(need, dtype=float), given or {}, designated)


def test_the_ward_with_half_of_the_need_stands_alone():
    need = {"a": 10, "b": 10, "c": 20, "d": 0.0, "e": 0, "f": 0}
    assert name(["abc"], need) == ["Alum"]  # 20 of 40
    assert name(["acd"], need | {"d": 11}) == [
        "Bold and Cole"
    ]  # 20, 11 and 10 of 41: by need, though all have one area
    assert name(["de"], dict.fromkeys("abcdef", -5.0)) == ["Cole"]  # no need at all: by number of areas, then by name


def test_no_two_places_share_a_name():
    need = {"a": 30, "b": 30, "c": 1, "d": 1, "e": 1, "f": 30}
    assert name(["ac", "b", "f"], need) == ["Alum", "Alum (2)", "Alum (3)"]
    assert name(["ac", "bd"], need) == ["Alum", "Alum and Cole"]


def test_a_name_that_a_person_gave_stands_and_is_never_used_twice():
    need = {"a": 30, "b": 40, "c": 1, "d": 1, "e": 1, "f": 30}
    assert name(["ac", "bd"], need, {"b": "Alum"}) == ["Alum and Bold", "Alum"]
    assert name(["ab", "cd"], need, {"a": "Old Town", "b": "New Town"}) == ["New Town", "Bold"]
    assert name(["ab"], need, {"a": "Old Town", "b": "Old Town"}) == ["Old Town"]
    with pytest.raises(
        ConfigurationRefused, match="calls two places 'Old Town': one around a and one around b"
    ) as told:
        name(["a", "b"], need, {"a": "Old Town", "b": "Old Town"})
    assert "a name of its own" in told.value.remedy


NEED = dict.fromkeys("abcdef", 10.0)


def test_a_designation_names_the_place_that_it_is_and_no_other():
    assert is_same_place("abc", "bcd")
    assert not is_same_place("abcd", "cdef")  # half is not more than half
    decided = {"Alum": ["a", "b"], "Cole": ["e", "x", "y"]}
    assert name(["abc", "de", "f"], NEED, designated=decided) == ["Alum", "Cole and Dale", "Alum (2)"]
    assert name(["abc"], NEED, {"a": "Old Town"}, decided) == ["Alum"]  # the decision comes before the configuration
    assert name(["cd"], NEED, designated={"bold": ["f"]}) == ["Bold and Cole"]  # Bold is taken, whatever its letters


def rename(places, built, designated):
    return rename_places(places, built, LABELS, pd.Series(NEED, dtype=float), designated)


def test_places_with_names_take_those_of_decisions_and_keep_the_others():
    built = ["Alum", "Cole", "Old Town"]
    assert rename(["abc", "de", "f"], built, {}) == built
    assert rename(["abc", "de", "f"], built, {"Heath": "ab"}) == ["Heath", "Cole", "Old Town"]
    # a name that was given to a place elsewhere, as by a file of present Impact Areas, is free of it at once
    assert rename(["abc", "de", "f"], built, {"COLE": "xyz"}) == ["Alum", "Cole and Dale", "Old Town"]
    assert rename(["abc", "de", "f"], built, {"old town": "abc"}) == ["old town", "Cole", "Alum"]


@settings(deadline=None)
@given(
    st.permutations("abcdef"), st.lists(st.sampled_from(["Alum", "ALUM", "Bold", "Cole", "x"]), max_size=4), st.data()
)
def test_no_two_names_are_alike_after_any_decisions(order, decided, data):
    codes = "".join(order)
    places = [codes[:2], codes[2:4], codes[4:]]
    areas = st.frozensets(st.sampled_from("abcdefxyz"), min_size=1)
    different = {name.casefold(): name for name in decided}.values()
    designated = {name: data.draw(areas) for name in different}
    built = name_places(places, LABELS, pd.Series(NEED, dtype=float), {})
    called = rename(places, built, designated)
    assert len({name.casefold() for name in called}) == len(places)
    for place, name in zip(places, called, strict=True):
        elsewhere = {one.casefold() for one in designated if not is_same_place(place, designated[one])}
        assert name.casefold() not in elsewhere


def test_of_overlapping_designations_the_one_with_most_areas_in_common_names_the_place():
    assert name(["abcd"], NEED, designated={"Three": "abc", "Four": "abcd"}) == ["Four"]
    assert name(["abcd"], NEED, designated={"First": "abc", "Second": "bcd"}) == ["First"]


def test_a_configured_name_may_not_be_that_of_a_designation_elsewhere():
    with pytest.raises(ConfigurationRefused, match="around c 'Heath', the name of a designation elsewhere"):
        name(["ab", "cd"], NEED, {"c": "Heath"}, {"heath": ["a", "b"]})


def test_names_of_wards_with_an_and_of_their_own():
    labels = labels_of(a="Lye and Wollescote", b="Quarry Bank", c="Amblecote")
    assert name_places(["abc"], labels, pd.Series({"a": 3.0, "b": 3.0, "c": 1.0}), {}) == [
        "Lye and Wollescote with Quarry Bank"
    ]


def test_labels_are_place_names_then_wards_then_area_names():
    areas = pd.DataFrame(
        {
            "area_name": ["Leicester 012D", "Leicester 012E", "E01000001", "Leicester 013A"],
            "ward_code": ["W1", "W2", "W3", "W4"],
            "ward_name": ["Castle", None, "W3", "W4"],
        },
        index=pd.Index(["a", "b", "c", "d"]),
    )
    assert label_areas(areas).tolist() == ["Castle", "Leicester 012", "E01000001", "Leicester 013"]
    named = areas.assign(place_name=["City Centre", None, None, "Highfields"])
    assert label_areas(named).tolist() == ["City Centre", "Leicester 012", "E01000001", "Highfields"]
