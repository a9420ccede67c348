"""Every fault of a configuration is reported in words that a planner can act on."""

from __future__ import annotations

import tomllib
from copy import deepcopy

import pytest

from geo.exceptions import ConfigurationRefused
from service.build.method_words import describe_choices
from service.settings import check_settings, read_settings
from tests.service.settings.smallest import SMALLEST

GOOD = tomllib.loads(SMALLEST)


def _changed(path, value):
    content = deepcopy(GOOD)
    *parents, last = path
    inner = content
    for parent in parents:
        inner = inner.setdefault(parent, {}) if isinstance(parent, str) else inner[parent]
    inner[last] = value
    return content


def test_defaults_are_those_of_the_methods():
    settings = check_settings(GOOD, name="t.toml")
    assert settings.analysis.weights == {"crime": 0.25, "demand": 0.25, "deprivation": 0.25, "harm": 0.25}
    assert (settings.candidates.per_npu, settings.candidates.max_areas, settings.candidates.max_residents) == (
        3,
        10,
        20_000,
    )
    assert settings.harm.leave_out == ("Drugs", "Possession of weapons")
    assert settings.demand.calls["P1"] == 3.0


WEIGHTS = {"crime": 0.25, "demand": 0.25, "deprivation": 0.25, "harm": 0.25}
FAULTS = [
    (("force", "nmae"), "x", "unknown key 'force.nmae', did you mean 'name'?"),
    (("candidate",), {}, "unknown key 'candidate', did you mean 'candidates'?"),
    (("npus", 0, "memebers"), {}, "unknown key 'npus.0.memebers', did you mean 'members'?"),
    (("force", "area_vintage"), 2001, "'force.area_vintage' is 2001: input should be 2011 or 2021"),
    (
        ("incidents", 0, "kind"),
        "excel",
        "'incidents.0.kind' is 'excel': input should be 'police_uk_csv', 'police_uk_api'",
    ),
    (("npus", 1, "code"), "N", "the unit code N is given twice; give each unit its own code"),
    (("analysis", "strand_weights"), {**WEIGHTS, "crime": -1.0}, "is -1.0: input should be greater than or equal to 0"),
    (("analysis", "strand_weights"), {**WEIGHTS, "harm": float("nan")}, "is nan: input should be a finite number"),
    (("analysis", "strand_weights"), dict.fromkeys(WEIGHTS, 0.0), "strand_weights are all zero"),
    (("analysis", "strand_weights"), {**WEIGHTS, "crime": 0.5}, "strand_weights sum to 1.25, not to 1"),
    (("analysis", "strand_weights"), {"crime": 1.0}, "strand_weights lacks demand, deprivation, harm"),
    (("analysis", "first_month"), "2024-13", "'2024-13' is not a month; write it as 2024-09"),
    (("candidates", "max_areas"), 0, "'candidates.max_areas' is 0: input should be greater than or equal to 1"),
]


@pytest.mark.parametrize(("path", "value", "told"), FAULTS, ids=[told for _, _, told in FAULTS])
def test_a_fault_is_told_in_plain_words(path, value, told):
    with pytest.raises(ConfigurationRefused) as refused:
        check_settings(_changed(path, value), name="t.toml")
    assert told in str(refused.value)
    assert refused.value.problem.startswith("t.toml: ")
    assert "impact-areas init DIR" in refused.value.remedy


def test_all_faults_are_told_at_once():
    content = _changed(("force", "nmae"), "x")
    del content["population"]["edition"]
    with pytest.raises(ConfigurationRefused) as refused:
        check_settings(content, name="t.toml")
    assert "force.nmae" in str(refused.value)
    assert "'population.edition' is missing" in str(refused.value)


def test_weights_can_be_normalised_on_request():
    content = _changed(("analysis", "strand_weights"), {"crime": 2, "demand": 1, "deprivation": 1, "harm": 0})
    content["analysis"]["normalise_weights"] = True
    weights = check_settings(content, name="t.toml").analysis.weights
    assert weights == {"crime": 2 / 4, "demand": 1 / 4, "deprivation": 1 / 4, "harm": 0.0}


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(ConfigurationRefused, match="There is no configuration at"):
        read_settings(tmp_path / "none.toml")


