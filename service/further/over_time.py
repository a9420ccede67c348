"""What each area's run of steps amounts to."""

from __future__ import annotations

import pandas as pd

from geo.emerging import EmergingRules, classify_emerging
from geo.steps import add_up_steps, score_steps
from geo.strands import counts_assessable
from service.analysis import ALL_CRIME, Findings
from service.further.surfaces import Surfaces
from service.settings import Settings


def class_emerging(surfaces: Surfaces, findings: Findings, settings: Settings) -> pd.DataFrame:
    """Steps of the configured length; strands fall back on months where there are too few of them."""
    counted = counts_assessable(findings.measures)
    alpha, wanted = settings.analysis.alpha, settings.statistics.period
    rules = EmergingRules(least_steps=settings.statistics.least_steps)
    least = rules.least_steps
    found, left_out = [], []
    for (measure, crime_type), monthly in surfaces.monthly.items():
        is_strand = measure != "count_rank" or crime_type == ALL_CRIME
        if not (is_strand or settings.statistics.emerging_types):
            continue
        by_step = {step: add_up_steps(monthly[counted], step=step) for step in (wanted, "month")[: 1 + is_strand]}
        long_enough = [step for step, counts in by_step.items() if counts.shape[1] >= least]
        if not long_enough:
            left_out.append(crime_type)
            continue
        step = long_enough[0]
        steps = score_steps(by_step[step], findings.graph, alpha=alpha)
        classes = classify_emerging(steps, step=step, alpha=alpha, rules=rules).assign(step=step)
        found.append(classes.reset_index().assign(measure=measure, crime_type=crime_type))
    emerging = pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=["area_code", "step"])
    if wanted == "quarter" and (emerging["step"] == "month").any():
        surfaces.note("emerging", f"Fewer than {least} complete quarters: the strands are classed by month")
    if not settings.statistics.emerging_types:
        surfaces.note("emerging", "Crime types were not asked for: set emerging_types = true in [statistics]")
    if left_out:
        surfaces.note(
            "emerging", f"Fewer than {least} complete {wanted}s, so not classed: {', '.join(dict.fromkeys(left_out))}"
        )
    return emerging
