"""Phrases that readers stumbled over stay out of documentation, docstrings, comments, messages and SQL."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
READ = ("docs", "docs_build", "geo", "queries", "maps", "service", "data_samples", "benchmarks")
PAGES = ("README.md", "CONTRIBUTING.md")
ENDINGS = (".py", ".sql", ".md", ".toml", ".html", ".js")
# Files that list what not to write.
LISTS = ("tests/docs/test_english.py", "tests/test_three_words.py")
# What not to write (a pattern, any case), and what to write instead.
BANNED = {
    r"beyond chance": "a hotspot; no hotspot; changed; no clear change",
    r"\bluck\b": "chance",
    r"\bwish(?:es|ed)?\b": "choice, limits",
    r"\bpric(?:e|es|ed)\b": "cost",
    r"\bworth\b": "total need, or leave it out",
    r"\bsurely\b": "in every ranking tested",
    r"\btold\b(?! apart)": "named, given, reported, called with",
    r"\bspoken for\b": "name who decided",
    r"\bof one's own\b": "your own, the force's own",
    r"\bthereof\b": "of it",
    r"\bwhereby\b": "by which",
    r"\bsuch as are\b": "such as",
    r"\bin force\b": "current, active",
    r"\bbelieved\b": "used, trusted",
    r"\bnobody's\b": "expected without any action",
    r"\bspeaks? against\b": "reasons for caution",
    r"what chance would explain": "no hotspot here",
    r"stand far enough above": "are far enough above",
    r"would cost \S+ of what the place": "would lower the place's total need by",
    r"\bquieter than chance\b": "clearly quieter than average",
    r"by what the police look for": "crime found by police activity",
    r"nothing of what was looked at": "none found",
    r"\bst(?:ands?|ood)\b(?! for\b)": "is, ranks, is shown, is used; only a sign stands for something",
    r"\b(?:holds?|held)\b": "has, contains, covers, is current, compares with",
    r"\bvintages?\b": "census year (2011 or 2021), edition",
    r"\bbears? (?:up)?on\b": "matters for",
    r"\basks? back\b|\basked back\b": "refuses at first",
    r"\bso far as\b": "if, where",
    r"\bamounts? to\b": "is, sums up",
}
# Where a phrase is right: the lines that contain these words are passed over.
ALLOWED = {
    "constituencies in force": "a law is in force",
    "Branch-and-price": "the title of a paper",
    "not beyond chance: none of its": "quoted in places-measured.md from builds before the words changed",
    "others worth more": "a value of candidate_left_out.reason_kind, which readers of the store may rely on",
    "that stands on a later row": "a reason in rejects, which readers of the store may rely on",
    "holds a NUL byte": "the same",
    "holds on all": "a value of hotspots.holds_on",
    "hold on all": "the same",
    "holds on some": "the same",
    "holds_on": "the column of that name",
    "held out": "a statistician's term: months held out of the fit",
    "hold out": "the same",
    "hold some out": "the same",
    "It holds": "a statistician's term: a test holds its size",
    "holds its size": "the same",
    "hold their size": "the same",
    "Python's lock": "a programmer's term: a thread holds a lock",
    "hold the locks": "the same",
    'vintage = "2021"': "a column of a publisher's lookup",
    "held : ": "the name of a parameter",
    "(?:held|open) in": "words of DuckDB's own message",
}
# Where a word is a term of the field.
TERMS = {
    ("geo/candidates", r"\bpric(?:e|es|ed)\b"): "prices of a linear programme (dual values)",
    ("docs/explanation/candidates.md", r"\bpric(?:e|es|ed)\b"): "the same",
}


def prose_of(path: Path) -> Iterator[tuple[int, str]]:
    """Each line that a person reads, with its number: no identifiers, no code of Markdown."""
    text = path.read_text(encoding="utf-8")
    readers = {".py": _prose_of_python, ".sql": _prose_of_sql, ".md": _prose_of_markdown, ".js": _prose_of_script}
    reader = readers.get(path.suffix, _every_line)
    if path.is_relative_to(ROOT / "tests"):
        reader = _docstrings
    for number, part in reader(text):
        yield from enumerate(part.splitlines(), start=number)


def _prose_of_python(text: str) -> Iterator[tuple[int, str]]:
    """Comments, docstrings and texts; not what stands in the braces of an f-string."""
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value:
            yield node.lineno, re.sub(r"``[^`]*``|`[^`]*`", "", node.value)


def _prose_of_sql(text: str) -> Iterator[tuple[int, str]]:
    """Comments, and what COMMENT ON says."""
    for number, line in enumerate(text.splitlines(), start=1):
        if found := re.search(r"(--.*)|COMMENT ON .*? IS ('.*')", line):
            yield number, found[1] or found[2]


def _prose_of_markdown(text: str) -> Iterator[tuple[int, str]]:
    """Everything but code."""
    blank = re.sub(r"^ *```.*?^ *```", lambda code: "\n" * code[0].count("\n"), text, flags=re.DOTALL | re.MULTILINE)
    yield 1, re.sub(r"`[^`\n]*`", "", blank)


def _prose_of_script(text: str) -> Iterator[tuple[int, str]]:
    """Comments, and texts with a space in them."""
    for number, line in enumerate(text.splitlines(), start=1):
        comment = re.search(r"(?:^|\s)//\s(.*)", line)
        texts = re.findall(r'"([^"]* [^"]*)"|`([^`]* [^`]*)`', line)
        yield from ((number, part) for part in [comment[1] if comment else "", *(a or b for a, b in texts)] if part)


def _docstrings(text: str) -> Iterator[tuple[int, str]]:
    """Docstrings alone: other texts of a test are what the program is to say, or must not."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and (found := ast.get_docstring(node)):
            yield node.body[0].lineno, re.sub(r"``[^`]*``|`[^`]*`", "", found)


