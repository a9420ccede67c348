"""Each page: its data, its template and how it is written."""
