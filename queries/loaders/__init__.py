"""Readers of the files that a force has, one kind of file each."""