def _every_line(text: str) -> Iterator[tuple[int, str]]:
    yield 1, text


def files() -> list[Path]:
    """Every file that is read by people; vendored code is left out, and sentences of pages, which are read on pages."""
    found = [ROOT / page for page in PAGES]
    for folder in READ:
        found += [path for path in sorted((ROOT / folder).rglob("*")) if path.suffix in ENDINGS]
    found += sorted((ROOT / "tests").rglob("*.py"))
    return [
        path
        for path in found
        if not {"__pycache__", "vendored", "sentences"} & set(path.parts)
        and path.relative_to(ROOT).as_posix() not in LISTS
    ]


def stumbles(path: Path) -> list[str]:
    """What a reader would stumble over in a file."""
    return [
        f"{path.relative_to(ROOT)}:{number}: {found[0]!r}; write: {better}"
        for number, line in prose_of(path)
        if not any(words in line for words in ALLOWED)
        for pattern, better in BANNED.items()
        if not any(where in str(path) and pattern == term for where, term in TERMS)
        if (found := re.search(pattern, line, flags=re.IGNORECASE))
    ]


def test_nothing_makes_a_reader_stumble():
    found = [one for path in files() for one in stumbles(path)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("name", "text", "count"),
    [
        ("a.md", "It stands here, holds much, of one vintage.\n\n`*` stands for any part. It holds its size.\n", 3),
        ("a.md", "A wish of `luck`.\n```\nluck\n```\n", 1),
        ("a.py", '"""Luck is told."""\nluck = told = 1  # in force\n', 3),
        ("a.sql", "SELECT worth -- worth it\nFROM told;\nCOMMENT ON TABLE luck IS 'The price';\n", 2),
        ("a.py", 'text = f"{wish} costs {price:.1f}"\n', 0),
        ("a.js", 'const wish = 1; // a wish\nsay("luck is told");\n', 3),
        ("tests/a.py", '"""Luck."""\n\n\ndef test_luck():\n    """A wish."""\n    assert "told by luck"\n', 2),
    ],
)
def test_a_planted_phrase_is_found(tmp_path, monkeypatch, name, text, count):
    monkeypatch.setitem(globals(), "ROOT", tmp_path)
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert len(stumbles(tmp_path / name)) == count
