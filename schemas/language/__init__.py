"""The language packs: everything tinbai knows about one language, and nothing else does.

A pack is a folder under its code: `vi`, and `en` to prove that there is a seam. `lexicon.yaml` has words and phrases,
`dates.py` and `personal.py` the shapes of dates and of numbers of persons. What stands beside the folders is for
every language; match keys and credits read Vietnamese and English at once.
"""
