import pandas as pd

from maps.model.categories import classify_patterns, classify_quadrants

CODES = pd.Index(list("abcdef"), name="area_code")


def test_a_quadrant_has_its_colour_and_a_gap_is_said():
    found = pd.Series(["high-high", "low-low", "", None, "low-high", "high-low"], index=CODES, dtype=object)
    classes = classify_quadrants(found)
    assert "".join(classes.steps) == "40x-23"
    assert {step for step, _ in classes.labels} == {"0", "2", "3", "4"}


def test_seventeen_patterns_fall_into_five_groups():
    from geo.trends.emerging import EMERGING_CLASSES

    found = pd.Series(list(EMERGING_CLASSES), index=[f"a{at}" for at in range(17)])
    steps = classify_patterns(found, "quarter").steps.set_axis(found)
    assert set(steps) == {step for step, _ in classify_patterns(found, "quarter").labels}
    assert {name for name in found if steps[name] == "4"} == {"new hotspot", "intensifying hotspot"}
    assert {name for name in found if steps[name] == "0"} == {name for name in found if name.endswith("coldspot")}
    assert [name for name in found if steps[name] == "1"] == ["no pattern"]
