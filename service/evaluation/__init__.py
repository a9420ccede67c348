"""Evaluate places of a generation: did they change, and further than places do anyway."""
