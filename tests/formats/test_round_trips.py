"""What is written comes home, and what cannot is counted: no more and no less."""

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotation.formats import NAMES
from annotation.formats.labelled import LOSSES, Labelled, Lost
from annotation.formats.registry import format_named
from schemas.contract import default_contract
from schemas.ner import tag_article
from schemas.ner.bio import outermost
from schemas.records import Span
from tests.formats.documents import documents, said

# Files are synced as they are written, which a disk that others use takes its time over.
SHM = Path("/dev/shm") if os.access("/dev/shm", os.W_OK) else None
EVERYTHING = ("spacy-jsonl", "label-studio", "doccano", "spacy")
CONLL = ("conll", "conll2003", "conll-iob", "conll-bioes")


def round_trip(name: str, given: Sequence[Labelled]) -> tuple[list[Labelled], Lost]:
    kind = format_named(name)
    with tempfile.TemporaryDirectory(dir=SHM) as folder:
        path = Path(folder) / ("out" if kind.is_folder else f"out{kind.suffix}")
        lost = kind.write(given, path, default_contract())
        return list(kind.read(path)) if path.exists() else [], +lost


# The formats share a machine with servers: an example may be slow. Fifty of each stay within seconds.
often = settings(deadline=None, max_examples=50)
unlike = st.lists(documents(), max_size=3, unique_by=lambda document: document.id)


@pytest.mark.parametrize("name", EVERYTHING)
@often
@given(given=unlike)
def test_formats_with_offsets_and_fields_hold_all(name: str, given: list[Labelled]) -> None:
    home, lost = round_trip(name, given)
    assert [said(one) for one in home] == [said(one) for one in given]
    assert not lost


@often
@given(given=unlike)
def test_brat_holds_all_but_topics_and_the_edges_of_lines(given: list[Labelled]) -> None:
    home, lost = round_trip("brat", given)
    expected = {one.id: (one.text, _between_lines(one)) for one in given}
    assert {one.id: (one.text, one.spans) for one in home} == expected
    assert not any(one.faults or one.topics for one in home)
    changed = sum(
        _cut(span).text != span.text and bool(_cut(span).text) for one in given for span in one.spans
    )
    gone = sum(not _cut(span).text for one in given for span in one.spans)
    assert lost == Lost(
        {
            k: v
            for k, v in {
                "topics": sum(bool(o.topics) for o in given),
                "edge_space": changed,
                "blank_spans": gone,
            }.items()
            if v
        }
    )


def _cut(span: Span) -> Span:
    """Without line breaks at the edges."""
    left = span.text.lstrip("\r\n")
    inner = left.rstrip("\r\n")
    start = span.start + len(span.text) - len(left)
    return Span(start, start + len(inner), span.label, inner)


def _between_lines(document: Labelled) -> tuple[Span, ...]:
    return tuple(sorted({cut for span in document.spans if (cut := _cut(span)).text}))


@often
@given(given=st.lists(documents(edges=False), max_size=3, unique_by=lambda document: document.id))
def test_webanno_holds_all_but_topics_and_leading_space(given: list[Labelled]) -> None:
    home, lost = round_trip("webanno", given)
    worded = {one.id: one for one in given if one.text.strip()}
    assert lost["blank_documents"] == len(given) - len(worded)
    assert lost["topics"] == sum(bool(one.topics) for one in given)
    assert not lost["edge_space"]
    assert not lost["blank_spans"]
    # A document without a word has no sentence, so nothing in its file.
    assert {one.id for one in home if one.text} == set(worded)
    for one in home:
        if not one.text:
            continue
        given_one = worded[one.id]
        lead = len(given_one.text) - len(given_one.text.lstrip())
        assert (one.text[lead:], one.spans) == (given_one.text[lead:], given_one.spans)
        assert one.text[:lead].strip() == ""
        assert not one.faults
    leads = [one.text[: len(one.text) - len(one.text.lstrip())] for one in worded.values()]
    assert lost["leading_space"] == sum(bool(lead.strip(" ")) for lead in leads)


@often
@given(given=st.lists(documents(), max_size=2, unique_by=lambda document: document.id))
def test_webanno_says_which_edges_it_cuts(given: list[Labelled]) -> None:
    home, lost = round_trip("webanno", given)
    spans = [span for one in given for span in one.spans]
    assert lost["blank_spans"] == sum(not span.text.strip() for span in spans)
    assert lost["edge_space"] == sum(0 < len(span.text.strip()) < len(span.text) for span in spans)
    kept = {
        one.id: {(s.label, s.text.strip()) for s in one.spans if s.text.strip()}
        for one in given
        if one.text.strip()
    }
    assert {one.id: {(s.label, s.text) for s in one.spans} for one in home if one.text} == kept


@pytest.mark.parametrize("name", CONLL)
@often
@given(given=st.lists(documents(), max_size=3))
def test_conll_holds_tokens_and_spans_of_whole_tokens(name: str, given: list[Labelled]) -> None:
    home, lost = round_trip(name, given)
    worded = [one for one in given if one.text.strip()]
    assert lost["blank_documents"] == len(given) - len(worded)
    assert [_bare(one.text) for one in home] == [_bare(one.text) for one in worded]
    for one, was in zip(home, worded, strict=True):
        tagged, _ = tag_article(was.text, was.spans)
        held = [s for s in outermost(was.spans) if _stands(s, [sentence.extents for sentence in tagged])]
        assert [(s.label, _bare(s.text)) for s in one.spans] == [(s.label, _bare(s.text)) for s in held]
        assert all(one.text[s.start : s.end] == s.text for s in one.spans)
    outer = sum(len(outermost(one.spans)) for one in given)
    assert lost["nested"] == sum(len(one.spans) for one in given) - outer
    assert lost["cut"] == outer - sum(len(one.spans) for one in home)
    assert lost["topics"] == sum(bool(one.topics) for one in given)
    assert lost["ids"] == len(given)


def _bare(text: str) -> str:
    return "".join(text.split())


def _stands(span: Span, sentences: Sequence[Sequence[tuple[int, int]]]) -> bool:
    return any(
        span.start in {start for start, _ in extents} and span.end in {end for _, end in extents}
        for extents in sentences
    )


@pytest.mark.parametrize("name", NAMES)
@often
@given(given=st.lists(documents(), max_size=2, unique_by=lambda document: document.id))
def test_the_same_documents_give_the_same_bytes(name: str, given: list[Labelled]) -> None:
    kind = format_named(name)
    with tempfile.TemporaryDirectory(dir=SHM) as folder:
        written = []
        for turn in ("a", "b"):
            path = Path(folder) / turn / ("out" if kind.is_folder else f"out{kind.suffix}")
            lost = kind.write(given, path, default_contract())
            assert set(lost) <= set(LOSSES)
            written.append(
                {
                    f.relative_to(Path(folder, turn)): f.read_bytes()
                    for f in sorted(path.parent.rglob("*"))
                    if f.is_file()
                }
            )
        assert written[0] == written[1]
