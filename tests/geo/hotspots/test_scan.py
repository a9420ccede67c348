"""The scan: SaTScan's own figures, brute force over windows, exact p-values by enumeration, null behaviour."""

from __future__ import annotations

import itertools
import math
from pathlib import Path

import libpysal
import numpy as np
import pandas as pd
import pytest
from libpysal.graph import Graph
from scipy import stats

from geo.exceptions import ConfigurationRefused, InputRefused
from geo.hotspots.scan import ScanRules, poisson_log_likelihood_ratio, scan_clusters
from geo.hotspots.scan_windows import build_windows

SIDE = 8


def lattice(counts=None, *, at_risk=100.0, side=SIDE):
    """Squares of a chess board; neighbours share a side or a corner."""
    codes = [f"a{i:02d}" for i in range(side * side)]
    east, north = np.divmod(np.arange(side * side), side)
    areas = pd.DataFrame(
        {
            "incident_count": 0 if counts is None else counts,
            "at_risk": at_risk,
            "easting_m": 1000.0 * east,
            "northing_m": 1000.0 * north,
        },
        index=pd.Index(codes, name="area_code"),
    )
    apart = np.maximum(np.abs(east[:, None] - east), np.abs(north[:, None] - north))
    one, other = np.nonzero(apart == 1)
    return areas, pd.DataFrame({"area_code": np.array(codes)[one], "neighbour_code": np.array(codes)[other]})


def scan(areas, neighbours, *, dispersion=1.0, draws=199, seed=1, **rules):
    return scan_clusters(areas, neighbours, dispersion=dispersion, draws=draws, seed=seed, rules=ScanRules(**rules))


def plain_ratio(c, e, total):
    """Kulldorff (1997) written with care for nothing but the formula."""
    if c <= e:
        return 0.0
    rest = (total - c) * math.log((total - c) / (total - e)) if total > c else 0.0
    return c * math.log(c / e) + rest


class TestPublished:
    @pytest.mark.parametrize(
        ("cases", "population", "ratio"),
        [
            (100, 111_674, 14.083511),
            (38, 34_083, 9.019716),
            (64, 78_280, 6.114140),
            (25, 24_571, 4.651839),
            (12, 9_840, 3.363518),
            (11, 8_839, 3.209485),
            (85, 95_249, 11.577255),
        ],
    )
    def test_ratios_of_satscan(self, cases, population, ratio):
        """SaTScan 9.6 on New York leukaemia (281 tracts, 552 cases, 1,057,673 people).

        Its output files are in the tests of the R package smerc: tests/scan_test_ny_poisson_circular_cartesian.txt,
        and tests/testthat/test-scan.test.R for the last. Tolerance: half of the last digit printed.
        """
        expected = 552 * population / 1_057_673
        found = poisson_log_likelihood_ratio(np.array([cases]), np.array([expected]), 552)
        assert found[0] == pytest.approx(ratio, abs=6e-7)

    @pytest.mark.filterwarnings("ignore")  # the file of libpysal states no CRS
    def test_clusters_of_sudden_infant_death(self):
        """North Carolina 1974-78: 4 counties of the north-east at 5.12 per 1,000 births, 6 of the south at 3.76.

        Spatially varying effects of measured confounding variables on disease risk, International Journal of Health
        Geographics (2021), doi 10.1186/s12942-021-00298-6, Table 1, column "Spatial scan statistic". The table does not
        state the largest window; 10% of births gives its clusters and their rates.
        """
        gpd = pytest.importorskip("geopandas")
        counties = gpd.read_file(Path(libpysal.__file__).parent / "examples" / "sids2" / "sids2.shp").set_index("NAME")
        places = counties.set_crs(4326).to_crs(32119).centroid
        graph = Graph.build_contiguity(counties, rook=False)
        areas = pd.DataFrame(
            {
                "incident_count": counties["SID74"],
                "at_risk": counties["BIR74"],
                "easting_m": places.x,
                "northing_m": places.y,
            }
        )
        pairs = graph.adjacency.rename_axis(["area_code", "neighbour_code"]).reset_index()
        found = scan(areas, pairs, windows="circular", largest_share=0.1)
        members = found.areas.groupby("scan_cluster_id")["area_code"].agg(set)
        assert members[1] == {"Bertie", "Halifax", "Hertford", "Northampton"}
        assert members[2] == {"Anson", "Hoke", "Moore", "Richmond", "Robeson", "Scotland"}
        rates = [
            1000 * areas.loc[list(m), "incident_count"].sum() / areas.loc[list(m), "at_risk"].sum() for m in members[:2]
        ]
        assert rates == pytest.approx([5.12, 3.76], abs=5e-3)
        assert (found.clusters["p_value"].head(2) <= 0.01).all()


