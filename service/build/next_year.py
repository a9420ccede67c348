"""The likely ranks of next year."""

from __future__ import annotations

import pandas as pd

from geo.exceptions import Refusal
from geo.need.need_index import COUNTED
from geo.need.next_ranks import predict_ranks
from service.build.need_inputs import NeedInputs

DRAWS = 1_000  # as many as were back-tested


def predict_next_ranks(inputs: NeedInputs) -> dict[str, pd.DataFrame]:
    """The table ``next_ranks``; ``table_notes`` says why it is empty.

    Parameters
    ----------
    inputs : NeedInputs
        What every table about need rests on.
    """
    if inputs.ranked.empty:
        return {}
    divisor, noise = inputs.divisor(), inputs.noise
    monthly = {strand: inputs.strands.monthly(strand).loc[inputs.ranked] for strand in COUNTED}
    try:
        found = predict_ranks(
            monthly,
            inputs.findings.measures["deprivation_score"].loc[inputs.ranked],
            inputs.index,
            dispersion=noise.dispersion,
            record=noise.record,
            divisor=divisor,
            draws=DRAWS,
            seed=inputs.choices.seed,
        )
    except Refusal as refusal:
        return {"table_notes": pd.DataFrame([("next_ranks", refusal.problem)], columns=["table_name", "note"])}
    return {"next_ranks": found.assign(draws=DRAWS).rename_axis("area_code").reset_index()}
