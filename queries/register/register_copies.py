"""Keep the register's head and a copy of it in another place, so that a loss is noticed and repaired.

The head is a lower bound. It is written after the line itself, so that a process that dies in between leaves a register
that has one decision more than the head says, never one less.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Head:
    """Number of decisions, and the hash of the last one; 0 and '' if there is none."""

    decisions: int
    chain: str


NONE = Head(0, "")


@dataclass(frozen=True)
class RegisterCopies:
    """The head and the copy of the register of one workspace."""

    root: Path

    @property
    def head_file(self) -> Path:
        """File of the head, beside the generations."""
        return self.root / "generations" / "register.head"

    @property
    def copy(self) -> Path:
        """File of the copy, written with each decision."""
        return self.root / "backup" / "register.jsonl"

    def expect(self) -> Head:
        """Return the least that the register has to contain: by the head, the current manifest, or the copy."""
        with suppress(OSError, ValueError, KeyError, TypeError):
            return _head(json.loads(self.head_file.read_text(encoding="utf-8")))
        with suppress(OSError, ValueError, KeyError, TypeError):
            name = (self.root / "generations" / "CURRENT").read_text(encoding="utf-8").strip()
            manifest = json.loads((self.root / "generations" / f"{name}.json").read_text(encoding="utf-8"))
            found = _head(manifest["register"])
            if found.decisions:
                return found
        with suppress(OSError, ValueError, KeyError, TypeError, IndexError):
            last = json.loads(self.copy.read_bytes().splitlines()[-1])
            return Head(int(last["number"]), str(last["chain"]))
        return NONE

    def save(self, content: bytes, head: Head) -> None:
        """Write the copy, then the head, both on the disk when this returns.

        Raises
        ------
        OSError
            The copy cannot be written. A head that cannot be written stays behind, which is no harm.
        """
        self.copy.parent.mkdir(parents=True, exist_ok=True)
        replace_file(self.copy, content)
        with suppress(OSError):
            self.head_file.parent.mkdir(parents=True, exist_ok=True)
            said = {"decisions": head.decisions, "chain": head.chain}
            replace_file(self.head_file, (json.dumps(said) + "\n").encode())


def _head(fields: dict[str, object]) -> Head:
    return Head(int(str(fields["decisions"])), str(fields["chain"]))


def replace_file(path: Path, content: bytes) -> None:
    """Write a file so that a reader sees the old content or the new, never a part; on the disk when this returns."""
    partial = path.with_name(f"{path.name}.tmp")
    try:
        with partial.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
    except OSError:
        partial.unlink(missing_ok=True)
        raise
    partial.replace(path)
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
