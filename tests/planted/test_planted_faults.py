"""Faults planted one by one in `geo`: the tests notice each, and a change of nothing is no fault."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.planted.faults import FAULTS, ROOT


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.path}:{fault.old}")
def test_every_fault_still_fits_the_code(fault):
    assert (ROOT / fault.path).read_text(encoding="utf-8").count(fault.old) == 1
    assert all((ROOT / test).exists() for test in fault.tests)


def test_the_faults_that_once_went_unnoticed_are_noticed():
    command = [sys.executable, "-m", "tests.planted", "--few"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert ran.stdout.count("survived") == 1
    assert "5 of 6 faults caught" in ran.stdout
