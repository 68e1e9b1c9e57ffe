"""One reader per format: an open stream in, raw records out."""
