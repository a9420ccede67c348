"""Maps and charts drawn as Leaflet features and SVG.

May import rooms of maps below it: text, geometry, model. Of other packages it imports geo only.
"""

from geo.public_names import import_on_use

__all__, __getattr__ = import_on_use(
    __name__,
    {
        "browse_map": ["Atlas", "Mark", "SmallMap", "draw_atlas"],
        "charts": ["BarChart"],
        "index_map": ["UnitDrawing", "draw_units"],
        "leaflet_features": ["draw_map"],
        "micro_place_cells": ["write_cells"],
        "paper_charts": ["place_charts"],
        "paper_map": ["PaperMap", "draw_paper_map"],
    },
)
