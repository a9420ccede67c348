"""Processor seconds of a build by stage, in one process without a profiler: ``python -m benchmarks.stages CONFIG``.

A stage's time includes the stages within it. Of several runs, each in a process of its own, the least counts.
"""

from __future__ import annotations

import argparse
import functools
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from benchmarks.measure import machine, save_result

ROOMS = ("geo", "queries", "maps", "service")
STAGES = {
    "reading areas, lookups, residents, deprivation": "service.build.reference_data.read_reference",
    "reading incidents": "queries.ingest.settle.stage_incidents",
    "placing incidents": "queries.ingest.settle.settle_incidents",
    "accounting for every row": "service.build.load.account_for_rows",
    "strands, hotspots, ranking": "service.build.analysis.analyse_areas.analyse_areas",
    "places": "service.build.analysis.analyse_areas.delineate",
    "places: why a unit has none": "geo.candidates.shortfall.why_so_few",
    "places: alternatives and other caps": "geo.candidates.options.describe_options",
    "change, emerging, forecasts": "service.build.extra_tables.measure_all.measure_over_time",
    "how certain ranks are": "service.build.rank_context.assess_need",
    "levels": "service.build.levels.measure_levels",
    "further tables": "service.build.extra_tables.measure_all.measure_extra_tables",
    "storing results": "service.build.store_results.store_results",
    "pages": "maps.pages.write_site.write_site",
    "pages: sheets for paper": "maps.pages.briefing.briefings",
    "exports": "queries.exports.write.write_exports",
}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("config", type=Path)
    arguments.add_argument("--data", type=Path, help="where paths in CONFIG start; its own folder if left out")
    arguments.add_argument("--name", default="stages", help="name that the result is kept under")
    arguments.add_argument("--runs", type=int, default=3)
    given = arguments.parse_args()
    data, load = given.data or given.config.parent, os.getloadavg()[0]
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:
        runs = list(pool.map(measure, [given.config] * given.runs, [data] * given.runs))
    least = {stage: min(run[stage] for run in runs) for stage in runs[0]}
    told = {"machine": machine(), "load": round(load, 1), "config": given.config.name, "runs": given.runs}
    save_result(given.name, told | {"seconds": least})
    print(json.dumps(least, indent=2))


def measure(config: Path, data: Path) -> dict[str, float]:
    """Processor seconds of the imports, of each stage and of the whole build."""
    started = time.process_time()
    from service.build import pipeline

    seconds = {"imports": time.process_time() - started}
    for stage, path in STAGES.items():
        seconds[stage] = 0.0
        _time_function(path, functools.partial(_add, seconds, stage))
    started = time.process_time()
    with tempfile.TemporaryDirectory() as out:
        pipeline.build(config, data=data, out=Path(out), now=datetime(2026, 11, 28, tzinfo=UTC))
    seconds["the whole build, without imports"] = time.process_time() - started
    return {name: round(spent, 2) for name, spent in seconds.items()}


def _add(seconds: dict[str, float], stage: str, spent: float) -> None:
    seconds[stage] += spent


def _time_function(path: str, take: Callable[[float], None]) -> None:
    """Put a timed function in place of one, wherever a module of ours has it by name."""
    module, name = path.rsplit(".", 1)
    function = getattr(import_module(module), name)

    @functools.wraps(function)
    def timed(*args: Any, **kwargs: Any) -> Any:
        started = time.process_time()
        try:
            return function(*args, **kwargs)
        finally:
            take(time.process_time() - started)

    for ours in [one for known, one in sys.modules.items() if known.split(".")[0] in ROOMS]:
        for held in [held for held, value in vars(ours).items() if value is function]:
            setattr(ours, held, timed)


if __name__ == "__main__":
    main()
