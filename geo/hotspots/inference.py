"""Choose the inference that fits the values and the weights, and run it."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from geo.areas.neighbour_positions import NeighbourRows, neighbour_rows
from geo.hotspots.bracket_p_values import LARGEST_BRACKET, bracket_rows
from geo.hotspots.exact_p_values import as_integers, exact_tails
from geo.hotspots.p_values import Alternative, combine_tails, one_p
from geo.hotspots.significance import benjamini_hochberg
from geo.hotspots.simulated_p_values import simulate_tails
from geo.hotspots.subset_sums import LARGEST_TABLE, TableTooLargeError

if TYPE_CHECKING:
    from libpysal.graph import Graph

Method = Literal["choose", "exact", "bracketed", "simulated"]
COLUMNS = ("p_value", "p_value_total", "q_value_low", "q_value", "inference")


def infer_p_values(
    values: pd.Series[float],
    graph: Graph,
    *,
    draws: int,
    seed: int,
    alternative: Alternative = "two-sided",
    method: Method = "choose",
    needed: pd.Series[bool] | None = None,
    rows: NeighbourRows | None = None,
    largest_table: int = LARGEST_TABLE,
    largest_bracket: int = LARGEST_BRACKET,
) -> pd.DataFrame:
    """Compute p-values of Gi* by the best method that the values and weights allow; return the method as well.

    Parameters
    ----------
    values : Series
        By `area_code`, in any order; NaN takes no part, in the population or as a neighbour.
    graph : libpysal.graph.Graph
        Neighbours with any weights; those of an area with itself play no part.
    draws, seed : int
        Used only where p-values are simulated.
    alternative : {'two-sided', 'greater', 'less'}
        'two-sided' doubles the smaller tail.
    method : {'choose', 'exact', 'bracketed', 'simulated'}
        'choose' takes exact for whole numbers, bracketed for others or where the exact table would be too large, both
        with equal weights within each row, and simulated for unequal weights and where an area has so many neighbours
        that not even the coarsest bracket fits. A method can be asked for by name, as a cross-check.
    needed : Series, optional
        False for an area that has a value and counts as a neighbour but is not asked about, so that it is no part of
        the family of the correction. All are asked about by default.
    rows : NeighbourRows, optional
        `graph` among the areas with a value, already in rows, to save the time where many surfaces share it.
    largest_table, largest_bracket : int
        Most cells of 8 bytes of the exact table and of the bracket's.

    Returns
    -------
    DataFrame
        The index of `values`: `p_value, p_value_total, q_value_low, q_value` (NaN where it cannot be assessed) and
        `inference`: 'exact', 'bracketed' or 'simulated'. Bracketed p-values and q-values are upper bounds and
        `q_value_low` is the lower one; otherwise it equals `q_value`. Simulated ones have no `p_value_total`.

    Raises
    ------
    ValueError
        A method was asked for that does not fit: exact with fractions, exact or bracketed with unequal weights.
    TableTooLargeError
        'exact' was asked for beyond `largest_table`, or 'bracketed' where not even the coarsest bracket fits
        `largest_bracket`.

    Notes
    -----
    Simulation draws from one null shared by all areas where weights are equal within rows (see
    :func:`geo.hotspots.simulated_p_values.shared_null_p_values`), and is esda's own (Rey and Anselin 2007) where they
    are not, as with
    distance decay. What could mislead: a simulated p-value cannot fall below 1/(draws + 1) and changes with the seed.
    """
    known = values.astype(float).dropna()
    rows = neighbour_rows(known.index, graph) if rows is None else rows
    chosen = method
    if method == "choose":
        chosen = "exact" if rows.equal_weights else "simulated"
    elif method != "simulated" and not rows.equal_weights:
        raise ValueError(f"{method} p-values need equal weights within each row")
    found: pd.DataFrame | None = None
    if chosen == "exact":
        found = _exact(known, rows, alternative, largest_table, insist=method == "exact")
        chosen = "exact" if found is not None else "bracketed"
    if chosen == "bracketed":
        found = _bracket_tails(known, rows, alternative, largest_bracket, insist=method != "choose")
        chosen = "bracketed" if found is not None else "simulated"
    if found is None:
        found = _simulate_tails(known, rows, graph, alternative, draws=draws, seed=seed)
    if needed is not None:
        found = found.where(needed.reindex(known.index))
    found["q_value"] = benjamini_hochberg(found["p_value"])
    found["q_value_low"] = benjamini_hochberg(found["p_value_low"]) if "p_value_low" in found else found["q_value"]
    return found.reindex(values.index).assign(inference=chosen)[list(COLUMNS)]


def _exact(
    known: pd.Series[float], rows: NeighbourRows, alternative: Alternative, largest_table: int, *, insist: bool
) -> pd.DataFrame | None:
    """Return exact p-values, or None if a bracket is needed."""
    whole = as_integers(known)
    if whole is None:
        if insist:
            raise ValueError("exact p-values need whole numbers")
        return None
    try:
        tails = exact_tails(whole, rows, largest_table=largest_table)
    except TableTooLargeError:
        if insist:
            raise
        return None
    return combine_tails(tails, whole, known.index, statistic="gi_star", alternative=alternative)


def _bracket_tails(
    known: pd.Series[float], rows: NeighbourRows, alternative: Alternative, largest_bracket: int, *, insist: bool
) -> pd.DataFrame | None:
    """Return bounds of p-values, or None if only simulation is left."""
    try:
        return bracket_rows(known, rows, alternative=alternative, largest_table=largest_bracket)
    except TableTooLargeError:
        if insist:
            raise
        return None


def _simulate_tails(
    known: pd.Series[float], rows: NeighbourRows, graph: Graph, alternative: Alternative, *, draws: int, seed: int
) -> pd.DataFrame:
    """Return simulated p-values: the shared null if it applies, esda if weights differ within a row."""
    if rows.equal_weights:
        upper, lower = simulate_tails(np.asarray(known, dtype=np.float64), rows, draws=draws, seed=seed)
    else:
        tails = _esda_tails(known, graph, draws=draws, seed=seed)
        upper, lower = tails["upper"].to_numpy(), tails["lower"].to_numpy()
    return pd.DataFrame({"p_value": one_p(upper, lower, alternative), "p_value_total": np.nan}, index=known.index)


def _esda_tails(known: pd.Series[float], graph: Graph, *, draws: int, seed: int) -> pd.DataFrame:
    """Return both tails of Gi with the graph's own weights, from esda's simulations in each alternative."""
    tails = pd.DataFrame(np.nan, index=known.index, columns=["upper", "lower"])
    if known.max() == known.min():
        return tails
    from esda.getisord import G_Local
    from esda.significance import calculate_significance

    among = graph if known.index.equals(graph.unique_ids) else graph.subgraph(known.index)
    weights = among.assign_self_weight(0.0)
    ordered = known.reindex(among.unique_ids)
    # esda divides by the sum; adding a constant changes no comparison and keeps the sum away from 0.
    positive = ordered.to_numpy() - ordered.min() + 1.0
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        # About the p-value that esda picks by itself, which is not used here.
        warnings.simplefilter("ignore", DeprecationWarning)
        local = G_Local(positive, weights, transform="R", permutations=draws, star=False, seed=seed, n_jobs=1)
    for tail, alternative in (("upper", "greater"), ("lower", "lesser")):
        p = calculate_significance(local.Gs[:, np.newaxis], local.rGs, alternative=alternative)
        tails[tail] = pd.Series(p, index=ordered.index).where(~ordered.index.isin(among.isolates))
    return tails
