"""Streams the tables once and finds what breaks the checks."""
