"""`croissant.json`: a release described for programs, in Croissant 1.1 with the vocabulary for responsible AI.

Read in this order: `describe` (the whole), `record_sets` (a config's columns, from its files' own schema), `fields`
(one column), `rai` (how the data came about), `check` (its hashes against the files). It is plain JSON-LD; tests
read it with mlcroissant, the standard's own library.
"""

CROISSANT = "croissant.json"
