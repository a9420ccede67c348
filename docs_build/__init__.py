"""Documentation made from the code: ``python -m docs_build`` writes the reference pages again."""
