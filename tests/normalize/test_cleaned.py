"""Records are cleaned by columns, and it shows only in what it costs."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from dataset.normalize.cleaned import cleaned_of, cleaned_records
from dataset.read.options import ReadOptions
from dataset.read.page import InputFile, PageMeta, Raw, Refused
from dataset.read.pages import page_of

FILE = InputFile(Path("a/b.jsonl"), "b.jsonl", "a")
# Of the first there is enough for a page that is taken as it is; each of the others makes one that is not.
PLAIN = "Chiều mưa, chợ quê vẫn đông người mua kẻ bán.\n" * 9
ODD = (
    *("\x00", "\x0b", "\x1b[1m", "\ufeff", "Viá»‡t Nam", "â€œ", "Ã¡", "«a", "ñ", "ñ ñ", "ð", "Þ", "thø", "º"),
    *("\u200b", "\u00a0", "  ", " \n", "\r\n", "\u2028", "e\u0301\u0302", "\u200d", "👩\u200d🌾", "Ð", "\t"),
    *("date 2023-06 Ngày 9-6, ", "\n\n", "trước ", "plain ASCII text, and so on ", "<", "x" * 400),
)
BROKEN = (b"\xff", b"\xc3", b"\xe1\xbb", "Ngày mới".encode("utf-16"), "Th«ng b¸o".encode("latin-1"), b"\x80")
texts = st.lists(st.sampled_from([PLAIN, *ODD]), max_size=4).map(lambda parts: "".join(parts).encode())
broken = st.tuples(texts, st.sampled_from(BROKEN), texts).map(b"".join)
records = st.builds(
    Raw,
    source_path=st.just("b.jsonl#1"),
    data=texts | broken,
    sha256=st.just("0" * 64),
    charset=st.sampled_from([None, "windows-1258"]),
    meta=st.sampled_from([PageMeta(), PageMeta(title="Một", url="https://bao.example/1", captions=("Ảnh",))]),
    byte_start=st.sampled_from([None, 5]),
    byte_end=st.sampled_from([None, 9]),
)
refused = st.just(Refused("b.jsonl#2", "broken", "no JSON", None))


@given(st.lists(records | refused, max_size=5))
@settings(deadline=None, max_examples=300)
def test_the_same_as_one_by_one(given_records: list[Raw | Refused]) -> None:
    options = ReadOptions(max_page_bytes=1_500)
    by_page = [page_of(one, options) if isinstance(one, Raw) else one for one in given_records]
    expected = cleaned_of([(FILE, page) for page in by_page])
    assert cleaned_records([(FILE, one) for one in given_records], options).equals(expected)


def test_html_is_read_as_html() -> None:
    html = f"<html><title>Chợ</title><body><article><p>{PLAIN}</p></article></body></html>".encode()
    for media in ("html", "unknown"):
        cleaned = cleaned_records([(FILE, Raw("a", html, "0" * 64, media))], ReadOptions())
        assert cleaned["text"][0].as_py().startswith("Chiều mưa")
