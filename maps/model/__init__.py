"""What the pages can show: the inputs of a site, layers, classes and series."""
