"""Small areas on the ground: coordinates, coverage, neighbours, assigning points, recoding between 2011 and 2021."""
