"""A small made-up site: two units of square areas, one area that cannot be assessed, one place each."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
import shapely.affinity

from maps import BuildChanges, Evidence, IncompleteMonth, OptionalFrames, PageTable, Period, RowAccount, Site, Words
from maps.model.designations import Decisions, see_decisions

COLUMNS, ROWS, SIDE_M = 8, 4, 500.0
STRANDS = ("crime", "demand", "deprivation", "harm")
TYPES = ("Anti-social behaviour", "Burglary", "Vehicle crime", "Call for service P6")
MONTHS = ("2025-04-01", "2025-05-01", "2025-06-01")
QUADRANTS = ["high-high", "high-low", "low-high", "low-low"] * 8
CLASSES = ("hotspot 99%", "hotspot 95%", "beside a hotspot", "no hotspot", "coldspot 95%")

WORDS = Words(
    force_name="Elmshire Police",
    marking="OFFICIAL",
    npu_word="district",
    team_word="ward",
    teams_are_wards=True,
    run_date=date(2026, 11, 20),
    generation="generation-one",
    attributions=("Contains public sector information licensed under the Open Government Licence v3.0.",),
    deprivation_edition="Indices of Deprivation 2025",
    harm_edition="Cambridge Crime Harm Index 2020",
    residents_edition="Census 2021",
    cautions=("Recorded crime is not all crime.",),
    place_limits="10 areas and 20,000 residents",
)
PERIOD = Period(
    first_month=date(2025, 4, 1),
    last_month=date(2025, 6, 1),
    complete_month_count=2,
    incomplete_months=(IncompleteMonth(date(2025, 5, 1), "Oakham"),),
)
ROW_ACCOUNT = RowAccount(read=1000, placed=900, no_location=50, out_of_force=30, duplicate=15, quarantined=5)


def make_areas() -> gpd.GeoDataFrame:
    cells = [(column, row) for column in range(COLUMNS) for row in range(ROWS)]
    corners = [(430_000 + SIDE_M * column, 300_000 + SIDE_M * row) for column, row in cells]
    codes = [f"E{at:03d}" for at in range(len(cells))]
    wards = ["NSEW"[2 * (column >= COLUMNS // 2) + row // 2] for column, row in cells]
    names = {"N": "Ashby", "S": "Birch Hill and Lower Meadow", "E": "Cedar", "W": "Down"}
    return gpd.GeoDataFrame(
        {
            "area_name": [f"Elm {code}" for code in codes],
            "npu_code": ["NO" if column < COLUMNS // 2 else "SO" for column, _ in cells],
            "team_code": wards,
            "team_name": [names[ward] for ward in wards],
            "ward_code": wards,
            "ward_name": [names[ward] for ward in wards],
            "place_name": ["Elm Green" if at in (8, 10) else None for at in range(len(cells))],
            "district_code": "D1",
            "district_name": "Elm",
            "population": [1000.0 + 10 * at for at in range(len(cells))],
            "hectares": 25.0,
        },
        index=pd.Index(codes, name="area_code"),
        geometry=[shapely.box(x, y, x + SIDE_M, y + SIDE_M) for x, y in corners],
        crs=27700,
    )


def make_site() -> Site:
    """Area E000 has the highest need, each next one less; the last, E031, cannot be assessed."""
    areas = make_areas()
    codes, count = areas.index, len(areas)
    assessable = pd.Series([True] * (count - 1) + [False], index=codes)
    down = pd.Series(np.arange(count, 0, -1, dtype=float), index=codes)
    percentile = (100 * (down - 1.5) / (count - 1)).where(assessable)
    reason = pd.Series([""] * (count - 1) + ["No incident is recorded here in two months."], index=codes)
    return Site(
        areas=areas,
        npus=pd.DataFrame({"npu_name": ["Northam", "Southam"]}, index=pd.Index(["NO", "SO"], name="npu_code")),
        area_measures=pd.DataFrame(
            {
                "crime_count": 10 * down,
                "demand_count": 12 * down,
                "harm_days": 100 * down,
                "deprivation_score": down,
                "imd_decile": [float(1 + at % 10) for at in range(count)],
                "small_population": [at == 3 for at in range(count)],
                "assessable": assessable,
                "not_assessable_reason": reason,
            },
            index=codes,
        ),
        ranking=make_ranking(percentile, assessable, reason, areas["npu_code"]),
        hotspots=make_hotspots(codes, assessable),
        candidates=make_candidates(),
        candidate_areas=pd.DataFrame(
            {"candidate_id": ["NO-1"] * 3 + ["SO-1"] * 2, "area_code": ["E000", "E001", "E004", "E016", "E017"]}
        ),
        area_months=make_area_months(codes[assessable]),
        words=WORDS,
        period=PERIOD,
        rows=ROW_ACCOUNT,
        further=make_further(areas),
    )


def make_further(areas: gpd.GeoDataFrame) -> OptionalFrames:
    """Deciles 1 to 10 again and again; four patterns; two cells; a river, a road, a railway and a church."""
    codes = areas.index
    names = ("new hotspot", "persistent hotspot", "sporadic hotspot", "no pattern")
    middle = shapely.box(430_200, 300_200, 430_350, 300_350)
    water = shapely.box(430_000, 300_900, 432_000, 301_000)
    return OptionalFrames(
        crime_types=pd.DataFrame(
            {
                "crime_type": TYPES,
                "kind": ["anti-social behaviour", "crime", "crime", "call"],
                "harm_days": [0.0, 19.5, 2.0, 0.0],
                "police_generated": [False, False, True, False],
                "demand_weight": [1.0, 0.0, 0.0, 0.5],
            }
        ),
        deprivation=pd.DataFrame({"income_decile": [float(1 + at % 10) for at in range(len(codes))]}, index=codes),
        emerging=pd.DataFrame(
            {
                "area_code": codes,
                "measure": "count_rank",
                "crime_type": "All recorded crime",
                "period_end": pd.Timestamp("2025-06-01"),
                "step": "month",
                "emerging_class": [names[at % 4] for at in range(len(codes))],
            }
        ),
        hotspot_steps=pd.DataFrame(
            {
                "area_code": ["E000", "E000", "E001"],
                "measure": "count_rank",
                "crime_type": "All recorded crime",
                "step": "month",
                "step_start": pd.to_datetime(["2025-04-01", "2025-06-01", "2025-04-01"]),
                "hotspot_class": ["hotspot 99%", "no hotspot", "hotspot 99%"],
            }
        ),
        area_types=pd.DataFrame({"type_number": [1, 2], "type_name": ["High in all", "Low in all"]}),
        area_type_members=pd.DataFrame({"area_code": codes[:30], "type_number": [1 + at % 2 for at in range(30)]}),
        similar_comparison=pd.DataFrame(
            {
                "area_code": codes,
                "measure": "crime",
                "difference": [40.0, 0.2, -30.0, 5.0] * 8,
                "difference_low": [10.0, -9.0, -50.0, -9.0] * 8,
                "difference_high": [70.0, 9.0, -10.0, 19.0] * 8,
            }
        ),
        area_levels=pd.DataFrame(
            {
                "area_code": codes[:31],
                "expected_count": [40.0] * 31,
                "p_selected": [0.004, 0.03, *[0.6] * 29],
            }
        ),
        next_ranks=pd.DataFrame(
            {
                "area_code": codes[:31],
                "rank_low_next": [max(1, at - 2) for at in range(1, 32)],
                "rank_high_next": [at + 3 for at in range(1, 32)],
                "probability_top_5_next": [0.997, 0.62, *[0.004] * 29],
            }
        ),
        designations=pd.DataFrame(
            {
                "designation_id": ["D1"],
                "name": ["Ashby Impact Area"],
                "since": [date(2025, 4, 1)],
                "review_date": [date(2026, 4, 1)],
                "designated_by": ["Supt Khan"],
            }
        ),
        designation_areas=gpd.GeoDataFrame(
            {"designation_id": "D1", "area_code": ["E004", "E005"], "npu_code": "NO"},
            geometry=list(areas.geometry.loc[["E004", "E005"]]),
            crs=areas.crs,
        ),
        changes=BuildChanges(
            date(2026, 10, 12),
            pd.DataFrame(
                {
                    "candidate_name": ["Ashby", "Cedar", "Elder"],
                    "what_changed": ["the same", "changed", "gone"],
                    "areas_added": [0, 2, 0],
                    "areas_lost": [0, 1, 7],
                }
            ),
            "The same data and configuration went in.",
        ),
        evidence=make_evidence(),
        postcode_sectors=pd.DataFrame(
            {"postcode_sector": ["EL3 1", "EL3 1", "EL3 2"], "area_code": ["E004", "E002", "E005"]}
        ),
        tables=(
            PageTable("Street Watch", "npu_code", ("Schemes", "Target"), (("NO", ("4", "6")), ("SO", ("1", "6")))),
            PageTable("Funds spent", "area_code", ("Pounds",), (("E001", ("1,200",)),)),
        ),
        micro_places=gpd.GeoDataFrame(
            {
                "kind": ["hexagon", "hexagon", "cluster"],
                "within": ["NO-1", "NO-1", "NO-1"],
                "crime_type": "All recorded crime",
                "size_m": 150.0,
                "incident_count": [12, 40, 90],
                "largest_point_share": [0.2, 0.85, 0.1],
                "snap_point": [False, True, False],
            },
            geometry=[middle, shapely.affinity.translate(middle, 200.0), middle],
            crs=27700,
        ),
        context=gpd.GeoDataFrame(
            {
                "kind": ["water", "road", "rail", "landmark", "settlement"],
                "name": ["River Elm", "High Road", "Elm line", "St Mary\u2019s", "Elmbury"],
            },
            geometry=[
                water,
                shapely.LineString([(429_000, 300_250), (435_000, 300_260)]),
                shapely.LineString([(431_250, 299_000), (431_250, 303_000)]),
                shapely.Point(430_700, 301_700),
                shapely.Point(431_300, 301_300),
            ],
            crs=27700,
        ),
    )


def make_evidence() -> Evidence:
    """Place NO-1 is E000, E001 and E004; SO-1 has less said of it, and the south has fewer places than wanted."""
    said = [
        ("caution", "hotspots", 0.0, "None of its 3 areas is a hotspot"),
        (
            "checked",
            "feedback",
            0.0,
            "None of its 3 areas has a high share of crime found by police activity, such as drugs",
        ),
        ("difference", "harm", 0.9, "Harm per area: much higher than the rest of Northam"),
        ("difference", "Robbery", 1.0, "Robbery per area: much higher than the rest of Northam"),
        ("difference", "demand", 0.1, "Demand per area: about the same as the rest of Northam"),
        ("without action", "expected next year", 90.0, "About 90 recorded crimes in a year without any action"),
        (
            "success",
            "least detectable fall",
            0.2,
            "A fall of 20% or more is large enough to be detected 4 times out of 5",
        ),
        ("people", "under 16", 0.25, "Under 16: 25.0% of residents, 15.0% in Northam"),
    ]
    columns = ["section", "item", "value", "words"]
    unit = {"wanted_count": 1, "candidate_count": 1, "gap": 0.0, "proven": True, "note": ""}
    few = "1 place instead of 3: no other connected areas within the limits rank above (max_areas)"
    swap = {"candidate_id": "NO-1", "swap_number": 1, "area_out": "E004", "area_in": "E002", "cost_share": 0.012}
    option = {"candidate_id": "NO-1", "alternative_number": 1}
    left = {"npu_code": "NO", "beside_candidate": "", "swap_area_out": "", "swap_cost_share": float("nan")}
    left |= {"own_place_areas": 2.0, "own_place_value": 97.0, "least_value": 100.0}
    return Evidence(
        statements=pd.DataFrame(said, columns=columns).assign(candidate_id="NO-1"),
        units=pd.DataFrame(
            [
                {"npu_code": "NO", **unit},
                {"npu_code": "SO", **unit, "wanted_count": 3, "gap": 0.1, "proven": False, "note": few},
            ]
        ),
        swaps=pd.DataFrame([swap]),
        alternatives=pd.DataFrame([option | {"cost_share": 0.18}]),
        alternative_areas=pd.DataFrame([option | {"area_code": code} for code in ("E000", "E001", "E005", "E016")]),
        left_out=pd.DataFrame([left | {"area_code": "E002", "reason_kind": "others worth more"}]),
    )


def make_ranking(percentile: pd.Series, assessable: pd.Series, reason: pd.Series, units: pd.Series) -> pd.DataFrame:
    frame = pd.DataFrame(index=percentile.index)
    frame["rank"] = percentile.rank(ascending=False).astype("Int64")
    for ends, reach in (("data", 1), ("choices", 4)):
        frame[f"rank_low_{ends}"] = (frame["rank"] - reach).clip(lower=1)
        frame[f"rank_high_{ends}"] = frame["rank"] + reach
    frame["npu_rank"] = percentile.groupby(units).rank(ascending=False).astype("Int64")
    frame["need_score"] = percentile
    for strand in STRANDS:
        frame[f"{strand}_score"] = percentile
        frame[f"{strand}_contribution"] = percentile / 4
    return frame.assign(assessable=assessable, not_assessable_reason=reason)


def make_hotspots(codes: pd.Index, assessable: pd.Series) -> pd.DataFrame:
    classes = [CLASSES[min(at // 2, 4)] if ok else "cannot be assessed" for at, ok in enumerate(assessable)]
    cold = ["no hotspot" if ok else "cannot be assessed" for ok in assessable]
    surfaces = {
        ("count_rank", "All recorded crime"): classes,
        ("harm_rank", "All recorded crime"): classes,
        ("count_rank", "Burglary"): cold,
    }
    return pd.concat(
        [
            pd.DataFrame(
                {
                    "area_code": codes,
                    "measure": measure,
                    "crime_type": crime_type,
                    "period_end": pd.Timestamp("2025-06-01"),
                    "hotspot_class": found,
                    "quadrant": QUADRANTS[: len(found)],
                }
            )
            for (measure, crime_type), found in surfaces.items()
        ],
        ignore_index=True,
    )


def make_candidates() -> pd.DataFrame:
    shared = {
        "rank": 1,
        "hectares": 75.0,
        "need_score": 95.0,
        "crime_count": 900.0,
        "demand_count": 1000.0,
        "harm_days": 9000.0,
        "resident_share": 0.18,
        "crime_share": 0.25,
        "harm_share": 0.31,
        "team_count": 1,
    }
    return pd.DataFrame(
        [
            shared
            | {
                "candidate_id": "NO-1",
                "npu_code": "NO",
                "candidate_name": "Ashby",
                "area_count": 3,
                "population": 3050.0,
                "hotspot_area_count": 2,
                "cap_reached": "areas",
                "reason": "300 crimes, twice the average.",
            },
            shared
            | {
                "candidate_id": "SO-1",
                "npu_code": "SO",
                "candidate_name": "Cedar",
                "area_count": 2,
                "population": 2330.0,
                "hotspot_area_count": 0,
                "cap_reached": "",
                "reason": "200 crimes.",
            },
        ]
    )


def make_area_months(codes: pd.Index) -> pd.DataFrame:
    """Each area has (32 - its place) of each type in each month, the incomplete one included."""
    rows = [
        (code, pd.Timestamp(month), crime_type, len(codes) + 1 - at)
        for at, code in enumerate(codes)
        for month in MONTHS
        for crime_type in TYPES
    ]
    return pd.DataFrame(rows, columns=["area_code", "month", "crime_type", "incident_count"])


def with_text(site: Site, text: str) -> Site:
    """The same site with ``text`` in every field that has words."""
    areas = site.areas.assign(area_name=text, team_name=text, ward_name=text, place_name=text, district_name=text)
    words = replace(
        site.words,
        force_name=text,
        marking=text,
        npu_word=text,
        team_word=text,
        generation=text,
        attributions=(text, text),
        deprivation_edition=text,
        harm_edition=text,
        cautions=(text,),
        place_limits=text,
    )
    months = site.area_months.assign(crime_type=site.area_months["crime_type"].replace("Burglary", text))
    hotspots = site.hotspots.assign(crime_type=site.hotspots["crime_type"].replace("Burglary", text))
    why = site.ranking["not_assessable_reason"].mask(~site.ranking["assessable"], text)
    return replace(
        site,
        areas=areas,
        words=words,
        npus=site.npus.assign(npu_name=text),
        area_months=months,
        hotspots=hotspots,
        ranking=site.ranking.assign(not_assessable_reason=why),
        candidates=site.candidates.assign(candidate_name=text, reason=text),
        period=replace(site.period, incomplete_months=(IncompleteMonth(date(2025, 5, 1), text),)),
        further=_further_with_text(site.further, text),
    )


def _further_with_text(further: OptionalFrames, text: str) -> OptionalFrames:
    changes = further.changes
    return replace(
        further,
        context=further.context.assign(name=text),
        crime_types=further.crime_types.replace({"crime_type": {"Burglary": text}}),
        area_types=further.area_types.assign(type_name=text),
        designations=further.designations.assign(name=text, designated_by=text),
        evidence=replace(
            further.evidence,
            statements=further.evidence.statements.assign(words=text, item=text),
            units=further.evidence.units.assign(note=text),
        ),
        tables=(PageTable(text, "npu_code", (text,), (("NO", (text,)),)),),
        changes=changes and replace(changes, places=changes.places.assign(candidate_name=text), why=text),
    )


# What has broken pages elsewhere: each must be shown as the text it is. A page on which one runs sets `window.ran`.
PAYLOADS = (
    "<script>window.ran=1</script>",
    "</script><script>window.ran=1</script>",
    "</ScRiPt ><script >window.ran=1</script >",
    "<!--<script>window.ran=1</script>-->",
    "--><script>window.ran=1</script><!--",
    "]]><script>window.ran=1</script>",
    "</title><script>window.ran=1</script>",
    "</style><script>window.ran=1</script>",
    "</textarea><script>window.ran=1</script>",
    "<img src=x onerror=window.ran=1>",
    '"><img src=x onerror=window.ran=1>',
    "'><img src=x onerror=window.ran=1>",
    '" autofocus onfocus="window.ran=1',
    "' onmouseover='window.ran=1",
    "<svg onload=window.ran=1>",
    "<svg><script>window.ran=1</script></svg>",
    "<iframe srcdoc='<script>parent.ran=1</script>'>",
    "<a href='javascript:window.ran=1'>x</a>",
    "javascript:window.ran=1",
    "<body onload=window.ran=1>",
    "<details open ontoggle=window.ran=1>",
    "<meta http-equiv=refresh content='0;url=javascript:window.ran=1'>",
    "<base href='https://example.invalid/'>",
    "<form action=https://example.invalid><button>x",
    "`;window.ran=1;//",
    "${window.ran=1}",
    "';window.ran=1;//",
    '";window.ran=1;//',
    "\\';window.ran=1;//",
    "\\u003cscript\\u003ewindow.ran=1\\u003c/script\\u003e",
    "\u2028window.ran=1;//",
    "\u2029window.ran=1;//",
    "{{ 7 * 191 }}",
    "{% raw %}{% for a in b %}",
    "{{ this.__class__.__mro__ }}",
    "&lt;script&gt;window.ran=1&lt;/script&gt;",
    "&#60;script&#62;window.ran=1&#60;/script&#62;",
    "<scr\x00ipt>window.ran=1</scr\x00ipt>",
    "O'Brien & Sons <Ward> `Elm` \u202egnp.exe",
)


def decided(*areas_of: str, names: dict[str, str] | None = None, npu_code: str = "NO") -> Decisions:
    """Designations D1, D2, ... of these areas (letters); the place NO-1 is made of a, b and c, and is called Ashby."""
    ids = [f"D{at}" for at in range(1, len(areas_of) + 1)]
    rows = [(one, code) for one, codes in zip(ids, areas_of, strict=True) for code in codes]
    squares = [shapely.box(1000 * ord(code), 0, 1000 * ord(code) + 1000, 1000) for _, code in rows]
    areas = pd.DataFrame(rows, columns=["designation_id", "area_code"]).assign(npu_code=npu_code)
    held = pd.DataFrame(
        {
            "designation_id": ids,
            "name": [(names or {}).get(one, f"Area {one}") for one in ids],
            "since": date(2025, 4, 1),
            "review_date": date(2026, 4, 1),
            "designated_by": "Supt Khan",
        }
    )
    places = pd.DataFrame({"candidate_id": ["NO-1"], "candidate_name": ["Ashby"]})
    members = pd.DataFrame({"candidate_id": "NO-1", "area_code": list("abc")})
    return see_decisions(held, gpd.GeoDataFrame(areas, geometry=squares, crs=27700), places, members)
