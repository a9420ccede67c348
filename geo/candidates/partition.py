"""Share the areas of a unit among the places known: the best choice, and the dual price of each area."""

from __future__ import annotations

import highspy
import numpy as np

from geo.arrays import Floats
from geo.candidates.milp import INFINITY, quiet_solver
from geo.candidates.place import Place


class Shares:
    """The packing programme: one column for each place, one row for each area, and one for how many are wanted.

    Parameters
    ----------
    areas : int
        How many areas the unit has.
    place_count : int
        Most places to choose.
    """

    def __init__(self, areas: int, place_count: int) -> None:
        self.areas, self.place_count = areas, place_count
        self.places: list[Place] = []
        self.values: list[float] = []
        self._best: tuple[list[Place], float] | None = None

    def add(self, place: Place, value: float) -> None:
        """Add a place with its value."""
        self.places.append(place)
        self.values.append(value)
        self._best = None

    def prices(self) -> tuple[Floats, float]:
        """Return each area's dual price, and the value above prices that a place needs to change the choice."""
        if not self.places:
            return np.zeros(self.areas), 0.0
        solver = self._programme()
        # Many prices are optimal; those from the middle of them, not from a corner, mislead the next round least.
        solver.setOptionValue("solver", "ipm")
        solver.setOptionValue("run_crossover", "off")
        solver.run()
        prices = np.maximum(0.0, np.abs(np.asarray(solver.getSolution().row_dual)))
        return prices[:-1], float(prices[-1])

    def choose(self) -> tuple[list[Place], float]:
        """Return the best whole choice among the places known, and a bound on the value of any such choice."""
        if self._best is None:
            self._best = self._solve_choice() if self.places else ([], 0.0)
        return self._best

    def _solve_choice(self) -> tuple[list[Place], float]:
        solver = self._programme()
        columns = np.arange(len(self.places), dtype=np.int32)
        whole = np.full(len(columns), int(highspy.HighsVarType.kInteger), dtype=np.uint8)
        solver.changeColsIntegrality(len(columns), columns, whole)
        solver.run()
        taken = np.asarray(solver.getSolution().col_value) > 0.5
        chosen = [place for place, wanted in zip(self.places, taken, strict=True) if wanted]
        return chosen, float(solver.getInfo().mip_dual_bound)

    def _programme(self) -> highspy.Highs:
        solver = quiet_solver()
        solver.changeObjectiveSense(highspy.ObjSense.kMaximize)
        most = np.array([1.0] * self.areas + [float(self.place_count)])
        none, nowhere = np.array([], dtype=np.int32), np.array([])
        solver.addRows(len(most), np.full(len(most), -INFINITY), most, 0, none, none, nowhere)
        rows = np.concatenate([(*place, self.areas) for place in self.places]).astype(np.int32)
        starts = np.cumsum([0] + [len(place) + 1 for place in self.places[:-1]]).astype(np.int32)
        count = len(self.places)
        low, high = np.zeros(count), np.full(count, INFINITY)
        solver.addCols(count, np.array(self.values), low, high, len(rows), starts, rows, np.ones(len(rows)))
        return solver
