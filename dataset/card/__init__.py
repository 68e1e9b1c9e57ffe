"""The dataset card: `dataset_card.md` filled from what the release holds, and its metadata for the Hub.

Read in this order: `render` (the whole), `metadata` (the YAML at its head), `corpus`, `labelling`, `agreement` and
`shape` (what the template says of the tables), `pictures` and `charts`, `sections` and `prose` (the user's own text).
"""
