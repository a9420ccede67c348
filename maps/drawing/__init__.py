"""Maps and charts drawn as Leaflet features and SVG."""
