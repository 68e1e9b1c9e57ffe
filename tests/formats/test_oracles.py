"""What others' own readers and writers make of our files, and we of theirs."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from label_studio_sdk.converter import Converter
from spacy.tokens import Doc, DocBin
from spacy.training import Corpus
from spacy.training.converters import conll_ner_to_docs
from spacy.vocab import Vocab
from web_anno_tsv import open_web_anno_tsv

from annotation.formats import brat, conll, docbin, label_studio, spacy_jsonl, webanno
from annotation.formats.labelled import Labelled
from annotation.results import bare
from schemas.contract import default_contract
from schemas.label_config import label_config
from schemas.ner import tag_article
from schemas.records import Span

TEXT = (
    "Sáng 12/3, ông Nguyễn Văn Tám 🌾 (Vụ Hợp tác quốc tế) đến Hà  Nội hôm nay.\n\n"
    "Bà Anna de Vries ở La Haye nói: “Lúa Xanh là của Việt Nam”."
)
SURFACES = (
    ("12/3", "DATE"),
    ("Nguyễn Văn Tám", "PER"),
    ("Vụ Hợp tác quốc tế", "ORG"),
    ("Hà  Nội", "GPE"),
    ("Anna de Vries", "PER"),
    ("La Haye", "GPE"),
    ("Lúa Xanh", "MISC"),
    ("Việt Nam", "GPE"),
)


def document(text: str = TEXT, surfaces: Sequence[tuple[str, str]] = SURFACES) -> Labelled:
    spans = [Span(text.index(s), text.index(s) + len(s), label, s) for s, label in surfaces]
    return Labelled(text, "mot-bai", tuple(sorted(spans)), ("medtop:20000210",), "medtop:20000210")


def names(spans: Sequence[Span]) -> list[tuple[str, str]]:
    return [(" ".join(span.text.split()), span.label) for span in spans]


def test_nltk_reads_our_conll(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import nltk  # two seconds, for the worker alone that runs this
    from nltk.corpus.reader import ConllCorpusReader

    monkeypatch.setattr(nltk.data, "path", [str(tmp_path)])  # it opens files nowhere else
    conll.write([document()], tmp_path / "a.conll")
    reader = ConllCorpusReader(str(tmp_path), ["a.conll"], ("words", "chunk"), separator="\t")
    sentences = [[tuple(row) for row in grid] for grid in reader._grids()]
    tagged, _ = tag_article(TEXT, document().spans)
    expected = [
        [(TEXT[a:b], tag) for (a, b), tag in zip(one.extents, one.tags, strict=True)] for one in tagged
    ]
    assert sentences == [[], *expected]  # it knows -DOCSTART- for what it is


@pytest.mark.parametrize("columns", [2, 4])
def test_spacy_converts_our_conll(columns: conll.Literal[2, 4], tmp_path: Path) -> None:
    path = tmp_path / "a.conll"
    conll.write([document()], path, columns=columns)
    # spaCy takes columns between spaces.
    docs = list(conll_ner_to_docs(path.read_text(encoding="utf-8").replace("\t", " "), no_print=True))
    found = [(ent.text, ent.label_) for doc in docs for ent in doc.ents]
    tokens = ["12 / 3" if surface == "12/3" else surface for surface, _ in names(document().spans)]
    assert found == list(zip(tokens, [label for _, label in names(document().spans)], strict=True))


def test_label_studios_converter_reads_our_json_and_we_its_conll(tmp_path: Path) -> None:
    """Its tokens are Treebank's, so a name beside a quote is not a token of its own: those are left out here."""
    given = document(surfaces=[s for s in SURFACES if s[0] not in ("Lúa Xanh", "Việt Nam")])
    label_studio.write([given], tmp_path / "export.json", default_contract())
    converter = Converter(config=label_config(default_contract()), project_dir=str(tmp_path))
    converter.convert_to_conll2003(str(tmp_path / "export.json"), str(tmp_path / "out"), is_dir=False)
    (home,) = conll.read(tmp_path / "out" / "result.conll")
    assert [(bare(s.text), s.label) for s in home.spans] == [(bare(s.text), s.label) for s in given.spans]


