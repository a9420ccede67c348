"""The synthetic sample force: a seeded generator, its files and the planted truth. No place or person in it is real."""
