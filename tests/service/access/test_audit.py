"""The audit log: what is changed, lost or put in is noticed, at its end, too."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from geo.exceptions import InputRefused
from service.access.audit import AuditLog, read_audit, verify_audit

OCTOBER, NOVEMBER = datetime(2026, 10, 31, 23, 59, tzinfo=UTC), datetime(2026, 11, 1, 0, 1, tzinfo=UTC)


@pytest.fixture
def root(tmp_path):
    """Two entries of October and three of November."""
    log = AuditLog(tmp_path)
    for number, at in enumerate([OCTOBER, OCTOBER, NOVEMBER, NOVEMBER, NOVEMBER]):
        log.add({"who": f"person {number}", "status": 200}, at)
    log.close()
    return tmp_path


def _october(root):
    return root / "access" / "audit-2026-10.jsonl"


def _november(root):
    return root / "access" / "audit-2026-11.jsonl"


def _lines(path):
    return path.read_bytes().splitlines(keepends=True)


def test_a_file_a_month_and_one_chain(root):
    assert (len(_lines(_october(root))), len(_lines(_november(root)))) == (2, 3)
    assert verify_audit(root).count == 5
    assert [one["who"] for one in read_audit(root, last=2)] == ["person 3", "person 4"]


@pytest.mark.parametrize(
    "harm",
    [
        lambda lines: [lines[0].replace(b"person 2", b"person 9"), *lines[1:]],
        lambda lines: [lines[0], lines[2]],
        lambda lines: [lines[1], lines[0], lines[2]],
        lambda lines: [lines[0], lines[0], *lines[1:]],
        lambda lines: lines[:2],
        lambda lines: [],
    ],
)
def test_an_entry_changed_lost_exchanged_doubled_or_cut_off_is_noticed(root, harm):
    _november(root).write_bytes(b"".join(harm(_lines(_november(root)))))
    with pytest.raises(InputRefused, match="as evidence"):
        verify_audit(root)


def test_a_month_that_is_gone_is_noticed(root):
    _october(root).unlink()
    with pytest.raises(InputRefused):
        verify_audit(root)


def test_what_was_half_written_is_cut_and_the_chain_goes_on(root):
    with _november(root).open("ab") as stream:
        stream.write(b'{"number":6,"who"')
    log = AuditLog(root)
    log.add({"who": "next", "status": 200}, NOVEMBER)
    log.close()
    assert verify_audit(root).count == 6
    assert json.loads(_lines(_november(root))[-1])["who"] == "next"


def test_entries_after_the_head_was_written_count(root, monkeypatch):
    """The head is a lower bound: a process that is killed leaves it behind the log, never before it."""
    log = AuditLog(root)
    monkeypatch.setattr("service.access.audit.SYNC_S", 1e9)
    log._synced_at = 1e12
    log.add({"who": "late", "status": 200}, NOVEMBER)
    assert verify_audit(root).count == 6
    log.close()


def test_a_disk_that_takes_half_a_line_keeps_none_of_it(root, monkeypatch):
    import service.access.audit as module

    log, write = AuditLog(root), module.os.write
    log.add({"who": "before", "status": 200}, NOVEMBER)
    monkeypatch.setattr("service.access.audit.os.write", lambda handle, line: write(handle, line[: len(line) // 2]))
    with pytest.raises(OSError, match="a part of the line"):
        log.add({"who": "half", "status": 200}, NOVEMBER)
    monkeypatch.undo()
    log.add({"who": "after", "status": 200}, NOVEMBER)
    log.close()
    assert [one["who"] for one in read_audit(root, last=2)] == ["before", "after"]
    assert verify_audit(root).count == 7