class TestWindows:
    def test_circles_against_brute_force(self):
        rng = np.random.default_rng(9)
        areas, neighbours = lattice(rng.poisson(6, SIDE**2), at_risk=rng.uniform(50, 150, SIDE**2))
        areas[["easting_m", "northing_m"]] += rng.uniform(-200, 200, (SIDE**2, 2))  # no ties
        east, north, count, risk = areas[["easting_m", "northing_m", "incident_count", "at_risk"]].to_numpy().T
        total, best = count.sum(), 0.0
        for centre in range(SIDE**2):
            distance = np.hypot(east - east[centre], north - north[centre])
            for radius in distance:
                inside = distance <= radius
                if risk[inside].sum() <= 0.25 * risk.sum():
                    expected = total * risk[inside].sum() / risk.sum()
                    best = max(best, plain_ratio(count[inside].sum(), expected, total))
        found = scan(areas, neighbours, windows="circular", largest_share=0.25, draws=1).clusters
        assert found["log_likelihood_ratio"].iloc[0] == pytest.approx(best, abs=1e-9)

    def test_contiguous_windows_hang_together_and_hold_no_more_than_allowed(self):
        rng = np.random.default_rng(10)
        areas, neighbours = lattice(at_risk=rng.uniform(10, 200, SIDE**2))
        neighbours = neighbours[rng.random(len(neighbours)) < 0.4]
        both = pd.concat([neighbours, neighbours.set_axis(["neighbour_code", "area_code"], axis=1)]).drop_duplicates()
        windows = build_windows(areas, both, windows="contiguous", largest_share=0.2)
        links = set(both.itertuples(index=False, name=None))
        assert len(windows.members) > 300
        for window in range(0, len(windows.members), 7):
            inside = areas.index[windows.areas(window)].tolist()
            assert areas.loc[inside, "at_risk"].sum() <= 0.2 * areas["at_risk"].sum()
            reached, edge = {inside[0]}, [inside[0]]
            while edge:
                here = edge.pop()
                new = {code for code in inside if (here, code) in links} - reached
                reached |= new
                edge += new
            assert reached == set(inside)

    @pytest.mark.parametrize("kind", ["contiguous", "circular"])
    def test_the_last_window_of_a_centre_is_the_last_that_fits(self, kind):
        """Equal squares, a tenth of 64: six of them fit and seven do not."""
        areas, neighbours = lattice()
        windows = build_windows(areas, neighbours, windows=kind, largest_share=0.1)
        sizes = [len(windows.areas(window)) for window in range(len(windows.members))]
        assert sizes == [1, 2, 3, 4, 5, 6] * SIDE**2

    def test_an_island_is_a_window_of_its_own(self):
        areas, neighbours = lattice()
        neighbours = neighbours[(neighbours != "a00").all(axis=1)]
        windows = build_windows(areas, neighbours, windows="contiguous", largest_share=0.5)
        alone = [w for w in range(len(windows.members)) if windows.areas(w)[0] == 0]
        assert len(alone) == 1

    def test_fast_ratios_equal_plain_ones(self):
        rng = np.random.default_rng(11)
        areas, neighbours = lattice(rng.poisson(5, SIDE**2))
        for row in scan(areas, neighbours, draws=1).clusters.itertuples():
            plain = plain_ratio(row.incident_count, row.expected_count, areas["incident_count"].sum())
            assert row.log_likelihood_ratio == pytest.approx(plain, abs=1e-9)


