"""Who has access: stored as hashes, for a time, and for nobody else to read."""

from __future__ import annotations

import os
import stat
from datetime import UTC, date, datetime

import pytest

from geo.exceptions import NothingFound, WrongUsage
from service.access.people import People

NOW = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
TODAY = NOW.date()


@pytest.fixture
def people(tmp_path):
    return People(tmp_path)


def _add(people, name="QGIS", **options):
    return people.add(name, **{"role": "analyst", "days": 30, "now": NOW, "with_token": True, **options})


def test_a_token_is_shown_once_and_only_its_hash_is_stored(people):
    person, token = _add(people)
    assert len(token) >= 43
    assert token not in people.path.read_text(encoding="utf-8")
    assert people.by_token(token, today=TODAY) == person
    if os.name == "posix":
        assert stat.S_IMODE(people.path.stat().st_mode) == 0o600


def test_access_ends_after_its_last_day(people):
    person, token = _add(people)
    assert person.expires_on == date(2026, 12, 29)
    assert people.by_token(token, today=person.expires_on)
    assert people.by_token(token, today=date(2026, 12, 30)) is None


def test_a_new_access_takes_the_place_of_the_old_one(people):
    _, old = _add(people)
    _, new = _add(people, "qgis", role="viewer")
    assert [one.role for one in people.all()] == ["viewer"]
    assert people.by_token(old, today=TODAY) is None
    assert people.by_token(new, today=TODAY)


def test_a_name_with_a_token_is_not_signed_in_by_a_proxy(people):
    _add(people, "QGIS")
    _add(people, "a.khan", with_token=False)
    assert people.by_name("QGIS", today=TODAY) is None
    assert people.by_name("A.Khan", today=TODAY)
    assert people.by_token("", today=TODAY) is None


def test_revoking_is_seen_by_a_service_that_runs(people, tmp_path):
    _, token = _add(people)
    running = People(tmp_path)
    assert running.by_token(token, today=TODAY)
    people.revoke("qgis")
    assert running.by_token(token, today=TODAY) is None
    with pytest.raises(NothingFound, match="Nobody called 'someone'"):
        people.revoke("someone")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"role": "admin"}, "no role 'admin'"),
        ({"days": 0}, "for 0 days"),
        ({"days": 367}, "for 367 days"),
        ({"name": "a\nb"}, "cannot be a name"),
        ({"name": ""}, "cannot be a name"),
    ],
)
def test_what_cannot_be_given_is_refused(people, change, said):
    with pytest.raises(WrongUsage, match=said):
        _add(people, **change)
