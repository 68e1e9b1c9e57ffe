"""Site styles that nobody who tunes the extractor may open: their words and orders are to stay unseen.

Only their scores leave this folder. Change a style to mend a wrong label, never because of a score.
"""