def test_spacy_trains_on_our_docbin(tmp_path: Path) -> None:
    docbin.write([document()], tmp_path / "a.spacy")
    from spacy.lang.xx import MultiLanguage

    (example,) = Corpus(tmp_path / "a.spacy")(MultiLanguage())
    assert example.reference.text == TEXT
    assert [(e.start_char, e.end_char, e.label_) for e in example.reference.ents] == [
        (s.start, s.end, s.label) for s in document().spans
    ]
    assert example.reference.cats == {"medtop:20000210": 1.0}


def theirs() -> Doc:
    doc = Doc(Vocab(), words=["Ở", "Hà", "Nội", "🌾", "có", "mưa", "."], spaces=[True] * 5 + [False, False])
    doc.set_ents([doc.char_span(2, 8, label="GPE")])
    doc.spans["sc"] = [doc.char_span(2, 4, label="LOC")]
    doc.cats = {"medtop:17000000": 0.9, "medtop:06000000": 0.2}
    return doc


def test_we_read_spacys_own(tmp_path: Path) -> None:
    path = tmp_path / "theirs.spacy"
    DocBin(docs=[theirs()], store_user_data=True).to_disk(path)
    (home,) = docbin.read(path)
    assert (home.text, home.topics) == ("Ở Hà Nội 🌾 có mưa.", ("medtop:17000000",))
    assert names(home.spans) == [("Hà", "LOC"), ("Hà Nội", "GPE")]
    lines = tmp_path / "theirs.jsonl"
    v2 = ["Ở Hà Nội.", {"entities": [[2, 8, "GPE"]]}]
    lines.write_text(json.dumps(theirs().to_json()) + "\n" + json.dumps(v2) + "\n", encoding="utf-8")
    first, second = spacy_jsonl.read(lines)
    assert (first.spans, first.topics) == (home.spans, home.topics)
    assert names(second.spans) == [("Hà Nội", "GPE")]


def test_web_anno_tsv_reads_ours(tmp_path: Path) -> None:
    webanno.write([document()], tmp_path)
    with open_web_anno_tsv(str(tmp_path / "mot-bai.tsv")) as sentences:
        found = [(a.text, a.label) for sentence in sentences for a in sentence.annotations]
    assert sorted(found) == sorted((span.text, span.label) for span in document().spans)


# The format's own description gives these shapes; the words are ours.
WEBANNO = """#FORMAT=WebAnno TSV 3.3
#T_SP=de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS|PosValue
#T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|identifier|value
#T_RL=de.tudarmstadt.ukp.dkpro.core.api.syntax.type.dependency.Dependency|DependencyType|BT_x


#Text=Lúa 😊 tốt, Hà Nội!
1-1\t0-3\tLúa\tNN\t*\tMISC\tSUBJ\t1-3
1-2\t4-6\t😊\t_\t_\t_\t_\t_
1-3\t7-10\ttốt\tJJ\t_\t_\t_\t_
1-4\t10-11\t,\t_\t_\t_\t_\t_
1-5\t12-14\tHà\tNP\t*[1]|*[2]\tGPE[1]|LOC\\_X[2]\t_\t_
1-6\t15-18\tNội\tNP\t*[1]\tGPE[1]\t_\t_
1-6.1\t15-16\tN\t_\t*\tORG\t_\t_
1-7\t18-19\t!\t_\t_\t_\t_\t_

#Sentence.id=s2
#Text=Hết \\\\ rồi
#Text=nhé
2-1\t21-24\tHết\t_\t_\t_\t_\t_
2-2\t25-26\t\\\t_\t_\t_\t_\t_
2-3\t27-30\trồi\t_\t_\t*\t_\t_
2-4\t31-34\tnhé\t_\t_\t_\t_\t_
"""


