"""Residents and deprivation: the force's areas have their places in a league table of 33,755 invented ones."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data_samples.city import Floats
from data_samples.plan import NATIONAL_AREAS, ORIGIN_E_M, ORIGIN_N_M, TOWNS, stage_generator
from data_samples.terrain import waves

# Domain: weight in the index, how closely it follows the common factor, and its score at the middle and spread.
DOMAINS = {
    "Income": (0.225, 0.93, 0.13, 0.62),
    "Employment": (0.225, 0.92, 0.11, 0.55),
    "Education": (0.135, 0.85, 18.0, 0.85),
    "Health": (0.135, 0.86, 0.0, 0.85),
    "Crime": (0.093, 0.62, 0.0, 0.80),
    "Housing_and_Services": (0.093, 0.15, 20.0, 0.45),
    "Environment": (0.093, 0.40, 18.0, 0.70),
}
OUTSIDE_AREAS = 240


def draw_hardship(areas: pd.DataFrame) -> pd.Series:
    """Return how hard life is in each area: smooth over the map, in standard deviations from the nation's middle."""
    km = np.column_stack([(areas["easting_m"] - ORIGIN_E_M) / 1000, (areas["northing_m"] - ORIGIN_N_M) / 1000])
    affluence = np.zeros(len(km))
    inner = np.zeros(len(km))
    for town in TOWNS:
        away = np.hypot(km[:, 0] - town.x_km, km[:, 1] - town.y_km)
        affluence += town.affluence * np.exp(-((away / 3.5) ** 2))
        inner += town.density * np.exp(-((away - 1.0) ** 2) / 3.0)
    smooth = 0.8 * waves(km, count=30, shortest_km=3.4, seed=31)
    rough = stage_generator(32).normal(0, 0.22, len(km))
    return pd.Series(np.round(0.05 + 0.55 * inner - 0.7 * affluence + smooth + rough, 6), index=areas.index)


def count_residents(areas: pd.DataFrame, expected: Floats) -> pd.Series:
    """Return residents per area: what the densities say, within the census's limits for small areas."""
    uneven = stage_generator(33).normal(1, 0.04, len(areas))
    residents = np.clip(expected[areas["grown"]] * uneven, 1010, 2990)
    return pd.Series(np.round(residents).astype(int), index=areas.index)


def rank_nation(hardship: pd.Series, area_code: pd.Series) -> pd.DataFrame:
    """Return the deprivation file: the force's areas and some outside it, ranked among a whole invented nation.

    Columns are those of the package that publishes the real 2025 file. The index is the weighted sum of the domains'
    exponentially transformed ranks, as in the Indices' technical report.
    """
    lot = stage_generator(34)
    common = np.concatenate([hardship.to_numpy(), lot.standard_normal(NATIONAL_AREAS - len(hardship))])
    table: dict[str, Floats] = {}
    index_score = np.zeros(NATIONAL_AREAS)
    for domain, (weight, follows, middle, spread) in DOMAINS.items():
        latent = np.round(follows * common + np.sqrt(1 - follows**2) * lot.standard_normal(NATIONAL_AREAS), 9)
        table[f"{domain}_rank"] = rank_down(latent)
        table[f"{domain}_score"] = domain_score(latent, middle, spread)
        index_score += weight * transform_rank(table[f"{domain}_rank"])
    table["IMD_rank"], table["IMD_score"] = rank_down(np.round(index_score, 9)), np.round(index_score, 3)
    nation = pd.DataFrame(table)
    for measure in ("IMD", *DOMAINS):
        nation[f"{measure}_decile"] = np.ceil(nation[f"{measure}_rank"] * 10 / NATIONAL_AREAS).astype(int)
    return choose_rows(nation, area_code, lot)


def rank_down(values: Floats) -> Floats:
    """Rank 1 is the highest value, as in the Indices: the most deprived."""
    ranks = np.empty(len(values), dtype=int)
    ranks[np.argsort(-values, kind="stable")] = np.arange(1, len(values) + 1)
    return ranks


def transform_rank(rank: Floats) -> Floats:
    """Transform ranks exponentially to 0 to 100, so that a high place in one domain is not cancelled by the others."""
    share = 1 - (rank - 1) / (NATIONAL_AREAS - 1)
    return np.asarray(-23 * np.log(1 - share * (1 - np.exp(-100 / 23))))


def domain_score(latent: Floats, middle: float, spread: float) -> Floats:
    """Give a domain a score of the real one's order of size: a share, a sum of points, or a standardised value."""
    if middle == 0:
        return np.asarray(np.round(spread * latent, 3), dtype=np.float64)
    highest = 0.95 if middle < 1 else 95.0
    return np.asarray(np.round(np.minimum(middle * np.exp(spread * latent), highest), 3), dtype=np.float64)


def choose_rows(nation: pd.DataFrame, area_code: pd.Series, random: np.random.Generator) -> pd.DataFrame:
    """Keep the force, some areas outside it, and the areas at either end of each ranking."""
    inside = len(area_code)
    ranks = nation.filter(like="_rank")
    ends = np.unique(np.concatenate([ranks.idxmin().to_numpy(), ranks.idxmax().to_numpy()]))
    outside = np.unique(
        np.concatenate(
            [random.choice(np.arange(inside, NATIONAL_AREAS), OUTSIDE_AREAS, replace=False), ends[ends >= inside]]
        )
    )
    kept = nation.iloc[np.concatenate([np.arange(inside), outside])].reset_index(drop=True)
    codes = [*area_code, *(f"S01{9000 + i:06d}" for i in range(len(outside)))]
    measures = ("IMD", *DOMAINS)
    order = [f"{m}_{kind}" for kind in ("decile", "rank", "score") for m in measures]
    return kept[order].assign(lsoa21_code=codes)[["lsoa21_code", *order]]
