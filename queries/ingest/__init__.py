"""Incidents from file to store: stage, check, settle, account for every row."""
