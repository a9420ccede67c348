"""Pages that open by a double-click: frames in, HTML out.

:func:`write_site` writes an index and one page per NPU from a :class:`Site`. No page asks the network for anything,
except pictures of one map server where a force has configured its own (:mod:`maps.text.tile_server`).

Rooms from the ground up: text, geometry, model, drawing, sentences, pages. Of other packages it imports geo only.
"""

from maps.model.evidence_inputs import Evidence
from maps.model.inputs import Further, PageTable, Since, Site, Words
from maps.pages.write_site import write_site
from maps.text.period import IncompleteMonth, Period, RowAccount

__all__ = [
    "Evidence",
    "Further",
    "IncompleteMonth",
    "PageTable",
    "Period",
    "RowAccount",
    "Since",
    "Site",
    "Words",
    "write_site",
]
