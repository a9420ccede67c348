"""Names: a public function that nothing of ours calls is declared, and no name is a word that only its author understands."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from docs_build.rooms import PACKAGES, ROOT, modules_in


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


# Words that say nothing without their author: what is given, kept or said is named instead (arguments, cache, message).
UNCLEAR = {
    "asked", "counted", "given", "held", "hope", "hopes", "keep", "kept", "listed", "lot", "made", "packed",
    "reading", "said", "seek", "shown", "since", "sought", "surrounded", "told", "unneeded", "wanted", "whole", "written",
}  # fmt: skip
CODE = (*PACKAGES, "docs_build", "benchmarks")
# Names that users know: options and columns of the register, keys of the configuration, and forms of the same thing.
KNOWN_TO_USERS = {
    "Designation.since", "ImpactArea.since", "SeenAgain.keep", "decision_words.since", "import_designations.since",
    "take.since",
}  # fmt: skip


def unclear_names(root: Path) -> list[str]:
    """Modules, classes, functions, parameters and fields whose whole name is one of the unclear words."""
    found = []
    for path in sorted(path for package in CODE for path in (root / package).rglob("*.py")):
        name = ".".join(path.relative_to(root).with_suffix("").parts)
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = [path.stem, *(one for node in ast.walk(tree) for one in _names_of(node))]
        found += [
            f"{name}: {one}"
            for one in names
            if one.split(".")[-1].strip("_").lower() in UNCLEAR and one not in KNOWN_TO_USERS
        ]
    return found


def _names_of(node: ast.AST) -> list[str]:
    if isinstance(node, ast.ClassDef):
        fields = [one.target for one in node.body if isinstance(one, ast.AnnAssign)]
        return [node.name, *(f"{node.name}.{one.id}" for one in fields if isinstance(one, ast.Name))]
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        taken = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        return [node.name, *(f"{node.name}.{one.arg}" for one in taken)]
    return []


def test_no_name_is_a_word_that_only_its_author_understands():
    assert unclear_names(ROOT) == []


@pytest.mark.parametrize(
    ("module", "text", "told"),
    [
        ("kept", "X = 1\n", "geo.kept: kept"),
        ("a", "def _whole(x): ...\n", "geo.a: _whole"),
        ("a", "def sum_counts(x, *, given=1): ...\n", "geo.a: sum_counts.given"),
        ("a", "class Sought: ...\n", "geo.a: Sought"),
        ("a", "class Layer:\n    said: str\n", "geo.a: Layer.said"),
    ],
)
def test_a_planted_unclear_name_is_caught(tmp_path, module, text, told):
    (tmp_path / "geo").mkdir()
    (tmp_path / "geo" / f"{module}.py").write_text(text)
    assert unclear_names(tmp_path) == [told]
