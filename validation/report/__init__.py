"""The reports: one page for people, and files for machines."""
