"""What points show: snap points, micro-places, clusters, repeats."""
