from dataclasses import replace

import pandas as pd
import pytest

from maps.model.force_view import see_force, unit_places
from maps.sentences.alternatives import area_names, left_out_words, swap_words, write_left_out, write_options
from maps.sentences.evidence import cost_words, fewer_words, place_topics, unit_proof


@pytest.fixture(scope="module")
def force(site):
    return see_force(site)


def topics(force, npu_code):
    return {topic.heading: topic.lines for topic in place_topics(force, unit_places(force, npu_code)[0])}


def test_a_place_is_told_for_and_against_in_sentences(force):
    said = topics(force, "NO")
    assert list(said) == [
        "Reasons for caution",
        "Also checked",
        "What makes it different",
        "Next year without any action, and what would be success",
        "How good the proposal is",
        "Who lives here",
    ]
    assert said["Reasons for caution"] == ("None of its 3 areas is a hotspot.",)
    assert said["What makes it different"] == ("Much higher than the rest of Northam: harm and robbery.",)
    assert len(said["Next year without any action, and what would be success"]) == 2
    assert said["Who lives here"][0] == "For the equality assessment; never used in the rank."


def test_a_place_of_which_nothing_is_said_has_no_empty_heading(force, site):
    assert list(topics(force, "SO")) == ["How good the proposal is"]
    bare = see_force(replace(site, further=replace(site.further, evidence=type(site.further.evidence)())))
    assert topics(bare, "NO") == {}
    assert (unit_proof(bare, "NO"), fewer_words(bare, "NO"), write_left_out(bare, "NO")["of"]) == ((), "", {})
    assert (swap_words(bare, "NO-1", {}), write_options(bare, "NO", "NO-1")) == ((), [])


def test_proof_and_its_absence_are_told_apart(force):
    (proven,), (open_,) = unit_proof(force, "NO"), unit_proof(force, "SO")
    assert proven.startswith("Proven: no other choice of places in Northam has more total need")
    assert open_.startswith("Another choice of places in Southam could have at most 10% more total need.")
    assert open_.endswith("Whether there is one is not known.")


def test_fewer_places_than_wanted_are_explained_without_names_of_settings(force):
    assert fewer_words(force, "NO") == ""
    told = fewer_words(force, "SO")
    assert told == "1 place instead of 3: no other connected areas within the limits rank above."


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0.012, "would lower the place's total need by 1%"),
        (0.0009, "would lower the place's total need by under 1%"),
        (2.06, "would leave the place with no more need than the force average"),
        (-0.02, "would raise the place's total need by 2%"),
    ],
)
def test_cost_in_words(share, words):
    assert cost_words(share) == words


def test_swaps_and_other_places_name_areas_and_cost(force):
    names = area_names(force)
    swapped = "Replacing Elm E004 with Elm E002 would lower the place's total need by 1%."
    assert swap_words(force, "NO-1", names) == (swapped,)
    (other,) = write_options(force, "NO", "NO-1")
    assert other["cost"] == "would lower the place's total need by 18%"
    assert other["areas"] == [0, 1, 5]
    assert other["beyond"] == ["Elm E016"]  # in another unit: named, not drawn


LEFT = {"swap_area_out": "E004", "beside_candidate": "NO-1", "swap_cost_share": 0.054}


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (
            {
                "reason_kind": "others worth more",
                "own_place_areas": 10.0,
                "own_place_value": 280.9,
                "least_value": 289.8,
            },
            "The best place around it (10 areas) has 3% less total need than place 1. In this unit, only one is allowed.",
        ),
        ({"reason_kind": "low around it"}, "no connected place there is far enough above the force\u2019s average"),
        ({"reason_kind": "too few teams"}, "no place there spans as many wards as it must"),
        (
            {"reason_kind": "edge costs more", **LEFT},
            "but taking it in would make the place ragged for little more need",
        ),
        (
            {"reason_kind": "place full", **LEFT},
            "It touches place 1, which is full. Taking it in instead of Elm E004 would lower place 1's total need by 5%.",
        ),
    ],
)
def test_why_an_area_is_in_no_place(force, row, words):
    blank = {"swap_area_out": "", "beside_candidate": "", "swap_cost_share": float("nan")}
    (said,) = left_out_words(force, "NO", blank | row, area_names(force))
    assert words in said


def test_a_sentence_said_of_two_areas_is_written_once(site):
    row = site.further.evidence.left_out
    both = pd.concat([row, row.assign(area_code="E003")])
    more = replace(site.further, evidence=replace(site.further.evidence, left_out=both))
    written = write_left_out(see_force(replace(site, further=more)), "NO")
    assert (len(written["words"]), written["of"]) == (1, {2: [0], 3: [0]})
