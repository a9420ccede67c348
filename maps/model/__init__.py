"""What the pages can show: the inputs of a site, layers, classes and series.

May import rooms of maps below it: text, geometry. Of other packages it imports geo only.
"""

from geo.public_names import import_on_use

__all__, __getattr__ = import_on_use(
    __name__,
    {
        "classes": ["Classes", "classify", "classify_hotspots"],
        "designations": ["Decisions", "ImpactArea", "see_decisions"],
        "evidence_inputs": ["Evidence"],
        "force_view": ["Force", "see_force", "unit_places"],
        "inputs": ["OptionalFrames", "PageTable", "BuildChanges", "Site", "Words"],
        "json_columns": ["mean_known", "pick"],
        "layer_data": ["write_layers"],
        "series": ["step_words"],
    },
)
