"""Progress speaks only where somebody watches, and only of what takes long."""

from __future__ import annotations

import io
import sys
import time

import pytest

from service.cli import output as printing
from service.cli.output import Voice


class Screen(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def progress(monkeypatch, stream, voice, *, wait_s, lasts_s):
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(printing, "WAIT_S", wait_s)
    monkeypatch.setenv("TERM", "xterm")
    with voice.steps() as steps:
        steps("Reading incidents")
        time.sleep(lasts_s)
        steps("Drawing pages")
    return stream.getvalue()


def test_a_long_job_names_its_step_on_a_terminal(monkeypatch):
    said = progress(monkeypatch, Screen(), Voice(), wait_s=0.01, lasts_s=0.4)
    assert "Reading incidents" in said


@pytest.mark.parametrize(
    ("stream", "voice", "wait_s"),
    [(Screen(), Voice(), 30), (io.StringIO(), Voice(), 0.01), (Screen(), Voice(quiet=True), 0.01)],
    ids=["short job", "no terminal", "quiet"],
)
def test_otherwise_nothing_is_said(monkeypatch, stream, voice, wait_s):
    assert progress(monkeypatch, stream, voice, wait_s=wait_s, lasts_s=0.1) == ""


def test_debug_names_every_step_with_its_time(monkeypatch):
    said = progress(monkeypatch, io.StringIO(), Voice(debug=True), wait_s=30, lasts_s=0)
    assert [line.partition(" s  ")[2] for line in said.splitlines()] == ["Reading incidents", "Drawing pages"]