def dirichlet_multinomial(outcome, alpha):
    """Mass of an outcome; the multinomial where alpha is None."""
    total = sum(outcome)
    mass = math.lgamma(total + 1) - sum(math.lgamma(c + 1) for c in outcome)
    mass += math.lgamma(sum(alpha)) - math.lgamma(total + sum(alpha))
    return math.exp(mass + sum(math.lgamma(c + a) - math.lgamma(a) for c, a in zip(outcome, alpha, strict=True)))


class TestPValues:
    @pytest.mark.parametrize("dispersion", [1.0, 2.5])
    def test_against_every_outcome(self, dispersion):
        """Three areas in a row, seven incidents: p from the mass of all outcomes of the null."""
        areas = pd.DataFrame(
            {"incident_count": [5, 1, 1], "at_risk": [1.0, 2, 2], "easting_m": [0.0, 1, 2.5], "northing_m": 0.0},
            index=pd.Index(["a", "b", "c"], name="area_code"),
        )
        pairs = pd.DataFrame({"area_code": list("abbc"), "neighbour_code": list("bacb")})
        windows = [(0,), (1,), (2,)]  # half of all at risk is 2.5
        share = areas["at_risk"].to_numpy() / 5

        def highest(outcome):
            return max(plain_ratio(sum(outcome[i] for i in w), 7 * sum(share[i] for i in w), 7) for w in windows)

        p = 0.0
        for outcome in itertools.product(range(8), repeat=3):
            if sum(outcome) == 7 and highest(outcome) >= highest((5, 1, 1)) - 1e-12:
                p += (
                    stats.multinomial.pmf(outcome, 7, share)
                    if dispersion == 1
                    else dirichlet_multinomial(outcome, 7 * share / (dispersion - 1))
                )
        draws = 4000
        found = scan(areas, pairs, windows="circular", largest_share=0.5, draws=draws, dispersion=dispersion).clusters
        assert found["p_value"].iloc[0] == pytest.approx(p, abs=4 * math.sqrt(p * (1 - p) / draws) + 1 / draws)

    @pytest.mark.long
    def test_overdispersed_counts_raise_no_false_alarm_if_allowed_for(self):
        rng = np.random.default_rng(12)
        phi, low = 3.0, {1.0: 0, 3.0: 0}
        for seed in range(60):
            areas, neighbours = lattice(rng.negative_binomial(30 / (phi - 1), 1 / phi, 36), side=6)
            for dispersion in low:
                p = scan(areas, neighbours, dispersion=dispersion, draws=39, seed=seed, largest_share=0.2).clusters
                low[dispersion] += p["p_value"].iloc[0] <= 0.05
        assert low[1.0] > 20
        assert low[phi] <= stats.binom.ppf(0.999, 60, 0.05)

    def test_p_is_never_zero(self):
        areas, neighbours = lattice([200] + [5] * (SIDE**2 - 1))
        assert scan(areas, neighbours, draws=19).clusters["p_value"].iloc[0] == 1 / 20

    def test_the_seed_decides_and_the_argument_stays(self):
        areas, neighbours = lattice(np.arange(SIDE**2) % 5 + 1)
        copy = areas.copy()
        first, again = (scan(areas, neighbours).clusters for _ in range(2))
        pd.testing.assert_frame_equal(first, again)
        pd.testing.assert_frame_equal(areas, copy)


