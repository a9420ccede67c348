"""SQL that people type: admitted by its parsed tree, run in a process of its own that cannot write or reach out."""
