"""spaCy's DocBin (`.spacy`), for `spacy train`: needs the extra `tinbai[spacy]`.

Tokens are the release's (syllables and punctuation marks), parted where a span cuts one, so that every span
fits. `doc.ents` has the outermost spans; where others lie in or across them, `doc.spans["sc"]`, spaCy's own
key for overlapping spans, has all. `doc.cats` has the topics; ids and main topics travel in `doc.user_data`.
"""

import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotation.formats.files import texts_below
from annotation.formats.labelled import Labelled, Lost, broken, spans_of
from annotation.formats.spacy_jsonl import chosen
from schemas.errors import UsageError
from schemas.files import whole_file
from schemas.ner.bio import outermost
from schemas.ner.tokens import tokens

if TYPE_CHECKING:
    from spacy.tokens import Doc

_OVERLAPPING = "sc"
_ID, _PRIMARY = "tinbai_id", "tinbai_primary_topic"


def read(path: Path) -> Iterator[Labelled]:
    """The documents of a file, or of every `.spacy` file of a folder.

    Raises:
        DataError: spaCy cannot read it.
        UsageError: spaCy is not installed.
    """
    new_vocabulary, doc_bin = _spacy()
    vocabulary = new_vocabulary()
    for file, place in texts_below(path, ".spacy"):
        try:
            found = list(doc_bin(store_user_data=True).from_disk(file).get_docs(vocabulary))
        # What zlib, msgpack and spaCy say of bytes that are something else: they share no error.
        except (ValueError, LookupError, TypeError, AttributeError, OSError, zlib.error) as error:
            raise broken(place, f"not a DocBin ({type(error).__name__})") from error
        for number, doc in enumerate(found, start=1):
            parts = [*doc.ents, *(span for group in doc.spans.values() for span in group)]
            spans, faults = spans_of(doc.text, [(p.start_char, p.end_char, p.label_) for p in parts])
            id_, primary = doc.user_data.get(_ID), doc.user_data.get(_PRIMARY)
            yield Labelled(
                doc.text,
                id_ if isinstance(id_, str) else None,
                spans,
                chosen(doc.cats),
                primary if isinstance(primary, str) else None,
                f"{place}:{number}",
                faults=faults,
            )


def write(documents: Iterable[Labelled], path: Path) -> Lost:
    """Write one file; the same documents give the same bytes with one version of spaCy.

    Raises:
        UsageError: spaCy is not installed.
    """
    new_vocabulary, doc_bin = _spacy()
    vocabulary = new_vocabulary()
    lost: Lost = Lost()
    made = doc_bin(attrs=["ENT_IOB", "ENT_TYPE", "SPACY"], store_user_data=True)
    for document in documents:
        lost["blank_documents"] += not document.text
        made.add(_doc(vocabulary, document))
    with whole_file(path) as part:
        part.write_bytes(made.to_bytes())
    return lost


def _doc(vocabulary: Any, document: Labelled) -> "Doc":
    from spacy.tokens import Doc

    words: list[str] = []
    spaces: list[bool] = []
    for start, end, space in _words(document):
        words.append(document.text[start:end])
        spaces.append(space)
    doc = Doc(vocabulary, words=words, spaces=spaces)
    assert doc.text == document.text

    def span(start: int, end: int, label: str) -> Any:
        return doc.char_span(start, end, label=label)

    outer = outermost(document.spans)
    doc.set_ents([span(s.start, s.end, s.label) for s in outer], default="outside")
    if len(outer) < len(document.spans):
        doc.spans[_OVERLAPPING] = [span(s.start, s.end, s.label) for s in document.spans]
    doc.cats = dict.fromkeys(document.topics, 1.0)
    if document.id is not None:
        doc.user_data[_ID] = document.id
    if document.primary_topic is not None:
        doc.user_data[_PRIMARY] = document.primary_topic
    return doc


def _words(document: Labelled) -> Iterator[tuple[int, int, bool]]:
    """Tokens with all that is between them: (start, end, whether one space follows that is no token)."""
    text = document.text
    starts, ends = {span.start for span in document.spans}, {span.end for span in document.spans}
    cuts = {place for extent in tokens(text, 0, len(text)) for place in extent} | starts | ends | {len(text)}
    start = 0
    for place in sorted(cuts):
        if place <= start:
            continue
        # A single space belongs to the word before it, unless a span begins or ends with it.
        space = text[place : place + 1] == " " and place not in starts and place + 1 not in ends
        yield start, place, space
        start = place + space


def _spacy() -> tuple[Any, Any]:
    try:
        from spacy.tokens import DocBin
        from spacy.vocab import Vocab
    except ImportError as error:
        raise UsageError(
            "spaCy is not installed", hint="Install tinbai[spacy], or use the format spacy-jsonl"
        ) from error
    return Vocab, DocBin
