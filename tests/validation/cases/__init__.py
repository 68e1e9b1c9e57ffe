"""For each check: data that pass, data that fail, and the edge between. Groups are in files of their own."""
