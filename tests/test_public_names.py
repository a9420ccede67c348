"""A public function that nothing of ours calls is declared: its room lists it, or says so in its docstring."""

from __future__ import annotations

import re
from pathlib import Path

from docs_build.rooms import ROOT, modules_in


def unused_names(root: Path) -> list[str]:
    """Public functions and classes that nothing of ours names outside their module, their room's list included."""
    texts = {name: path.read_text(encoding="utf-8") for name, path in modules_in(root).items()}
    words = {name: set(re.findall(r"\w+", text)) for name, text in texts.items()}
    found = []
    for name, text in texts.items():
        public = re.findall(r"(?m)^(?:def|class) ([A-Za-z]\w*)", text)
        elsewhere = set().union(*(said for other, said in words.items() if other != name))
        found += [
            f"{name}.{one}" for one in public if one not in elsewhere and len(re.findall(rf"\b{one}\b", text)) == 1
        ]
    return found


def test_what_only_tests_use_is_a_public_name_of_its_room():
    assert unused_names(ROOT) == []


def test_a_planted_function_that_nothing_uses_is_caught(tmp_path):
    (tmp_path / "geo").mkdir()
    (tmp_path / "geo" / "a.py").write_text("def lonely():\n    return 1\n\n\ndef used():\n    return 1\n")
    (tmp_path / "geo" / "b.py").write_text("from geo.a import used\n\nANSWER = used()\n")
    assert unused_names(tmp_path) == ["geo.a.lonely"]