class TestPlanted:
    def planted(self, seed=13):
        areas, neighbours = lattice()
        risk = np.ones((SIDE, SIDE))
        risk[1:3, 1:3], risk[6:8, 5:8] = 2.5, 2.0
        return areas.assign(incident_count=np.random.default_rng(seed).poisson(30 * risk.ravel())), neighbours, risk

    @pytest.mark.parametrize("windows", ["contiguous", "circular"])
    def test_two_planted_clusters_are_found_in_order_without_overlap(self, windows):
        areas, neighbours, risk = self.planted()
        found = scan(areas, neighbours, windows=windows, dispersion=1.2)
        members = found.areas.groupby("scan_cluster_id")["area_code"].agg(set)
        high = areas.index[risk.ravel() == 2.5], areas.index[risk.ravel() == 2.0]
        for cluster, planted in zip(members[:2], high, strict=True):
            assert len(cluster & set(planted)) >= 0.7 * len(planted)
        assert (found.clusters["p_value"].head(2) <= 0.01).all()
        assert found.areas["area_code"].is_unique
        assert found.clusters["log_likelihood_ratio"].is_monotonic_decreasing

    def test_rows_may_come_in_any_order(self):
        areas, neighbours, _ = self.planted()
        mixed = scan(areas.sample(frac=1, random_state=2), neighbours.sample(frac=1, random_state=2), draws=1)
        plain = scan(areas, neighbours, draws=1)
        assert set(mixed.areas["area_code"]) == set(plain.areas["area_code"])
        assert mixed.clusters["log_likelihood_ratio"].tolist() == pytest.approx(
            plain.clusters["log_likelihood_ratio"].tolist()
        )


class TestEdges:
    def test_no_incident_no_cluster(self):
        found = scan(*lattice())
        assert found.clusters.empty
        assert found.areas.empty
        assert "p_value" in found.clusters

    def test_a_scan_without_clusters_has_the_columns_of_one_with_clusters(self):
        none, some = scan(*lattice()), scan(*lattice([200] + [5] * (SIDE**2 - 1)), draws=1)
        assert len(some.clusters) > 0
        pd.testing.assert_series_equal(none.clusters.dtypes, some.clusters.dtypes)
        pd.testing.assert_series_equal(none.areas.dtypes, some.areas.dtypes)

    def test_equal_everywhere_is_no_cluster(self):
        assert scan(*lattice([5] * SIDE**2)).clusters.empty

    def test_everything_in_one_area(self):
        counts = np.zeros(SIDE**2, dtype=int)
        counts[0] = 40
        row = scan(*lattice(counts)).clusters.iloc[0]
        assert (row["area_count"], row["incident_count"]) == (1, 40)
        assert row["relative_risk"] == math.inf

    @pytest.mark.parametrize(("column", "bad"), [("incident_count", 1.5), ("incident_count", -1), ("at_risk", np.nan)])
    def test_refuses_what_is_no_count(self, column, bad):
        areas, neighbours = lattice([3.0] * SIDE**2)
        areas.loc["a03", column] = bad
        with pytest.raises(InputRefused):
            scan(areas, neighbours)

    def test_nobody_at_risk_anywhere_is_refused(self):
        areas, neighbours = lattice(at_risk=0.0)
        with pytest.raises(InputRefused) as refused:
            build_windows(areas, neighbours, windows="contiguous", largest_share=0.1)
        assert str(refused.value) == (
            "0 areas have a missing or negative number at risk or no place, of 64 areas."
            " Leave areas without residents or counts out, and give the rest a point inside."
        )
        areas.loc["a07", "at_risk"] = 1e-9  # the least that there can be is enough
        assert len(build_windows(areas, neighbours, windows="contiguous", largest_share=0.1).members) > 0

    @pytest.mark.parametrize(
        "options", [{"windows": "star"}, {"largest_share": 0.7}, {"draws": 0}, {"dispersion": 0.9}]
    )
    def test_refuses_rules_that_make_no_scan(self, options):
        with pytest.raises(ConfigurationRefused):
            scan(*lattice([3, 4] * (SIDE**2 // 2)), **options)
