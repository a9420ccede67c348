"""Pages that open by a double-click: frames in, HTML out.

:func:`write_site` writes an index and one page per NPU from a :class:`Site`. No page asks the network for anything,
except pictures of one map server where a force has configured its own (:mod:`maps.ground_map`).
"""

from maps.site import Further, IncompleteMonth, PageTable, Period, RowAccount, Since, Site, Words
from maps.site_evidence import Evidence
from maps.write import write_site

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
