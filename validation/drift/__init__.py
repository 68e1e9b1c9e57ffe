"""How far the workspace has moved from the last release, and whether that is more than chance."""
