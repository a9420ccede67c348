import dataclasses

import pytest

from geo.exceptions import ConfigurationRefused
from geo.measures.harm import HarmWeights, harm_days

MONTHS = """
area_code  month       crime_type              incident_count
z          2024-01-01  Robbery                 2
z          2024-02-01  Shoplifting             30
z          2024-02-01  Drugs                   100
a          2024-01-01  Anti-social behaviour   50
m          2024-01-01  Possession of weapons   1
m          2024-01-01  Call for service P1     9
"""


def test_days_add_up_and_police_generated_types_are_left_out(table):
    days = harm_days(table(MONTHS), HarmWeights())
    assert days.to_dict() == {"a": 0, "m": 0, "z": 2 * 365 + 30 * 1}


def test_nothing_left_out_on_request(table):
    days = harm_days(table(MONTHS), HarmWeights(), leave_out=())
    assert days.to_dict() == pytest.approx({"a": 0, "m": 273.75, "z": 2 * 365 + 30 * 1 + 100 * 3.41})


def test_own_weights(table):
    weights = HarmWeights(edition="ours", days={"Shoplifting": 0.5})
    assert harm_days(table(MONTHS), weights, leave_out=()).to_dict() == {"a": 0, "m": 0, "z": 15}


def test_a_slip_of_spelling_is_refused(table):
    with pytest.raises(ConfigurationRefused, match="leave out Drug, which has no harm weight"):
        harm_days(table(MONTHS), HarmWeights(), leave_out=("Drug",))


def test_no_rows_and_frozen_weights(table):
    assert harm_days(table(MONTHS).iloc[:0], HarmWeights()).empty
    with pytest.raises(dataclasses.FrozenInstanceError):
        HarmWeights().edition = "other"
    with pytest.raises(TypeError):
        HarmWeights().days["Robbery"] = 1.0
