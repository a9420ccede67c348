"""Outlines for the screen: simplified, coded, and the background beneath them.

May import rooms of maps below it: text. Of other packages it imports geo only.
"""

from geo.public_names import import_on_use

__all__, __getattr__ = import_on_use(
    __name__,
    {
        "background": ["write_background"],
        "outlines": [
            "Outlines",
            "EncodedOutlines",
            "across",
            "bounds_degrees",
            "draw_outlines",
            "encode_numbers",
            "encode_rings",
            "label_points",
            "merge",
            "pack_points",
            "simplify_together",
            "write_outlines",
        ],
        "svg_paths": ["svg_path", "to_page", "view_box"],
    },
)
