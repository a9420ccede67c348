"""Named queries: one relation a file, with parameters, run and formatted."""
