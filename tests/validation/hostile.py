"""Data that would run, hide or break, wherever it were pasted unescaped."""

from tests.validation.factory import Tables, retext

SCRIPT = "<script>document.title='ran'</script>"
IMAGE = "<img src=x onerror=\"document.title='ran'\">"
BREAKERS = f"{SCRIPT}{IMAGE} ]]> --> &amp; \x1b[31m\u202ethgir\u202c \x00\x0b\ufffe `x` | {{{{ 7 * 7 }}}} \"' </title>"


def hostile(tables: Tables) -> None:
    """Put it into every field that a report shows."""
    articles, gold = tables["articles"], tables["gold"]
    for row in (0, 2):
        articles[row] |= {"title": BREAKERS, "source": BREAKERS, "author": BREAKERS, "source_path": BREAKERS}
    articles[1] |= {"event_date": BREAKERS, "language": BREAKERS, "kind": BREAKERS, "norm_version": BREAKERS}
    articles[13]["id"] = BREAKERS
    retext(articles[14], BREAKERS)
    entities = gold[3]["entities"]
    assert isinstance(entities, list)
    entities[0] |= {"label": BREAKERS, "text": BREAKERS}
    gold[4] |= {"topics": [BREAKERS], "primary_topic": BREAKERS, "status": BREAKERS}
    for row in tables["annotations"][:3]:
        row["annotator"] = BREAKERS
    tables["annotations"][5]["annotation_id"] = BREAKERS
    tables["quarantine"][0]["reason"] = BREAKERS
    tables["agreement"][0] |= {"measure": BREAKERS, "label": BREAKERS}
    tables["agreement"][3]["undefined_reason"] = BREAKERS
    tables["splits"][5]["split"] = BREAKERS


def shown_safely(text: str) -> bool:
    """Whether nothing of it is left that acts where it is read."""
    return not set(text) & set("\x00\x0b\x1b\u202e\u202c\ufffe")
