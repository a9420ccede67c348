"""The need index: ranking, rank intervals, similar areas, types of area, back-test."""
