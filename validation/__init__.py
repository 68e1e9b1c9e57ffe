"""Checks of everything in a workspace, and the report that says what they found."""
