"""Workspace of immutable generations; CURRENT names the active one."""
