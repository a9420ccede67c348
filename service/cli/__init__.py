"""The command line: verbs, output, the SQL shell, `init` and `doctor`."""
