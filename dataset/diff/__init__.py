"""Two releases side by side, for a person and for programs.

Read in this order: `sides` (where the two come from: folders, or the Hub), `mix` (how far the mix moved), `marked` (texts
with what changed in them), `examples` (a few of each kind of change), `difference` (all of it), `page` (as HTML). What
changed and which version says so is schemas/release/compare.py, for a release and validation ask it, too.
"""
