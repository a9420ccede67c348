"""Outlines for the screen: simplified, coded, and the background beneath them."""
