"""Change over time: steps, emerging classes, change, forecast."""
