"""The web service on this machine: pages as bytes, and the OGC API."""
