"""The verbs of the command line: each only parses, and calls one function that takes plain values."""