def test_webanno_of_the_book(tmp_path: Path) -> None:
    path = tmp_path / "bai.tsv"
    path.write_text(WEBANNO, encoding="utf-8")
    (home,) = webanno.read(path)
    assert home.text == "Lúa 😊 tốt, Hà Nội!\n Hết \\ rồi\nnhé"
    assert [(s.text, s.label) for s in home.spans] == [
        ("Lúa", "MISC"), ("Hà", "LOC_X"), ("Hà Nội", "GPE"), ("N", "ORG"),
    ]  # fmt: skip
    assert [fault.reason for fault in home.faults] == ["label"]
    assert home.ignored == {"other layers": 2}
    # A tool that counted code points: the tokens prove it.
    moved = WEBANNO.replace("4-6\t😊", "4-5\t😊")
    for old in ("7-10", "10-11", "12-14", "15-18", "15-16", "18-19", "21-24", "25-26", "27-30", "31-34"):
        begin, end = old.split("-")
        moved = moved.replace(f"\t{old}\t", f"\t{int(begin) - 1}-{int(end) - 1}\t")
    path.write_text(moved, encoding="utf-8")
    assert next(webanno.read(path)).spans == home.spans


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        # CoNLL-2003 itself is IOB: B only where two of one label meet.
        ("Hà NN I-NP I-GPE\nNội NN I-NP I-GPE\nHuế NN I-NP B-GPE\n", ["Hà Nội", "Huế"]),
        ("Hà\tB-GPE\nNội\tI-GPE\nHuế\tB-GPE\n", ["Hà Nội", "Huế"]),
        ("Hà\tB-GPE\nNội\tE-GPE\nHuế\tS-GPE\n", ["Hà Nội", "Huế"]),
        ("Hà B-GPE\nNội L-GPE\nHuế U-GPE\n", ["Hà Nội", "Huế"]),
        # VLSP and PhoNER join the syllables of a word.
        ("Hà_Nội\tB-GPE\nHuế\tB-GPE\n", ["Hà Nội", "Huế"]),
        # Sentences part names, whatever the tags say.
        ("Hà\tB-GPE\n\nNội\tI-GPE\n", ["Hà", "Nội"]),
        ("# câu 1\nHà\tB-GPE\r\nNội\tI-LOC\r\n", ["Hà", "Nội"]),
    ],
)
def test_every_scheme_of_tags(lines: str, expected: list[str], tmp_path: Path) -> None:
    path = tmp_path / "a.conll"
    path.write_bytes(lines.encode())
    (home,) = conll.read(path)
    assert [span.text for span in home.spans] == expected


def test_brat_of_the_book(tmp_path: Path) -> None:
    (tmp_path / "d.txt").write_text("Lũ ở Cà\nMau, Bạc Liêu và Sóc Trăng", encoding="utf-8")
    (tmp_path / "d.ann").write_text(
        "T1\tGPE 5 7;8 11\tCà Mau\nT2\tGPE 13 16;25 34\tBạc Sóc Trăng\nT3\tEVENT 0 2\tLũ\nE1\tEVENT:T3 In:T1\n"
        "A1\tSure T1\nR1\tNear Arg1:T1 Arg2:T2\n*\tEquiv T1 T2\nN1\tReference T1 W:1\tCà Mau\n"
        "#1\tAnnotatorNotes T1\tchắc chưa?\nT4\tGPE 17 21\tLiễu\n",
        encoding="utf-8",
    )
    (home,) = brat.read(tmp_path)
    assert [(s.text, s.label) for s in home.spans] == [("Lũ", "EVENT"), ("Cà\nMau", "GPE")]
    assert sorted(fault.reason for fault in home.faults) == ["discontinuous", "surface"]
    assert home.ignored == {"events": 1, "attributes": 1, "relations": 2, "normalisations": 1, "notes": 1}
