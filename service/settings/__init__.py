"""The configuration: one TOML file that a planner can read, checked completely before anything runs."""

from service.settings.analysis import Analysis
from service.settings.read import check_settings, read_settings
from service.settings.settings import Settings

__all__ = ["Analysis", "Settings", "check_settings", "read_settings"]
