"""Pages from files, one reader per kind of file."""
