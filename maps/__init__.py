"""Frames in, pages out: Folium, templates, vendored assets."""
