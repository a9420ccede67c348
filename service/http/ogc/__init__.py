"""OGC API - Features: the published collections for GIS, and the same as pages for people."""
