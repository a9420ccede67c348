"""The table of the configuration that says when a designation should be reviewed."""

from __future__ import annotations

from pydantic import Field, model_validator

from geo.candidates.designation_rules import DesignationRules
from service.settings.base import Section

_DEFAULT = DesignationRules()


class Designations(Section):
    """Entry and exit rules; the fields are those of :class:`geo.candidates.designation_rules.DesignationRules`."""

    enters_above: float = Field(default=_DEFAULT.enters_above, ge=0, le=100)
    """Standing (share of areas with less need, in %) at which a place meets the entry rule."""
    leaves_below: float = Field(default=_DEFAULT.leaves_below, ge=0, le=100)
    """Standing below which a designation meets the exit rule."""
    for_builds: int = Field(default=_DEFAULT.for_builds, ge=1, le=12)
    """Builds with later months that must agree before a designation is called ready for review."""
    proposed_share: float = Field(default=_DEFAULT.proposed_share, ge=0, le=1)
    """Share of its areas in proposed places below which a designation is called drifting."""

    @model_validator(mode="after")
    def _exit_lies_below_entry(self) -> Designations:
        if self.leaves_below > self.enters_above:
            raise ValueError(
                f"designations: leaves_below ({self.leaves_below:g}) is above enters_above ({self.enters_above:g}):"
                " a place would meet both rules at once; lower leaves_below"
            )
        return self
