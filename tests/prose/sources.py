"""What the program says outside its pages: messages of errors, comments of the file that ``init`` writes, documents."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.prose.sentences import split_sentences

ROOT = Path(__file__).parents[2]
PACKAGES = ("geo", "queries", "service")
STARTER = ROOT / "service" / "cli" / "templates" / "starter.toml"
# Pages of the documentation that are made from the code are read there.
MADE = (
    "docs/reference/commands.md",
    "docs/reference/configuration.md",
    "docs/reference/queries.md",
    "docs/reference/tables.md",
)


def messages() -> Iterator[tuple[str, str]]:
    """Where an error is made, and each sentence of it; what it fills in is "ten"."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and _makes_an_error(node):
                    for argument in node.args:
                        for sentence in split_sentences(_text_of(argument)):
                            if len(sentence.split()) >= 3:
                                yield f"{path.relative_to(ROOT)}:{argument.lineno}", sentence


def _makes_an_error(call: ast.Call) -> bool:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    return name.endswith(("Refused", "Error", "Fault", "Invalid", "NotFound", "Problem"))


def _text_of(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "10" for part in node.values)
    if isinstance(node, ast.BinOp):
        return _text_of(node.left) + _text_of(node.right)
    return ""


def starter_comments() -> Iterator[tuple[str, str]]:
    """Comments of the configuration that ``init`` writes, without settings that are commented out."""
    block: list[str] = []
    for line in [*STARTER.read_text(encoding="utf-8").splitlines(), ""]:
        whole, beside = re.match(r"#\s?(.*)", line), re.match(r"[^#]+\s# (.*)", line)
        if whole and not re.match(r"\s*(\[|[\w.\"]+ *= |$)", whole[1]):
            block.append(whole[1])
            continue
        for text in (" ".join(block), beside[1] if beside else ""):
            yield from ((STARTER.name, sentence) for sentence in split_sentences(text))
        block = []


def documents() -> dict[str, list[str]]:
    """Sentences of each page of the documentation, without code and tables."""
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
    named = {page.relative_to(ROOT).as_posix(): page for page in pages}
    return {name: list(_in_markdown(page)) for name, page in named.items() if name not in MADE}


def _in_markdown(page: Path) -> Iterator[str]:
    text = re.sub(r"^ *```.*?^ *```", "\n", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    text = re.sub(r"`[^`\n]*`", "this", text)
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"[*_]{1,2}(\S[^*_\n]*?)[*_]{1,2}", r"\1", text)
    for block in re.split(r"\n\s*\n|\n(?= *(?:[-*+]|\d+\.) )|(?<=\|)\n|(?<=\w)\n(?=#)", text):
        if not block.lstrip().startswith(("|", ":::", "<", "---")):
            yield from split_sentences(re.sub(r"^\s*(?:[-*+]|\d+\.|#+|>) *", "", block))
