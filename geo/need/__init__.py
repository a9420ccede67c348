"""The need index: ranking, rank intervals, similar areas, types of area, back-test.

May import rooms of geo below it: areas, measures, points, hotspots, trends, evaluation. Imports nothing of ours from
outside geo.
"""

from geo.public_names import import_on_use

__all__, __getattr__ = import_on_use(
    __name__,
    {
        "area_types": ["find_types", "shrunken_change"],
        "backtest": ["accuracy_curve", "split_months"],
        "count_draws": ["StrandNoise"],
        "feedback_audit": ["audit_feedback"],
        "level": ["ExpectedCounts", "expect_counts", "judge_levels", "people_present"],
        "need_index": ["NeedIndex", "aggregate", "goes_together", "normalise"],
        "next_ranks": ["predict_ranks"],
        "npu_shares": ["share_need"],
        "null_surfaces": ["NullStrands", "null_strands"],
        "rank_intervals": ["robust_ranks"],
        "rank_moves": ["compare_ranks", "rank_values"],
        "ranking": ["rank_areas"],
        "similar_areas": ["compare_with_similar", "find_similar"],
        "strand_months": ["StrandMonths", "check_types", "lay_out_strands", "recent_months"],
    },
)
