"""A refusal is two sentences, each with one full stop, and travels whole."""

from __future__ import annotations

import pickle

import pytest

from geo.exceptions import InputRefused, SeveralRefused, raise_together

ONE, TWO = InputRefused("..a.csv is empty.", "Give rows"), InputRefused("b.csv is empty", "Give rows.")


def test_two_sentences():
    assert str(ONE) == "..a.csv is empty. Give rows."
    assert (TWO.problem, TWO.remedy) == ("b.csv is empty", "Give rows")


@pytest.mark.parametrize("refusal", [ONE, SeveralRefused([ONE, TWO])])
def test_a_refusal_comes_back_from_another_process_as_it_was(refusal):
    again = pickle.loads(pickle.dumps(refusal))
    assert (type(again), str(again)) == (type(refusal), str(refusal))


def test_none_one_and_several_are_raised_together():
    raise_together([])
    with pytest.raises(InputRefused) as one:
        raise_together([ONE])
    assert one.value is ONE
    with pytest.raises(SeveralRefused, match=r"2 faults: \(1\) ..a.csv is empty: Give rows; \(2\) b.csv is empty"):
        raise_together([ONE, TWO])
