"""Files as they come: open, unpack, and check before anything is parsed."""
