"""How far a dataset has moved from a release, and whether that is more than chance."""
