"""The configuration: one TOML file that a planner can read, checked completely before anything runs.

May import no other room of service. Of other packages it imports geo, and the form of a map server from maps.
"""

from service.settings.analysis import Analysis
from service.settings.read import check_settings, read_settings
from service.settings.settings import Settings

__all__ = ["Analysis", "Settings", "check_settings", "read_settings"]
