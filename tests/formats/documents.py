"""Documents that formats stumble over, for Hypothesis."""

from hypothesis import strategies as st

from annotation.formats.labelled import Labelled
from schemas.contract import default_contract
from schemas.records import Span

# Vietnamese in NFC and in NFD, emoji beyond U+FFFF alone and joined, every kind of white space, and what
# the formats reserve.
_PIECES = (
    *"aĐệữ.,?!",
    "e\u0302\u0323",
    "Nguyê\u0303n",
    "Hà Nội",
    "🌾",
    "👨\u200d👩\u200d👧",
    " ",
    "  ",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\t",
    "\u00a0",
    "\u2028",
    "\x85",
    *"[]|_;*\\#-",
    "->",
    "O",
    "B-PER",
    "-DOCSTART-",
    "\\n",
    '"',
)
LABELS = default_contract().entity_names
TOPICS = default_contract().topic_codes

texts = st.lists(st.sampled_from(_PIECES), min_size=1, max_size=25).map("".join)


@st.composite
def documents(draw: st.DrawFn, *, flat: bool = False, edges: bool = True) -> Labelled:
    """A document; its spans overlap unless `flat`, and have white space at their edges where `edges` lets them."""
    text = draw(texts)
    spans: set[Span] = set()
    for _ in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, min(len(text), start + 12)))
        surface = text[start:end]
        if not edges and (surface.strip() != surface or not surface.strip()):
            continue
        if flat and any(start < other.end and other.start < end for other in spans):
            continue
        spans.add(Span(start, end, draw(st.sampled_from(LABELS)), surface))
    topics = tuple(draw(st.lists(st.sampled_from(TOPICS), unique=True, max_size=3)))
    primary = topics[0] if topics and draw(st.booleans()) else None
    id_ = draw(st.uuids()).hex
    return Labelled(text, id_, tuple(sorted(spans)), topics, primary)


def said(document: Labelled) -> tuple[object, ...]:
    """What must come home."""
    return (
        document.id,
        document.text,
        document.spans,
        frozenset(document.topics),
        document.primary_topic,
        document.faults,
    )
