"""Pages that open by a double-click: frames in, HTML out.

:func:`write_site` writes an index and one page per NPU from a :class:`Site`. No page asks the network for anything,
except pictures of one map server where a force has configured its own (:mod:`maps.text.tile_server`).

Rooms from the ground up: text, geometry, model, drawing, sentences, pages. Of other packages it imports geo only.
"""

from geo.public_names import import_on_use

__all__, __getattr__ = import_on_use(
    __name__,
    {
        "model.evidence_inputs": ["Evidence"],
        "model.inputs": ["OptionalFrames", "PageTable", "BuildChanges", "Site", "Words"],
        "pages.write_site": ["write_site"],
        "text.period": ["IncompleteMonth", "Period", "RowAccount"],
    },
)
