"""The table of the configuration that says what a candidate may be."""

from __future__ import annotations

from pydantic import Field

from service.settings.sections import Section


class Candidates(Section):
    """Limits of the places proposed."""

    per_npu: int = Field(default=3, ge=1, le=20)
    max_areas: int = Field(default=10, ge=1, le=200)
    max_residents: int = Field(default=20_000, ge=1)
