"""Words, escaping, periods and the files that pages are made from.

May import no other room of maps. Of other packages it imports geo only.
"""

from geo.public_names import import_on_use

__all__, __getattr__ = import_on_use(
    __name__,
    {
        "assets": ["leaflet_script", "leaflet_style", "page_style", "template_text"],
        "escape": ["html_text", "safe_json", "template_environment"],
        "period": ["IncompleteMonth", "Period", "RowAccount"],
        "phrases": [
            "count_words",
            "day_words",
            "in_words",
            "list_words",
            "month_words",
            "months_words",
            "number",
            "percent",
        ],
        "tile_server": ["GroundMap", "ground_source", "write_ground"],
    },
)
