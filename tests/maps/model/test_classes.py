import numpy as np
import pandas as pd
import pytest

from geo.hotspots.significance import (
    BESIDE_A_HOTSPOT,
    CANNOT_BE_ASSESSED,
    COLDSPOT_CLASSES,
    HOTSPOT_CLASSES,
    NO_HOTSPOT,
    UNDECIDED,
)
from maps.model.classes import classify, classify_deciles, classify_hotspots, find_limits, mark_suppressed
from maps.sentences.legends import share_words


def column(values):
    return pd.Series(values, index=[f"A{at}" for at in range(len(values))], dtype=float)


def everywhere(values):
    return pd.Series(True, index=values.index)


def test_the_top_stands_out_and_labels_state_limits_and_shares():
    values = column(range(1, 101))
    found = classify(values, everywhere(values))
    assert found.steps.value_counts().to_dict() == {"0": 50, "1": 30, "2": 10, "3": 5, "4": 5}
    assert found.labels == (
        ("0", "1 to 50, lowest half"),
        ("1", "51 to 80, next 30%"),
        ("2", "81 to 90, next 10%"),
        ("3", "91 to 95, next 5%"),
        ("4", "96 to 100, highest 5%"),
    )


def test_shares_in_the_legend_are_those_of_the_areas_even_where_values_tie():
    values = column([1] * 40 + [2] * 30 + [3] * 12 + [4] * 9 + [5] * 6 + [9] * 3)
    found = classify(values, everywhere(values))
    said = [label.split(", ")[1] for _, label in found.labels]
    assert said == ["70% of areas", "12% of areas", "9% of areas", "6% of areas", "3% of areas"]
    assert [(found.steps == code).sum() for code, _ in found.labels] == [40 + 30, 12, 9, 6, 3]
    assert found.basis.startswith("Areas with equal values share a class.")


@pytest.mark.parametrize(
    ("shares", "words"),
    [
        ([0.5, 0.3, 0.1, 0.05, 0.05], ["lowest half", "next 30%", "next 10%", "next 5%", "highest 5%"]),
        ([0.505, 0.305, 0.1, 0.045, 0.045], ["lowest half", "next 30%", "next 10%", "next 5%", "highest 5%"]),
        ([0.53, 0.27, 0.1, 0.05, 0.05], [f"{share}% of areas" for share in (53, 27, 10, 5, 5)]),
        ([0.5, 0.5], ["50% of areas", "50% of areas"]),
        ([0.997, 0.003], ["100% of areas", "under 1% of areas"]),
    ],
)
def test_exclusive_classes_have_exclusive_words_and_ties_do_not_show(shares, words):
    assert share_words(shares) == words


@pytest.mark.parametrize("shares", [[1 / 3, 1 / 3, 1 / 3], [0.405, 0.255, 0.125, 0.115, 0.1], [0.996, 0.004]])
def test_shares_of_exclusive_classes_make_a_hundred(shares):
    said = share_words(shares)
    assert sum(int(words.removeprefix("under 1% of areas").split("%")[0] or 0) for words in said) == 100


@pytest.mark.parametrize(
    "values", [[85, 70, 45, 25, 10], [0, 0, 0, 3, 9], [7, 7, 7], [1, 2, 1000, 1001, 99_999, 100_000]]
)
def test_no_class_is_empty(values):
    found = classify(column(values), everywhere(column(values)))
    assert set(found.steps) == {code for code, _ in found.labels}


def test_the_number_shown_and_its_class_agree():
    values = column([10.4, 20.4, 30.4, 40.4, 50.4, 10.6])
    found = classify(values, everywhere(values))
    for code, label in found.labels:
        limits = [int(part) for part in label.split(",")[0].split(" to ")]
        inside = values[found.steps == code].round()
        assert inside.between(limits[0], limits[-1]).all()


