"""Words, escaping, periods and the files that pages are made from."""
