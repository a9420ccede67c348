"""What is declared, and the requirements that come with it: OGC 17-069r4 (part 1) and 18-058 (part 2)."""

from __future__ import annotations

CORE = """
http root-op root-success api-definition-op api-definition-success conformance-op conformance-success
query-param-unknown query-param-invalid crs84 fc-md-op fc-md-success fc-md-links fc-md-items fc-md-items-links
fc-md-extent sfc-md-op sfc-md-success fc-op fc-limit-definition fc-limit-response-1 fc-bbox-definition
fc-bbox-response fc-time-definition fc-time-response fc-response fc-links fc-rel-type fc-timeStamp fc-numberMatched
fc-numberReturned f-op f-success f-links
"""
SYSTEMS = """
crs-uri fc-md-crs-list fc-md-storageCrs fc-md-storageCrs-valid-value fc-md-crs-list-global fc-bbox-crs-definition
fc-bbox-crs-valid-value fc-bbox-crs-default-value fc-bbox-crs-action fc-crs-definition fc-crs-valid-value
fc-crs-default-value fc-crs-action geojson ogc-crs-header ogc-crs-header-value
"""
REQUIREMENTS = {
    "ogcapi-features-1/1.0/conf/core": {f"/req/core/{name}" for name in CORE.split()},
    "ogcapi-features-1/1.0/conf/geojson": {"/req/geojson/definition", "/req/geojson/content"},
    "ogcapi-features-1/1.0/conf/html": {"/req/html/definition", "/req/html/content"},
    "ogcapi-features-1/1.0/conf/oas30": {
        *("/req/oas30/oas-definition-1", "/req/oas30/oas-definition-2", "/req/oas30/oas-impl"),
        *("/req/oas30/completeness", "/req/oas30/exception-codes", "/req/oas30/security"),
    },
    "ogcapi-features-2/1.0/conf/crs": {f"/req/crs/{name}" for name in SYSTEMS.split()},
}
