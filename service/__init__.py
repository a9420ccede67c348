"""The only place that sees geo, queries and maps: settings, pipeline, command line, HTTP."""
