"""A neighbour graph as arrays of positions, for arithmetic in whole numbers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from geo.arrays import Floats, Integers

if TYPE_CHECKING:
    from libpysal.graph import Graph


@dataclass(frozen=True)
class NeighbourRows:
    """Each area's neighbours by position, and whether their weights are equal within each row.

    Attributes
    ----------
    area, neighbour : array of int64
        One pair each: positions in the values' own order. An area is never its own neighbour here.
    weight : array of float
        Of each pair.
    degree : array of int64
        Number of neighbours of each area.
    """

    area: Integers
    neighbour: Integers
    weight: Floats
    degree: Integers

    @cached_property
    def largest_weight(self) -> Floats:
        """Largest weight of each row; 0 where there is no neighbour."""
        largest = np.zeros(len(self.degree))
        np.maximum.at(largest, self.area, self.weight)
        return largest

    @cached_property
    def equal_weights(self) -> bool:
        """Whether every row has one weight, as with contiguity, nearest neighbours or a distance band."""
        return bool(np.allclose(self.weight, self.largest_weight[self.area], rtol=1e-9, atol=0.0))

    def sum_neighbours(self, values: Integers) -> Integers:
        """Sum the values of each area's neighbours, in whole numbers."""
        sums: Integers = self._ones @ values
        return sums

    @cached_property
    def _ones(self) -> csr_array:
        """Return the neighbour graph as a sparse matrix of ones."""
        starts, n = np.concatenate([[0], np.cumsum(self.degree)]), len(self.degree)
        return csr_array((np.ones(len(self.neighbour), dtype=np.int64), self.neighbour, starts), shape=(n, n))

    def add_neighbours(self, values: Floats) -> Floats:
        """Sum the values of each area's neighbours by their weights."""
        return self._add(self.weight * values[self.neighbour])

    @cached_property
    def weights(self) -> tuple[Floats, Floats]:
        """Return the sum of each row's weights, and the sum of their squares."""
        return self._add(self.weight), self._add(self.weight**2)

    def _add(self, pairs: Floats) -> Floats:
        return np.bincount(self.area, pairs, minlength=len(self.degree)).astype(np.float64, copy=False)


def neighbour_rows(areas: pd.Index[str], graph: Graph) -> NeighbourRows:
    """Lay out a graph as rows among these areas, in their own order; other areas are left out.

    Parameters
    ----------
    areas : Index of str
        `area_code`, each once, in the order that the rows take.
    graph : Graph
        Which areas touch which; it may have more areas than these.

    Returns
    -------
    NeighbourRows
        Positions of each area's neighbours among `areas`, row after row.

    Raises
    ------
    ValueError
        An area is not in the graph.
    """
    position = areas.get_indexer(graph.unique_ids)
    if (position >= 0).sum() != len(areas):
        raise ValueError(
            f"{len(areas) - int((position >= 0).sum())} areas have a value but are not in the neighbour graph"
        )
    matrix = graph.sparse.tocoo()
    area, neighbour = position[matrix.row], position[matrix.col]
    kept = (area >= 0) & (neighbour >= 0) & (area != neighbour) & (matrix.data != 0)
    area, neighbour, weight = area[kept].astype(np.int64), neighbour[kept].astype(np.int64), matrix.data[kept]
    order = np.argsort(area, kind="stable")
    degree = np.bincount(area, minlength=len(areas)).astype(np.int64)
    return NeighbourRows(area[order], neighbour[order], weight[order].astype(float), degree)
