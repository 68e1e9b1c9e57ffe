"""Styles that tuning may look at: one module each, with `make_site` and `render` (see `page.Style`)."""
