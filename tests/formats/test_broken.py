"""A broken file gives one line that says file, line and what to do; never half of its labels."""

from pathlib import Path

import pytest

from annotation.formats.registry import format_named
from schemas.errors import DataError

HEAD = "#FORMAT=WebAnno TSV 3.3\n#T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|value\n\n\n"


@pytest.mark.parametrize(
    ("name", "file", "content", "says"),
    [
        ("conll", "a.conll", "Hà\tB-GPE\nNội\n", r"a\.conll:2: 'Nội'"),
        ("conll", "a.conll", "Hà\tB-GPE\nNội\tGPE\n", r"a\.conll:2: 'Nội\\tGPE'"),
        ("conll", "a.conll", b"H\xe0\tB-GPE\n", r"a\.conll:1: byte 1 is not UTF-8"),
        ("brat", "a.ann", "T1\tGPE 0 2\tHà\nT2 GPE 0 2\n", r"a\.ann:2: 'T2 GPE 0 2'"),
        ("brat", "b.ann", "", r"b\.ann: its text b\.txt is not beside it"),
        ("brat", "a.txt", "Hà", r"a\.txt: does not end in \.ann"),
        ("webanno", "a.tsv", "1-1\t0-2\tHà\t_\n", r"a\.tsv:1: does not begin with #FORMAT"),
        ("webanno", "a.tsv", HEAD + "#Text=Hà Nội\n1-1\t0-2\tHà\t_\n1-2\tNội\n", r"a\.tsv:7: '1-2\\tNội'"),
        ("webanno", "a.tsv", HEAD + "#Text=Hà Nội\n1-1\t0-2\tHa\t_\n", r"a\.tsv:6: 'Ha' is not in the text at 0-2"),
        ("webanno", "a.tsv", HEAD + "#Text=Hà\n1-1\t0-2\tHà\n", r"a\.tsv:6: 3 columns"),
        ("webanno", "a.tsv", HEAD + "#Text=Hà Nội\n\n", r"a\.tsv:6: a sentence without tokens"),
        ("webanno", "a.tsv", "#FORMAT=WebAnno TSV 3.3\n#T_SP=my.A|v\n#T_SP=my.B|v\n\n\n", r"my\.A, my\.B"),
        ("spacy", "a.spacy", b"no DocBin", r"a\.spacy: not a DocBin"),
        ("spacy-jsonl", "a.jsonl", '{"text": "Hà"}\n{"spans": []}\n', r"a\.jsonl:2: no `text`"),
        ("spacy-jsonl", "a.jsonl", '{"text": "Hà", "spans": [3]}\n', r"a\.jsonl:1: 3 is no span"),
        ("label-studio", "a.json", '[\n{"data": }]', r"a\.json:2: not JSON"),
        ("label-studio", "a.json", '[{"text": "Hà"}]', r"a\.json:task 1: no `data`"),
        ("label-studio", "a.json", '[{"data": {"a": "x", "b": "y"}}]', r"a\.json:task 1: no `text`"),
        ("label-studio", "a.json", '[{"data": {"text": "x"}, "annotations": [3]}]', r"task 1: `annotations`"),
        ("label-studio", "a.json", '[{"data": {"text": "x"}, "annotations": [{}]}]', r"without `result`"),
        ("doccano", "a.jsonl", '{"text": "Hà", "label": []}\n\n{"text": \n', r"a\.jsonl:3: not JSON"),
        ("doccano", "a.jsonl", '{"text": "Hà", "label": [[0, 2]]}\n', r"a\.jsonl:1: \[0, 2\] is no label"),
        ("doccano", "a.jsonl", "[" * 100_000, r"a\.jsonl:1: not JSON"),
    ],
)  # fmt: skip
def test_file_and_line(name: str, file: str, content: str | bytes, says: str, tmp_path: Path) -> None:
    path = tmp_path / file
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    if file == "a.ann":
        path.with_suffix(".txt").write_text("Hà", encoding="utf-8")
    with pytest.raises(DataError, match=says) as refused:
        list(format_named(name).read(path))
    assert refused.value.hint


@pytest.mark.parametrize(
    "name", ["conll", "brat", "webanno", "spacy", "spacy-jsonl", "label-studio", "doccano"]
)
def test_what_is_not_there(name: str, tmp_path: Path) -> None:
    kind = format_named(name)
    with pytest.raises(DataError, match="is not there"):
        list(kind.read(tmp_path / f"missing{kind.suffix}"))
    with pytest.raises(DataError, match="no file of this folder"):
        list(kind.read(tmp_path))
