"""Local statistics, exact and simulated p-values, significance, and the scan."""
