"""Work in a second process: the same answers, the same refusals, and nothing left behind."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import threading
import time

import pytest

from geo.exceptions import InputRefused, NothingFound, SeveralRefused
from maps.text.phrases import number
from service.build.second_process import SameProcess, may_be_copied, second_process

REFUSAL = SeveralRefused(
    [InputRefused("3 areas lie nowhere", "Mend them"), NothingFound("There are no months", "Wait")]
)


def refuse() -> None:
    raise REFUSAL


def test_here_a_call_is_made_once_and_not_before_it_is_asked_for():
    made: list[int] = []
    put = SameProcess().submit(made.append, 1)
    assert made == []
    put.result()
    put.result()
    assert made == [1]


def test_here_a_fault_travels_as_it_is():
    with pytest.raises(InputRefused, match="lie nowhere"):
        SameProcess().submit(refuse).result()


def test_second_process_answers_and_refuses_in_its_turn():
    with second_process() as helper:
        elsewhere, words, refused = helper.submit(os.getpid), helper.submit(number, 1234), helper.submit(refuse)
        assert elsewhere.result() != os.getpid()
        assert words.result() == "1,234"
        with pytest.raises(InputRefused) as told:
            refused.result()
    assert str(told.value) == str(REFUSAL)
    assert [type(one) for one in told.value.refusals] == [InputRefused, NothingFound]
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize("fault", [RuntimeError, KeyboardInterrupt])
def test_second_process_ends_with_a_block_that_fails(fault):
    with pytest.raises(fault), second_process() as helper:
        helper.submit(os.getpid).result()
        helper.submit(time.sleep, 600)
        raise fault
    assert multiprocessing.active_children() == []


COPIED = """
import os, sys
from service.build.second_process import may_be_copied, second_process
assert may_be_copied()
with second_process("colorsys", copied=True) as helper:
    assert "colorsys" in sys.modules
    print(helper.submit(os.getpid).result() != os.getpid(), helper.submit(len, "abc").result())
    try:
        helper.submit(int, "no number").result()
    except ValueError as fault:
        print(fault)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only there a process may be copied")
def test_a_copy_answers_and_refuses_in_its_turn():
    done = subprocess.run([sys.executable, "-W", "error", "-c", COPIED], capture_output=True, text=True, timeout=60)
    assert done.stderr == ""
    assert done.stdout.splitlines() == ["True 3", "invalid literal for int() with base 10: 'no number'"]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere it never may")
def test_a_process_with_a_thread_is_not_copied():
    going = threading.Event()
    beside = threading.Thread(target=going.wait)
    beside.start()
    try:
        assert not may_be_copied()
    finally:
        going.set()
        beside.join()