def test_many_zeros_become_a_class_of_their_own():
    values = column([0] * 60 + list(range(1, 41)))
    found = classify(values, everywhere(values))
    assert found.labels == (
        ("0", "none, 60% of areas"),
        *(
            (code, f"{limits}, 10% of areas")
            for code, limits in zip("1234", ("1 to 10", "11 to 20", "21 to 30", "31 to 40"), strict=True)
        ),
    )
    assert (found.steps == "0").sum() == 60
    assert [(found.steps == code).sum() for code in "1234"] == [10, 10, 10, 10]
    assert found.basis.startswith("Areas with none, then")


def test_no_data_and_not_assessable_differ_from_low():
    values = column([1, 2, 3, 4, 5, float("nan"), 0])
    found = classify(values, pd.Series([True] * 6 + [False], index=values.index))
    assert list(found.steps[-2:]) == ["-", "x"]
    assert found.labels[0][1].startswith("1")


def test_an_area_that_cannot_be_assessed_does_not_move_the_limits():
    values = column([*range(1, 11), 10_000])
    assessable = pd.Series([True] * 10 + [False], index=values.index)
    assert classify(values, assessable).labels == classify(values[:10], everywhere(values[:10])).labels


@pytest.mark.parametrize("values", [[5, 5, 5], [0, 0, 0], [0, 1], [3], [1, 1, 1, 9]])
def test_few_distinct_values_give_few_classes_and_no_empty_one(values):
    values = column(values)
    found = classify(values, everywhere(values))
    assert len(found.labels) <= 5
    assert set(found.steps) == {code for code, _ in found.labels}


def test_no_value_at_all():
    values = column([float("nan")] * 3)
    assert classify(values, everywhere(values)).labels == ()


def test_large_limits_can_be_read_out():
    values = column([1234.0 * at for at in range(1, 101)])
    labels = [words for _, words in classify(values, everywhere(values)).labels]
    assert labels == [
        "up to 62,300, lowest half",
        "62,300 to 99,000, next 30%",
        "99,000 to 111,000, next 10%",
        "111,000 to 117,000, next 5%",
        "over 117,000, highest 5%",
    ]


def test_deciles_in_pairs_the_most_deprived_highest():
    found = classify_deciles(column([1, 2, 3, 10, float("nan")]))
    assert list(found.steps) == ["4", "4", "3", "0", "-"]


def test_hotspots_in_five_steps():
    names = [
        "hotspot 99%",
        "hotspot 90%",
        "beside a hotspot",
        "no hotspot",
        "coldspot 99%",
        "cannot be assessed",
        "undecided",
        None,
    ]
    found = classify_hotspots(pd.Series(names, dtype=object))
    assert "".join(found.steps) == "43210xx-"
    assert len(found.labels) == 5


def test_every_class_that_a_statistic_can_have_is_drawn():
    names = [*HOTSPOT_CLASSES, *COLDSPOT_CLASSES, BESIDE_A_HOTSPOT, NO_HOTSPOT, CANNOT_BE_ASSESSED, UNDECIDED]
    assert "-" not in set(classify_hotspots(pd.Series(names, dtype=object)).steps)


def test_a_hotspot_class_of_another_name_is_refused():
    with pytest.raises(KeyError):
        classify_hotspots(pd.Series(["hot"]))


def test_a_suppressed_count_has_a_sign_and_a_line_of_its_own():
    counts = pd.Series([np.nan, 10.0, 15.0, 25.0, np.nan], index=list("abcde"))
    assessable = pd.Series([True] * 4 + [False], index=counts.index)
    classes = mark_suppressed(classify(counts, assessable, step=5), counts, least_shown=10)
    assert "".join(classes.steps) == "s034x"
    assert dict(classes.labels)["s"].startswith("not shown: under 10")
    assert "Counts under 10 are not shown" in classes.basis


def test_limits_of_rounded_counts_are_multiples_of_five():
    counts = pd.Series(np.arange(10.0, 2010.0, 5)[:150])
    limits = find_limits(counts, step=5)
    assert all(limit % 5 == 0 for limit in limits.limits)
    starts = [int(words.split(" to ")[0].replace(",", "")) for _, words in limits.labels]
    assert all(start % 5 == 0 for start in starts)
