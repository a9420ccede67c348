"""Classes written by the highest value of each: read back as the page does, they are what they were."""

import json

import numpy as np
import pytest

from maps.model.packed_layers import pack_steps


def read_back(packed, values):
    """As ``classesOf`` of the page, from the JSON."""
    packed = json.loads(json.dumps(packed))
    if "steps" in packed:
        return packed["steps"]
    found = [next((code for highest, code in packed["upTo"] if (value or 0) <= highest), "-") for value in values]
    for code, areas in packed.get("others", {}).items():
        for area in areas:
            found[area] = code
    return "".join(found)


@pytest.mark.parametrize(
    ("codes", "values"),
    [
        ("00112", [1, 2, 5, 7, 9]),
        ("43210", [1, 2, 3, 4, 10]),  # deciles fall as deprivation rises
        ("0x1-2", [1, 7, 5, None, 9]),
        ("44444", [3, 3, 3, 3, 3]),
    ],
    ids=["rising", "falling", "not by value", "one class"],
)
def test_classes_that_values_tell_apart_are_written_by_their_highest_values(codes, values):
    packed = pack_steps(codes, values)
    assert "steps" not in packed
    assert read_back(packed, values) == codes


@pytest.mark.parametrize(
    ("codes", "values"),
    [("01", [5, 5]), ("010", [1, 2, 3]), ("0123", None), ("01", [None, 3]), ("xx", [1, 2]), ("", [])],
    ids=["equal values", "overlap", "no figures", "no value in a class", "none by value", "no areas"],
)
def test_classes_that_values_do_not_tell_apart_are_written_as_they_are(codes, values):
    assert pack_steps(codes, values) == {"steps": codes}


def test_any_classes_are_read_back():
    random = np.random.default_rng(5)
    for _ in range(300):
        values = [None if random.random() < 0.1 else int(value) for value in random.integers(0, 12, 9)]
        codes = "".join(random.choice(list("0123x-"), 9))
        assert read_back(pack_steps(codes, values), values) == codes
