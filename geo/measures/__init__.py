"""Measures of each area: completeness, strands, harm, deprivation, rates, dispersion, concentration, suppression."""
