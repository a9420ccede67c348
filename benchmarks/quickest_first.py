"""Run mutmut so that a mutant meets its quickest tests first, and a busy machine cannot end it; see `mutation`.

mutmut keeps the tests of a function as a set and stops at the first that fails: in no order, a mutant may run tests of
seconds before the one of milliseconds that notices it. It also ends a mutant after a time on the clock, and counts
that as noticed: on a busy machine this would flatter the score, so here only processor time ends one. The tests that
chart which function they reach have just passed, so they are not run a second time before the first mutant.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from mutmut import __main__ as program
from mutmut.state import state
from mutmut.workers import isolation

CHART = Path("mutants") / "mutmut-stats.json"


def make_runner(most_at_once: int) -> Any:
    """The runner of mutmut, with the tests of each mutant in order of their time."""
    runner = _runner_of_mutmut(most_at_once)
    submit = runner.submit

    def submit_quickest_first(mutant: str, tests: list[str], *limits: Any) -> None:
        submit(mutant, sorted(tests, key=lambda test: (state().duration_by_test[test], test)), *limits)

    runner.submit = submit_quickest_first
    if not CHART.exists():
        runner.run_clean_tests = lambda tests: 0
    return runner


_runner_of_mutmut = program.get_mutant_runner

if __name__ == "__main__":
    program.get_mutant_runner = make_runner
    isolation.register_timeout = lambda *_: None
    program._run(sys.argv[1:], 1)
