"""Incidents: police.uk files and API, call logs, counts by area."""
