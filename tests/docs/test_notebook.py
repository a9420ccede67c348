"""The examples for notebooks run as they are printed."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "notebook-statistics.md"


def run_examples(text: str) -> doctest.TestResults:
    """Run every block of a page, one after the other, in the same names."""
    names: dict[str, object] = {}
    runner = doctest.DocTestRunner(verbose=False)
    for number, block in enumerate(re.findall(r"^```python\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)):
        test = doctest.DocTestParser().get_doctest(block, names, f"block {number}", None, 0)
        runner.run(test, clear_globs=False)
        names = test.globs
    return runner.summarize(verbose=False)


def test_examples_give_what_the_page_says():
    results = run_examples(PAGE.read_text(encoding="utf-8"))
    assert results.attempted > 40
    assert results.failed == 0


def test_a_wrong_example_is_noticed(capsys):
    assert run_examples("```python\n>>> 1 + 1\n3\n```\n").failed == 1
    assert "Expected:\n    3" in capsys.readouterr().out
