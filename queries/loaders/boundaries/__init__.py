"""Outlines: formats, checks and background features."""
