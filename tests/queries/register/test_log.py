"""The file of decisions: nothing that was said to be kept is lost; what was never said is cut off; edits are noticed."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import time

import pytest
from filelock import FileLock

from geo.exceptions import InputRefused, NotAllowed, WorkspaceBusy
from queries.register.log import RegisterLog
from queries.register.register_copies import RegisterCopies

WRITER = """
import sys
from pathlib import Path
from queries.register.log import RegisterLog
log = RegisterLog(Path(sys.argv[1]), wait_s=60)
for count in range(int(sys.argv[2])):
    event = log.append(lambda events: {"event": "reviewed", "reason": "Wörter " * 40})
    print(event["number"], flush=True)
"""


@pytest.fixture
def log(tmp_path):
    return RegisterLog(tmp_path, wait_s=0.05)


def add(log: RegisterLog, text: str) -> None:
    log.append(lambda events: {"event": "reviewed", "reason": text})


def reasons(log: RegisterLog) -> list[str]:
    return [event["reason"] for event in log.read()]


def test_events_come_back_in_order_with_their_numbers(log):
    assert log.read() == ()
    for text in ("one", "två\u2028drei", "three"):
        add(log, text)
    assert [(event["number"], event["reason"]) for event in log.read()] == [
        (1, "one"),
        (2, "två\u2028drei"),
        (3, "three"),
    ]


def test_a_decision_sees_every_event_before_it(log):
    add(log, "one")
    log.append(lambda events: {"event": "reviewed", "reason": f"after {len(events)}"})
    assert reasons(log) == ["one", "after 1"]


def test_a_refused_decision_writes_nothing(log):
    add(log, "one")
    before = log.path.read_bytes()

    def refuse(events):
        raise NotAllowed("No", "Yes")

    with pytest.raises(NotAllowed):
        log.append(refuse)
    assert log.path.read_bytes() == before


def read_copies(log):
    apart = RegisterCopies(log.root)
    return {path: path.read_bytes() for path in (apart.head_file, apart.copy)}


class TestLoss:
    """A register that looks whole by itself, and lacks decisions that were there."""

    @pytest.fixture
    def three(self, log):
        for text in ("one", "two", "three"):
            add(log, text)
        return log

    @pytest.mark.parametrize(
        ("harm", "said"),
        [
            (lambda path: path.unlink(), "is gone"),
            (lambda path: path.write_bytes(b""), "has 0 of at least 3 decisions"),
            (lambda path: path.write_bytes(path.read_bytes().splitlines(keepends=True)[0]), "has 1 of at least 3"),
            (lambda path: path.write_bytes(path.read_bytes()[:-20]), "has 2 of at least 3"),
        ],
    )
    @pytest.mark.parametrize("lost", ["nothing else", "head", "copy", "head and copy"])
    def test_it_is_an_error_that_says_what_is_missing(self, three, harm, said, lost):
        apart = RegisterCopies(three.root)
        manifest = {"register": {"decisions": 3, "chain": three.head().chain}}
        (three.root / "generations" / "CURRENT").write_text("generation-1\n")
        (three.root / "generations" / "generation-1.json").write_text(json.dumps(manifest))
        if "head" in lost:
            apart.head_file.unlink()
        if "copy" in lost:
            apart.copy.unlink()
        harm(three.path)
        for touch in (three.read, three.head, lambda: add(three, "four")):
            with pytest.raises(InputRefused, match=said):
                touch()
        if "copy" not in lost:
            assert three.restore() == 3
            assert reasons(three) == ["one", "two", "three"]
            add(three, "four")

    def test_another_register_in_its_place_is_noticed(self, three, tmp_path):
        other = RegisterLog(tmp_path / "other")
        other.root.mkdir()
        for text in ("a", "b", "c", "d"):
            add(other, text)
        three.path.write_bytes(other.path.read_bytes())
        with pytest.raises(InputRefused, match="is another one: its decision 3 is not the one that was kept"):
            three.read()
        assert three.restore(other.path) == 4  # a person may say that it is this one
        assert reasons(three) == ["a", "b", "c", "d"]

    def test_a_copy_that_is_damaged_is_not_put_back(self, three):
        apart = RegisterCopies(three.root)
        apart.copy.write_bytes(apart.copy.read_bytes().replace(b"two", b"owt"))
        before = three.path.read_bytes()
        with pytest.raises(InputRefused, match=r"Line 2 of .*backup"):
            three.restore()
        assert three.path.read_bytes() == before

    def test_a_writer_that_dies_before_the_head_is_written_loses_nothing(self, log):
        add(log, "one")
        apart = read_copies(log)
        add(log, "two")
        for path, kept in apart.items():
            path.write_bytes(kept)
        assert reasons(log) == ["one", "two"]

    def test_a_decision_that_cannot_be_copied_is_taken_back(self, log, monkeypatch):
        add(log, "one")
        before = log.path.read_bytes()

        def fill(path, content):
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr("queries.register.register_copies.replace_file", fill)
        with pytest.raises(NotAllowed, match="No space left on device; nothing has been decided"):
            add(log, "two")
        assert log.path.read_bytes() == before


def test_a_last_line_torn_at_any_byte_is_passed_over_and_then_cut_off(log):
    add(log, "one")
    whole, apart = log.path.read_bytes(), read_copies(log)
    add(log, "two")
    both = log.path.read_bytes()

    def die_with(content):  # while the line is written, what is kept apart is still that of the one before
        log.path.write_bytes(content)
        for path, kept in apart.items():
            path.write_bytes(kept)

    for end in range(len(whole), len(both) - 1, 7):
        die_with(both[:end])
        assert reasons(log) == ["one"]
        add(log, "again")
        assert reasons(log) == ["one", "again"]
    die_with(whole + b"\0" * 50)  # what some file systems leave after a power cut
    assert reasons(log) == ["one"]


def test_a_line_end_that_an_editor_took_away_loses_nothing(log):
    add(log, "one")
    log.path.write_bytes(log.path.read_bytes().removesuffix(b"\n"))
    assert reasons(log) == ["one"]
    add(log, "two")
    assert reasons(log) == ["one", "two"]


@pytest.mark.parametrize(
    ("edit", "line"),
    [
        (lambda lines: [lines[0].replace(b"one", b"eno"), *lines[1:]], 1),
        (lambda lines: [lines[0], lines[2]], 2),
        (lambda lines: [lines[1], lines[0], lines[2]], 1),
        (lambda lines: [lines[0], lines[0], *lines[1:]], 2),
        (lambda lines: [lines[0], b"not json\n", *lines[1:]], 2),
        (lambda lines: [*lines[:2], b"[1]\n"], 3),
    ],
)
def test_an_edit_is_refused_and_named(log, edit, line):
    for text in ("one", "two", "three"):
        add(log, text)
    log.path.write_bytes(b"".join(edit(log.path.read_bytes().splitlines(keepends=True))))
    for touch in (log.read, lambda: add(log, "four")):
        with pytest.raises(InputRefused, match=f"Line {line} of .* is not what was written"):
            touch()


def test_a_full_disk_leaves_the_file_as_it_was(log, monkeypatch):
    add(log, "one")
    before, write = log.path.read_bytes(), os.write

    def fill(handle, content):
        if len(content) < 20:
            return write(handle, content)
        write(handle, content[:10])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "write", fill)
    with pytest.raises(NotAllowed, match="cannot be written: No space left on device; nothing has been decided"):
        add(log, "two")
    monkeypatch.undo()
    assert log.path.read_bytes() == before


def test_a_writer_that_does_not_finish_is_named(log, tmp_path):
    with (
        FileLock(tmp_path / "register.lock"),
        pytest.raises(WorkspaceBusy, match="is being written by another process"),
    ):
        add(log, "two")


def test_writers_at_once_lose_nothing(tmp_path):
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path), "8"], stdout=subprocess.PIPE) for _ in range(3)
    ]
    told = [int(number) for writer in writers for number in writer.communicate(timeout=60)[0].split()]
    assert sorted(told) == list(range(1, 25))
    assert [event["number"] for event in RegisterLog(tmp_path).read()] == list(range(1, 25))


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is of POSIX")
def test_a_killed_writer_loses_nothing_that_it_told(tmp_path):
    log = RegisterLog(tmp_path)
    for pause_ms in (3, 11, 23):
        before = len(log.read())
        with subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path), "5000"], stdout=subprocess.PIPE) as writer:
            first = writer.stdout.readline()
            time.sleep(pause_ms / 1000)
            writer.send_signal(signal.SIGKILL)
            told = [int(number) for number in (first + writer.stdout.read()).split(b"\n") if number]
        kept = [event["number"] for event in log.read()]
        assert kept == list(range(1, len(kept) + 1))
        assert told
        assert told[0] == before + 1
        assert kept[-1] in (told[-1], told[-1] + 1)  # the last may have been kept and not yet told
    add(log, "after all that")
    assert reasons(log)[-1] == "after all that"
