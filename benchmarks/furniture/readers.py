"""Who is measured: tinbai on the text and on the HTML, its peers on the HTML, and doing nothing."""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.furniture.corpus import LabelledPage
from benchmarks.furniture.html import to_html
from benchmarks.furniture.score import found_in
from dataset.normalize.cleaned import cleaned_of
from dataset.normalize.decide import decide_batch
from dataset.normalize.evidence import survey
from dataset.normalize.merge import merge
from dataset.read.options import ReadOptions
from dataset.read.page import InputFile, Page, Raw, Refused
from dataset.read.pages import page_of
from schemas.contract import default_contract
from schemas.language.pack import language_pack

# For each page of one site: which of its lines were kept, and its title.
Kept = tuple[list[bool], str | None]
Reader = Callable[[Sequence[LabelledPage]], list[Kept]]


def everything(pages: Sequence[LabelledPage]) -> list[Kept]:
    """Nothing is done: every line is kept, the first is the title."""
    return [([True] * len(page.blocks), next(b.text for b in page.blocks if b.text)) for page in pages]


def tinbai_text(pages: Sequence[LabelledPage]) -> list[Kept]:
    """From text, with what the corpus says about the lines of the site."""
    return _by_line(pages, evidence=True)


def tinbai_text_alone(pages: Sequence[LabelledPage]) -> list[Kept]:
    """From text, each page as if it were the only one of its site."""
    return _by_line(pages, evidence=False)


def tinbai_html(pages: Sequence[LabelledPage]) -> list[Kept]:
    """From HTML, with the corpus' evidence."""
    found = [page_of(_raw(page), ReadOptions()) for page in pages]
    cleaned = cleaned_of([(_file(page), got) for page, got in zip(pages, found, strict=True)])
    decided = decide_batch(cleaned, merge([survey(cleaned)]), *_LIMITS)
    texts, titles = decided.pages["text"].to_list(), decided.pages["title"].to_list()
    return [
        (found_in(page, text.split("\n")), title)
        for page, text, title in zip(pages, texts, titles, strict=True)
    ]


def trafilatura_fast(pages: Sequence[LabelledPage]) -> list[Kept]:
    return [_trafilatura(page, precise=False) for page in pages]


def trafilatura_precise(pages: Sequence[LabelledPage]) -> list[Kept]:
    return [_trafilatura(page, precise=True) for page in pages]


def justext(pages: Sequence[LabelledPage]) -> list[Kept]:
    """jusText with its Vietnamese stop list; it looks for no title."""
    import justext as peer  # type: ignore[import-untyped]  # it has no types

    stops = peer.get_stoplist("Vietnamese")
    kept: list[Kept] = []
    for page in pages:
        paragraphs = peer.justext(to_html(page).encode(), stops, encoding="utf-8")
        kept.append((found_in(page, [p.text for p in paragraphs if not p.is_boilerplate]), None))
    return kept


READERS: dict[str, Reader] = {
    "tinbai, text": tinbai_text,
    "tinbai, text, no evidence": tinbai_text_alone,
    "tinbai, HTML": tinbai_html,
    "trafilatura fast, HTML": trafilatura_fast,
    "trafilatura precision, HTML": trafilatura_precise,
    "jusText Vietnamese, HTML": justext,
    "everything": everything,
}

_CONTRACT = default_contract()
_LIMITS = (language_pack(_CONTRACT.language), _CONTRACT.limits, _CONTRACT.language)


def _by_line(pages: Sequence[LabelledPage], *, evidence: bool) -> list[Kept]:
    cleaned = cleaned_of([(_file(page), _page(page)) for page in pages])
    decided = decide_batch(cleaned, merge([survey(cleaned)] if evidence else []), *_LIMITS)
    kept = [[False] * len(page.blocks) for page in pages]
    articles = (decided.pages["kind"] == "article").to_list()
    lines = decided.lines.filter("kept")
    for number, line in zip(lines["page"].to_list(), lines["line"].to_list(), strict=True):
        if articles[number] and line <= len(kept[number]):
            kept[number][line - 1] = True
    return list(zip(kept, decided.pages["title"].to_list(), strict=True))


def _trafilatura(page: LabelledPage, *, precise: bool) -> Kept:
    import trafilatura

    found = trafilatura.bare_extraction(
        to_html(page), fast=not precise, favor_precision=precise, include_comments=False, with_metadata=True
    )
    if found is None or isinstance(found, dict):
        return [False] * len(page.blocks), None
    return found_in(page, (found.text or "").split("\n")), found.title


def _file(page: LabelledPage) -> InputFile:
    # The root is the site's key: a page of text has no address, and its folder stands for its site.
    return InputFile(Path(page.path), page.path, page.site)


def _page(page: LabelledPage) -> Page | Refused:
    text = page.text
    return Page(page.path, hashlib.sha256(text.encode()).hexdigest(), len(text.encode()), text)


def _raw(page: LabelledPage) -> Raw:
    data = to_html(page).encode()
    return Raw(page.path, data, hashlib.sha256(data).hexdigest(), "html", "utf-8")
