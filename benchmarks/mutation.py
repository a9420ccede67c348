"""How many small faults in `geo` the tests notice: a seeded sample of mutants, run by mutmut; `make mutation`.

mutmut changes one thing in one function at a time (an operator, a number, an argument) and runs the tests that reach
that function; a mutant that no test notices has survived. Mutants that only change the words of an error, or whether
`zip` insists on equal lengths (they are equal, or the program is wrong elsewhere), are left out, and so are tests that
take seconds each: the score is a lower bound. mutmut makes no mutant of a constant outside functions: `tests/planted`
plants those.
"""

from __future__ import annotations

import argparse
import ast
import functools
import itertools
import json
import os
import random
import re
import shutil
import subprocess
import sys
import textwrap
import time
from collections import Counter
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from benchmarks.measure import RESULTS, machine

ROOT = Path(__file__).parent.parent
COPIED = ("geo", "queries", "tests/geo", "tests/conftest.py", "pyproject.toml")
SAMPLE = 280
SEED = 11
STATUS = {0: "survived", 33: "no test", 24: "timeout", 36: "timeout", 152: "timeout", 255: "timeout"}


def main() -> None:
    """Sample, run, keep the score; with ``--again``, run only those that survived last time and add up."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--folder", type=Path, default=ROOT / "build" / "mutation", help="where the mutants are made")
    asked.add_argument("--sample", type=int, default=SAMPLE, help="how many mutants")
    asked.add_argument("--seed", type=int, default=SEED)
    asked.add_argument("--again", type=Path, help="an earlier result: run only those of its mutants that survived")
    asked.add_argument("--out", type=Path, default=RESULTS / "mutation.json")
    given = asked.parse_args()
    os.nice(10)
    started = time.perf_counter()
    copy_tree(given.folder)
    make_mutants(given.folder)
    earlier = json.loads(given.again.read_text(encoding="utf-8"))["latest"]["mutants"] if given.again else {}
    chosen = list(earlier) or sample_mutants(given.folder / "mutants", size=given.sample, seed=given.seed)
    found = run_mutants(given.folder, [name for name in chosen if earlier.get(name) not in {"killed", "timeout"}])
    kept = describe(earlier | found) | {
        "seed": given.seed,
        "seconds": round(time.perf_counter() - started),
        "mutmut": version("mutmut"),
        "machine": machine(),
    }
    history = json.loads(given.out.read_text(encoding="utf-8")) if given.out.exists() else {}
    given.out.write_text(json.dumps(history | {"latest": kept}, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    sys.stdout.write(f"{kept['killed']} of {kept['sample']} mutants noticed: {kept['score']:.1%}\n")


def copy_tree(folder: Path) -> None:
    """Copy what mutmut needs, leaving files alone that have not changed: it makes their mutants once."""
    for part in COPIED:
        for path in [ROOT / part] if (ROOT / part).is_file() else sorted((ROOT / part).rglob("*")):
            target = folder / path.relative_to(ROOT)
            if path.is_dir() or "__pycache__" in path.parts:
                continue
            if not target.exists() or target.read_bytes() != path.read_bytes():
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)


def make_mutants(folder: Path) -> None:
    """Let mutmut write every mutant of `geo`."""
    code = "from mutmut.__main__ import create_mutants; create_mutants(1)"
    subprocess.run([sys.executable, "-W", "ignore", "-c", code], cwd=folder, check=True, stdout=subprocess.DEVNULL)


def sample_mutants(mutants: Path, *, size: int, seed: int) -> list[str]:
    """Mutants drawn from each room of `geo`, in proportion to how many it has."""
    rooms: dict[str, list[str]] = {}
    for path in sorted((mutants / "geo").rglob("*.meta")):
        names = json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"]
        rooms.setdefault(path.relative_to(mutants / "geo").parts[0], []).extend(names)
    every = sum(map(len, rooms.values()))
    chance = random.Random(seed)
    shuffled = {room: chance.sample(names, len(names)) for room, names in rooms.items()}
    return [
        name
        for room, names in shuffled.items()
        for name in itertools.islice(
            (name for name in names if changes_more_than_words(mutants, name)), round(size * len(rooms[room]) / every)
        )
    ]


def changes_more_than_words(mutants: Path, name: str) -> bool:
    """Whether a mutant does something else, not only says something else when it refuses."""
    module, _, function = name.rpartition(".")
    path = mutants / f"{module.replace('.', '/')}.py"
    mutant, original = (_function(path, one) for one in (function, re.sub(r"\d+$", "orig", function)))
    return _without_words(mutant) != _without_words(original)


def _function(path: Path, name: str) -> ast.FunctionDef:
    """One of the many copies of a function in a file of mutants, read alone: the whole of it may have 20,000 lines."""
    lines, spans = _lines(path)
    first, last = spans[name]
    found = ast.parse(textwrap.dedent("\n".join(lines[first - 1 : last]))).body[0]
    assert isinstance(found, ast.FunctionDef), f"{path} has no function {name} at line {first}"
    return found


@functools.cache
def _lines(path: Path) -> tuple[list[str], dict[str, list[int]]]:
    spans = json.loads(path.with_suffix(".py.spans").read_text(encoding="utf-8"))["spans"]
    return path.read_text(encoding="utf-8").split("\n"), spans


def _without_words(function: ast.FunctionDef) -> str:
    """What a function does, whatever it says when it refuses, and whatever it insists on of its own."""
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "zip":
            node.keywords = []
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            node.exc.args, node.exc.keywords = [], []
    return "\n".join(ast.unparse(statement) for statement in function.body)


def run_mutants(folder: Path, names: Sequence[str]) -> dict[str, str]:
    """What became of each mutant: killed, survived, timeout, no test."""
    command = [sys.executable, "-P", "-W", "ignore", str(Path(__file__).with_name("quickest_first.py")), *names]
    one_thread = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
    ended = subprocess.run(
        command, cwd=folder, env=os.environ | one_thread, check=False, capture_output=True, text=True
    )
    codes: dict[str, int | None] = {}
    for meta in (folder / "mutants" / "geo").rglob("*.meta"):
        codes |= json.loads(meta.read_text(encoding="utf-8"))["exit_code_by_key"]
    if any(codes.get(name) is None for name in names):
        raise SystemExit(f"mutmut has not run every mutant:\n{ended.stdout[-2000:]}{ended.stderr[-2000:]}")
    return {name: STATUS.get(codes[name] or 0, "killed") for name in names}


def describe(mutants: dict[str, str]) -> dict[str, object]:
    """Score in all and by room, and each mutant by name."""
    noticed = {name: state in {"killed", "timeout"} for name, state in mutants.items()}
    sizes = Counter(name.split(".")[1] for name in mutants)
    killed = Counter(name.split(".")[1] for name, seen in noticed.items() if seen)
    return {
        "sample": len(mutants),
        "killed": sum(noticed.values()),
        "score": round(sum(noticed.values()) / len(mutants), 4),
        "rooms": {room: {"sample": sizes[room], "killed": killed[room]} for room in sorted(sizes)},
        "mutants": dict(sorted(mutants.items())),
    }


if __name__ == "__main__":
    main()
