"""Names that planners have given to choices: a small file in the workspace, beside the generations."""

from __future__ import annotations

import json
import re
from pathlib import Path

from filelock import FileLock

from geo.exceptions import InputRefused, WrongUsage
from queries.workspace.generations import write_atomically

MOST = 200
_NAME = re.compile(r"[\w][\w .,'()&/-]{0,79}")


class ScenarioNames:
    """The file ``scenarios.json`` of a workspace.

    Parameters
    ----------
    root : Path
        The workspace.
    """

    def __init__(self, root: Path) -> None:
        self._path = root / "scenarios.json"

    def all(self) -> dict[str, str]:
        """Choices, as an address has them, by their name.

        Raises
        ------
        InputRefused
            The file is damaged.
        """
        try:
            found = json.loads(self._path.read_text(encoding="utf-8"))
            return {str(name): str(query) for name, query in sorted(found.items())}
        except FileNotFoundError:
            return {}
        except (ValueError, AttributeError):
            raise InputRefused(
                f"'{self._path}' cannot be read", "Remove it: only names of scenarios are in it"
            ) from None

    def save(self, name: str, query: str) -> None:
        """Keep choices under a name; a name that is there already is given to the new ones.

        Raises
        ------
        WrongUsage
            The name cannot be, or there are too many.
        """
        name = name.strip()
        if not _NAME.fullmatch(name):
            raise WrongUsage(
                f"'{name[:80]}' cannot be the name of a scenario", "Use up to 80 letters, digits and spaces"
            )
        with FileLock(self._path.with_suffix(".lock"), timeout=5):
            kept = self.all() | {name: query}
            if len(kept) > MOST:
                raise WrongUsage(f"There are {MOST} scenarios", "Remove some from scenarios.json in the workspace")
            write_atomically(self._path, json.dumps(kept, indent=2, ensure_ascii=False) + "\n")
