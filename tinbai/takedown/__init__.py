"""Taking articles down: what goes, out of which tables, and how it stays away."""
