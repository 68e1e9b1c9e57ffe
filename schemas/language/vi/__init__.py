"""Vietnamese: its words and phrases, names, dates, syllables, and how persons are numbered."""
