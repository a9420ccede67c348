"""The configuration: one TOML file that a planner can read, checked completely before anything runs."""

from __future__ import annotations

import difflib
import math
import tomllib
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from geo.harm import HarmWeights
from geo.refusals import ConfigurationRefused

Strand = Literal["crime", "demand", "deprivation", "harm"]
STRANDS: tuple[Strand, ...] = get_args(Strand)


def _first_of_month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise ValueError(f"'{text}' is not a month; write it as 2024-09") from None


Month = Annotated[str, AfterValidator(lambda text: _first_of_month(text).strftime("%Y-%m"))]
Weight = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class Section(BaseModel):
    """A table of the configuration: unknown keys are refused, values cannot change once read."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Force(Section):
    """Who it is for, and the words that the pages use."""

    name: str
    marking: str = "OFFICIAL"
    npu_word: str = "Neighbourhood Policing Unit"
    team_word: str = "neighbourhood team"
    area_word: str = "area"
    area_vintage: Literal[2011, 2021]
    attributions: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()


class Areas(Section):
    """Boundaries of the small areas."""

    files: tuple[str, ...] = Field(min_length=1)
    area_code: str | None = None
    area_name: str | None = None
    crs: str | None = None
    layer: str | None = None
    whole_country: bool = False


class Lookup(Section):
    """A table that says which ward, district, team or unit an area lies in."""

    file: str
    columns: dict[str, str]
    where: dict[str, str] = {}
    key: str = "area_code"


class Npu(Section):
    """A unit, and what belongs to it: any lookup column and the values that count."""

    code: str = Field(pattern=r"^[A-Za-z0-9]{1,8}$")
    name: str
    members: dict[str, tuple[str, ...]] = {}


class Population(Section):
    """Usual residents per area."""

    files: tuple[str, ...] = Field(min_length=1)
    area_code: str
    population: str
    edition: str


class Deprivation(Section):
    """Indices of Deprivation."""

    files: tuple[str, ...] = Field(min_length=1)
    edition: Literal["IoD 2019", "IoD 2025"]


class Incidents(Section):
    """Files of incidents, or of counts, of one kind."""

    kind: Literal["police_uk_csv", "police_uk_api", "area_counts", "call_log"]
    files: tuple[str, ...] = Field(min_length=1)


class CodeChanges(Section):
    """Which 2021 codes replaced which 2011 codes."""

    file: str
    old: str
    new: str
    change: str


class Analysis(Section):
    """How areas are measured and ranked."""

    first_month: Month | None = None
    last_month: Month | None = None
    strand_weights: dict[Strand, Weight] = dict.fromkeys(STRANDS, 0.25)
    normalise_weights: bool = False
    alpha: float = Field(default=0.05, gt=0, le=0.1)
    draws: int = Field(default=9999, ge=99, le=999_999)
    seed: int = Field(default=20261120, ge=0)

    @model_validator(mode="after")
    def _weights_make_sense(self) -> Analysis:
        missing = [s for s in STRANDS if s not in self.strand_weights]
        if missing:
            raise ValueError(f"strand_weights lacks {', '.join(missing)}; name all four, with 0 for one to leave out")
        total = sum(self.strand_weights.values())
        if total == 0:
            raise ValueError("strand_weights are all zero; give at least one strand a weight")
        if not self.normalise_weights and not math.isclose(total, 1, abs_tol=1e-6):
            raise ValueError(f"strand_weights sum to {total:g}, not to 1; change them, or set normalise_weights = true")
        return self

    @property
    def weights(self) -> dict[str, float]:
        """Strand weights that sum to 1."""
        total = sum(self.strand_weights.values())
        return {strand: self.strand_weights[strand] / total for strand in STRANDS}


class Completeness(Section):
    """When a month counts as complete: every district within these multiples of its own median month."""

    low: float = Field(default=0.5, gt=0, lt=1)
    high: float = Field(default=2.0, gt=1, allow_inf_nan=False)


class Harm(Section):
    """Harm weights in days of imprisonment per record; the edition is printed with every result."""

    edition: str = HarmWeights().edition
    weights: dict[str, Weight] = Field(default_factory=lambda: dict(HarmWeights().days))
    leave_out: tuple[str, ...] = ("Drugs", "Possession of weapons")


class Demand(Section):
    """What one record adds to demand."""

    anti_social_behaviour: Weight = 1.0
    calls: dict[str, Weight] = {f"P{grade}": {1: 3.0, 2: 2.0}.get(grade, 1.0) for grade in range(1, 10)}


class Candidates(Section):
    """Limits of the places proposed."""

    per_npu: int = Field(default=3, ge=1, le=20)
    max_areas: int = Field(default=10, ge=1, le=200)
    max_residents: int = Field(default=20_000, ge=1)


class Statistics(Section):
    """What is worked out beside the hotspots; what costs seconds is left out unless asked for."""

    period: Literal["quarter", "month"] = "quarter"
    least_steps: int = Field(default=10, ge=4)
    emerging_types: bool = False
    cell_shape: Literal["hexagon", "square"] = "hexagon"
    cell_m: float = Field(default=150.0, ge=50, le=1000)
    least_incidents: int = Field(default=5, ge=3)
    near_repeat_draws: int = Field(default=0, ge=0, le=99_999)
    scan_draws: int = Field(default=0, ge=0, le=99_999)


class Settings(Section):
    """A whole configuration."""

    force: Force
    areas: Areas
    npus: tuple[Npu, ...] = Field(min_length=1)
    lookups: tuple[Lookup, ...] = ()
    population: Population
    deprivation: Deprivation
    incidents: tuple[Incidents, ...] = Field(min_length=1)
    code_changes: CodeChanges | None = None
    analysis: Analysis = Analysis()
    completeness: Completeness = Completeness()
    demand: Demand = Demand()
    harm: Harm = Field(default_factory=Harm)
    candidates: Candidates = Candidates()
    statistics: Statistics = Statistics()

    @model_validator(mode="after")
    def _units_are_distinct(self) -> Settings:
        codes = [npu.code for npu in self.npus]
        repeated = sorted({code for code in codes if codes.count(code) > 1})
        if repeated:
            raise ValueError(f"the unit code {', '.join(repeated)} stands twice; give each unit its own code")
        return self


def read_settings(path: Path) -> Settings:
    """Read and check a configuration.

    Raises
    ------
    ConfigurationRefused
        The file is missing, is not TOML, or holds unknown keys or impossible values; all faults are told at once.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ConfigurationRefused(
            f"There is no configuration at '{path}'",
            "Give the path of a .toml file, or make one with 'impact-areas init DIR'",
        ) from None
    except (UnicodeDecodeError, IsADirectoryError) as fault:
        raise ConfigurationRefused(f"'{path}' cannot be read as text: {fault}", "Save it as UTF-8 text") from None
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise ConfigurationRefused(f"'{path.name}' is not valid TOML: {fault}", "Mend that line") from None
    return check_settings(content, name=path.name)


