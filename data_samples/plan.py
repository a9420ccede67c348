"""What is fixed before anything is drawn by lot: the seed, the months, the towns, the words for places.

The sample force lies at real National Grid coordinates so that transforms behave as they do for real data, but every
town, river, road and person in it is invented.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

SEED = 20261120
ORIGIN_E_M, ORIGIN_N_M = 420_000.0, 290_000.0
FIRST_MONTH, MONTH_COUNT = "2024-07-01", 24
AREA_COUNT = 480
RESIDENTS = 772_000
NATIONAL_AREAS = 33_755  # the number of areas that the Indices of Deprivation 2025 rank
TARGET_CRIMES, TARGET_CALLS = 98_000, 40_000


@dataclass(frozen=True)
class Town:
    """A town that gives its name to a unit: its centre in km from the origin, how dense it is, how far it reaches."""

    npu_code: str
    npu_name: str
    district_code: str
    district_name: str
    x_km: float
    y_km: float
    density: float
    reach_km: float
    affluence: float


# Two units share the city of Brandlow, as happens where a city is too big for one commander.
TOWNS = (
    Town("BE", "Brandlow East", "S08000001", "Brandlow", 4.6, 1.6, 1.05, 2.7, -0.5),
    Town("BW", "Brandlow West", "S08000001", "Brandlow", -0.6, 0.4, 1.90, 2.6, -0.3),
    Town("CV", "Calverfield", "S08000002", "Calverfield", -3.4, -6.9, 1.10, 2.5, 0.1),
    Town("DY", "Dunnerby", "S08000003", "Dunnerby", -9.3, -2.6, 0.95, 2.6, 0.0),
    Town("SH", "Selderheath", "S08000004", "Selderheath", 5.2, -6.2, 0.75, 2.9, 1.2),
    Town("SW", "Sallowick", "S08000005", "Sallowick", -7.4, 4.9, 1.10, 2.4, -0.4),
    Town("WS", "Wrensall", "S08000006", "Wrensall", -0.2, 7.6, 1.00, 2.5, 0.0),
    Town("WV", "Withervale", "S08000007", "Withervale", 8.4, 7.2, 0.90, 2.6, 0.5),
)


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


PLACE_STARTS = _words(
    """
    Ald Arrow Bram Brind Carl Chart Cold Copp Crag Dray Eller Farn Fen Gars Gild Hales Harl Hazel Hern Ing Kels
    Kirk Lang Lark Marl Mick Nether Oaken Orm Pinn Quar Raven Rush Sedg Skel Stanner Swin Thorn Tever Under Wax
    Winter
    """
)
PLACE_ENDS = _words(
    """
    bourne brake combe croft cross dyke garth gate holt hurst mere moor stead thwaite well wick
    """
)
# Places that do exist: no invented one may bear their names.
REAL_PLACES = _words(
    """
    Aldbourne Aldwick Coldwell Draycross Fenwick Halescroft Harlgate Hazelhurst Hernhurst Inghurst Kelswick
    Kirkgate Kirkstead Kirkwell Langmere Langmoor Langwell Langwick Larkhurst Marlcross Oakengates Oakenholt
    Ravenscroft Rushmere Rushmoor Sedgemoor Sedgwick Thornwick Winterbourne Winterwell
    """
)
STREET_STARTS = _words(
    """
    Abbot Acacia Alder Anchor Barley Bellfield Birch Bishop Bridle Canal Castle Cedar Chapel Cherry Clement
    Cooper Cross Daisy Dove Elm Falcon Ferry Foundry Garden Glebe Hawthorn Heron Holly Ivy Juniper Kiln Laburnum
    Larch Linden Lock Mason Meadow Mill Nailer Oak Orchard Osier Park Peartree Primrose Quarry Rowan Saddler
    Spinney Station Tanner Thistle Union Vicarage Violet Weaver Wharf Willow Yewtree
    """
)
STREET_ENDS = _words(
    """
    Avenue Close Court Crescent Drive Grove Lane Place Road Street Walk Way
    """
)
SPECIAL_POINTS = (
    "Supermarket",
    "Parking Area",
    "Petrol Station",
    "Shopping Area",
    "Park/Open Space",
    "Sports/Recreation Area",
    "Pedestrian Subway",
)


def stage_generator(stage: int) -> np.random.Generator:
    """Give one stage its own stream of lots, so that a change in one stage leaves the others as they were."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([SEED, stage])))


def months() -> pd.DatetimeIndex:
    """Return the first day of each month of the sample."""
    return pd.date_range(FIRST_MONTH, periods=MONTH_COUNT, freq="MS")


def place_names() -> list[str]:
    """Return every invented place name, in an order drawn by lot."""
    made = (start + end for start in PLACE_STARTS for end in PLACE_ENDS if start[-1] != end[0])
    return [str(name) for name in stage_generator(1).permutation([name for name in made if name not in REAL_PLACES])]
