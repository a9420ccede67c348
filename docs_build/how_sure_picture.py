"""Draws ``docs/pictures/how-sure.svg``: ``python -m docs_build.how_sure_picture``. Made-up counts, a fixed seed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from libpysal.graph import Graph

from geo.hotspots.exact_p_values import exact_p_values
from geo.hotspots.inference import infer_p_values
from geo.hotspots.significance import benjamini_hochberg
from geo.hotspots.subset_sums import SubsetSums
from geo.measures.ranks import rank_levels

TARGET = Path(__file__).parent.parent / "docs" / "pictures" / "how-sure.svg"
SIDE, SEEDS, INK, HOT, PALE = 30, 10, "#222", "#b2182b", "#b8c4d0"


def made_up_force() -> tuple[pd.Series[float], Graph]:
    """Make 900 areas in a square, with one planted block of 25 that is busier than the rest."""
    codes = [f"E{i:03d}" for i in range(SIDE * SIDE)]
    pairs = [
        (codes[r * SIDE + c], codes[(r + i) * SIDE + c + j])
        for r in range(SIDE)
        for c in range(SIDE)
        for i in (-1, 0, 1)
        for j in (-1, 0, 1)
        if (i or j) and 0 <= r + i < SIDE and 0 <= c + j < SIDE
    ]
    focal, neighbour = zip(*pairs, strict=True)
    row, column = np.divmod(np.arange(SIDE * SIDE), SIDE)
    mean = np.where((abs(row - 14) <= 2) & (abs(column - 14) <= 2), 240, 60)
    counts = np.random.default_rng(12).negative_binomial(3, 3 / (3 + mean)).astype(float)
    return pd.Series(counts, index=codes), Graph.from_arrays(focal, neighbour, np.ones(len(pairs)))


def draw() -> str:
    """The picture as SVG: one area's chances on the left, ten seeds on the right."""
    counts, graph = made_up_force()
    ranks, _ = rank_levels(counts)
    code = "E434"  # the middle of the planted block
    near = list(graph[code].index)
    heights, edges, observed = chances(ranks, code, near)
    p = exact_p_values(ranks, graph, alternative="greater")["p_value"]
    exact = int((benjamini_hochberg(p) <= 0.05).sum())
    by_seed = [
        int(
            (
                infer_p_values(ranks, graph, draws=999, seed=s, alternative="greater", method="simulated")["q_value"]
                <= 0.05
            ).sum()
        )
        for s in range(1, SEEDS + 1)
    ]
    return "\n".join(
        [
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 820 330" font-family="sans-serif" font-size="13"',
            'role="img">',
            "<title>Left: what eight areas drawn at random add up to, and what the real neighbours add up to. "
            "Right: hotspots found with ten different seeds, and exactly.</title>",
            '<rect width="820" height="330" fill="#fff"/>',
            *_left(heights, edges, observed, float(p[code])),
            *_right(by_seed, exact),
            "</svg>\n",
        ]
    )


def chances(ranks: pd.Series[float], code: str, near: list[str]) -> tuple[np.ndarray, np.ndarray, float]:
    """Exact chance of each sum of as many others, in 48 bars; the edges; and the sum that the neighbours really have."""  # noqa: E501
    x = np.asarray(ranks, dtype=np.int64)
    size, position = len(near), int(ranks.index.get_indexer(pd.Index([code]))[0])
    edges = np.linspace(0, size * int(x.max()), 49).astype(np.int64)
    repeated = np.full(len(edges), position), np.full(len(edges), size)
    tails = SubsetSums(x, np.array([size])).among_others(*repeated, edges)
    return -np.diff(tails), edges, float(ranks[near].sum())


def _left(heights: np.ndarray, edges: np.ndarray, observed: float, p_value: float) -> list[str]:
    def at(total: float) -> float:
        return 20 + 460 * total / float(edges[-1])

    parts = [
        f'<text x="20" y="24" fill="{INK}" font-weight="bold">One area: how busy are eight areas taken at random?</text>'  # noqa: E501
    ]
    for height, low, high in zip(heights, edges[:-1], edges[1:], strict=True):
        tall = 180 * height / heights.max()
        fill = HOT if low >= observed else PALE
        size = f'width="{at(high) - at(low) - 1:.1f}" height="{tall:.1f}"'
        parts.append(f'<rect x="{at(low):.1f}" y="{270 - tall:.1f}" {size} fill="{fill}"/>')
    x = at(observed)
    return [
        *parts,
        f'<line x1="20" x2="480" y1="270" y2="270" stroke="{INK}"/>',
        f'<line x1="{x:.1f}" x2="{x:.1f}" y1="66" y2="270" stroke="{HOT}" stroke-width="2"/>',
        f'<text x="{x - 6:.1f}" y="62" fill="{HOT}" text-anchor="end">its real neighbours</text>',
        f'<text x="{x - 6:.1f}" y="80" fill="{HOT}" text-anchor="end">as busy by chance: {_one_in(p_value)}</text>',
        f'<text x="20" y="290" fill="{INK}">quiet</text><text x="480" y="290" fill="{INK}" text-anchor="end">busy</text>',  # noqa: E501
        f'<text x="20" y="314" fill="{INK}">Every possible choice is counted; none is drawn.</text>',
    ]


def _right(by_seed: list[int], exact: int) -> list[str]:
    most = max(*by_seed, exact, 1)
    parts = [f'<text x="530" y="24" fill="{INK}" font-weight="bold">All areas: hotspots found</text>']
    for i, found in enumerate(by_seed):
        tall = 180 * found / most
        parts.append(
            f'<rect x="{530 + 24 * i}" y="{270 - tall:.1f}" width="18" height="{max(tall, 1):.1f}" fill="{PALE}"/>'
        )
        parts.append(f'<text x="{539 + 24 * i}" y="{264 - tall:.1f}" fill="{INK}" text-anchor="middle">{found}</text>')
    y = 270 - 180 * exact / most
    return [
        *parts,
        f'<line x1="524" x2="780" y1="270" y2="270" stroke="{INK}"/>',
        f'<line x1="524" x2="772" y1="{y:.1f}" y2="{y:.1f}" stroke="{HOT}" stroke-width="2"/>',
        f'<text x="778" y="{y + 4:.1f}" fill="{HOT}" font-weight="bold">{exact}</text>',
        f'<text x="530" y="290" fill="{INK}">999 random shuffles, ten different seeds</text>',
        f'<text x="530" y="314" fill="{HOT}">red: the exact answer, always the same</text>',
    ]


def _one_in(p_value: float) -> str:
    """A chance in words, to one figure."""
    times = 1 / p_value
    digits = 10 ** int(np.floor(np.log10(times)))
    return f"about 1 in {int(times // digits * digits):,}"


if __name__ == "__main__":
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(draw(), encoding="utf-8")