def test_text_that_is_not_toml_is_told_with_its_line(tmp_path):
    path = tmp_path / "bad.toml"
    path.write_text("[force\nname = 1", encoding="utf-8")
    with pytest.raises(ConfigurationRefused, match=r"'bad\.toml' is not valid TOML: .*line 1"):
        read_settings(path)


def written(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "t.toml"
    path.write_bytes(text.encode(encoding))
    return path


def test_a_byte_order_mark_is_no_fault(tmp_path):
    with pytest.raises(ConfigurationRefused, match="'force' is missing"):
        read_settings(written(tmp_path, "a = 1", "utf-8-sig"))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('files = ["crime\\*.csv"]', "Write paths with a forward slash"),
        ('file = "crime\\new.csv"', "contains a control character, because a backslash in quotes begins one"),
        ("name = \u201cForce\u201d", "line 1 contains curly quotes. Write straight quotes"),
        ("name = ", "Correct that line"),
    ],
)
def test_habits_of_windows_and_of_typing_programs_are_explained(tmp_path, line, words):
    with pytest.raises(ConfigurationRefused) as caught:
        read_settings(written(tmp_path, line))
    assert words in str(caught.value)


def test_units_whose_codes_differ_only_in_capitals_are_refused():
    with pytest.raises(ConfigurationRefused, match="the unit codes N and n differ only in capitals"):
        check_settings(_changed(("npus", 1, "code"), "n"), name="t.toml")


def test_a_configuration_in_another_encoding_is_told(tmp_path):
    path = tmp_path / "latin.toml"
    path.write_bytes('[force]\nname = "Café"\n'.encode("latin-1"))
    with pytest.raises(ConfigurationRefused, match="cannot be read as text"):
        read_settings(path)


def test_need_is_scored_by_default_as_the_methods_say():
    need = check_settings(GOOD, name="t.toml").need
    assert (need.normalisation, need.aggregation, need.per, need.rank_draws) == ("rank", "arithmetic", "area", 10_000)
    assert need.deprivation_domains == ("income", "employment", "education", "health", "barriers", "environment")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"normalisation": "z", "aggregation": "geometric"}, "negative scores, which have no geometric mean"),
        ({"normalisation": "log"}, "'need.normalisation' is 'log'"),
        ({"deprivation_domains": ["income", "crim"]}, "'need.deprivation_domains.1' is 'crim'"),
        ({"deprivation_domains": ["income", "income"]}, "names a domain twice"),
        ({"deprivation_domains": []}, "at least 1 item"),
        ({"rank_draws": 999}, "greater than or equal to 10000"),
        ({"normalization": "z"}, "did you mean 'normalisation'"),
    ],
)
def test_a_need_index_that_makes_no_sense_is_refused(change, told):
    with pytest.raises(ConfigurationRefused, match=told):
        check_settings(_changed(("need",), change), name="t.toml")


def test_what_is_not_the_default_way_of_scoring_need_is_said():
    said = describe_choices(
        check_settings(_changed(("need",), {"aggregation": "geometric", "per": "hectare"}), name="t").need
    )
    assert [sentence.split(":")[0] for sentence in said] == [
        "Strands are joined by a geometric mean",
        "Crime, demand and harm enter need per hectare, not as counts.",
    ]
    assert describe_choices(check_settings(GOOD, name="t").need) == ()


def test_the_caution_on_harm_follows_the_weights_and_their_edition_names_them():
    def harm(text):
        return check_settings(tomllib.loads(f"{SMALLEST}[harm]\n{text}\n"), name="t.toml")

    own = "weights = { Burglary = 10 }"
    assert harm(f'edition = "Ours, 2026"\n{own}').harm_cautions() == ()
    # another name does not make the default weights one's own
    assert "derived from the offences of West Midlands Police" in harm('edition = "Ours, 2026"').harm_cautions()[0]
    with pytest.raises(ConfigurationRefused, match="weights are your own, and edition still names"):
        harm(own)
