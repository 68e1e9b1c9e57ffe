"""The language pack: everything tinbai knows about one language, and nothing else does.

`clean` is for every language. Tone placement, match keys, dates and credits are Vietnamese; words and
phrases stand in `vi.yaml`.
"""
