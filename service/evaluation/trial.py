"""Draw which places of a generation start first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from geo.evaluation.trial import draw_starts
from queries.workspace.generations import Workspace
from service.register.targets import find_targets


@dataclass(frozen=True)
class TrialDraw:
    """A draw with the seed that repeats it."""

    seed: int
    starts: pd.DataFrame

    def lines(self) -> list[str]:
        """The draw in plain words."""
        steps = self.starts.groupby("start_step")["place"].agg(", ".join)
        said = [f"Step {step}: {places}" for step, places in steps.items()]
        return [
            *said,
            f"Drawn by lot with seed {self.seed}; the same seed and places give the same draw.",
            "Keep this draw: the test at the end asks how many of the possible draws differ by as much.",
        ]

    def to_dict(self) -> dict[str, object]:
        """The same, for JSON."""
        return {"seed": self.seed, "starts": self.starts.to_dict(orient="records")}


def draw_trial(workspace: Path, candidates: Sequence[str], *, seed: int, steps: int = 2) -> TrialDraw:
    """Draw the order in which candidates of the current generation start.

    Raises
    ------
    Refusal
        A candidate is not known or named twice, or there are fewer candidates than steps.
    """
    with Workspace(workspace).open_current(spatial=False) as con:
        for candidate in candidates:
            find_targets(con, [candidate])
    names = [candidate.strip().upper() for candidate in candidates]
    return TrialDraw(seed, draw_starts(names, seed=seed, steps=steps))