def check_settings(content: dict[str, Any], *, name: str) -> Settings:
    """Turn parsed TOML into settings, or say everything that is wrong with it."""
    try:
        return Settings.model_validate(content)
    except ValidationError as faults:
        told = [_tell(dict(fault)) for fault in faults.errors()]
        raise ConfigurationRefused(
            f"{name}: " + "; ".join(told), "Mend the configuration; 'impact-areas init DIR' writes a commented example"
        ) from None


def _tell(fault: dict[str, Any]) -> str:
    """One fault in plain words, with the nearest known key where a key is unknown."""
    where = ".".join(str(part) for part in fault["loc"]) or "the whole file"
    if fault["type"] == "extra_forbidden":
        nearest = difflib.get_close_matches(str(fault["loc"][-1]), _known_keys(fault["loc"][:-1]), n=1, cutoff=0.5)
        hint = f", did you mean '{nearest[0]}'?" if nearest else ""
        return f"unknown key '{where}'{hint}"
    if fault["type"] == "missing":
        return f"'{where}' is missing"
    if fault["type"] == "value_error":
        return str(fault["ctx"]["error"])
    message = str(fault["msg"])
    return f"'{where}' is {fault['input']!r}: {message[0].lower()}{message[1:]}"


def _known_keys(parents: tuple[str | int, ...]) -> list[str]:
    """The keys that are known where an unknown one was found."""
    model: Any = Settings
    for parent in parents:
        if isinstance(parent, int):
            continue
        annotation = model.model_fields[parent].annotation
        model = next((t for t in _types_in(annotation) if isinstance(t, type) and issubclass(t, Section)), None)
        if model is None:
            return []
    return list(model.model_fields)


def _types_in(annotation: Any) -> list[Any]:
    """An annotation, and all that it is made of."""
    inner = getattr(annotation, "__args__", ())
    return [annotation, *(t for part in inner for t in _types_in(part))]
