"""Labels that people bring from elsewhere and take away: one file a format, `read` and `write` around `Labelled`."""

NAMES = (
    "conll", "conll2003", "conll-iob", "conll-bioes", "brat", "webanno", "spacy", "spacy-jsonl", "label-studio",
    "doccano",
)  # fmt: skip
