"""What stands around a story: makers of parts, each drawn once for a site, then laid on its pages."""
