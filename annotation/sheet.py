"""The guide on one printed page: labels, keys and topics from the contract, rules and decisions from the guide."""

from html import escape

from annotation.instruction import guide_html
from schemas.contract import Contract, Topic
from schemas.label_config import in_branches

# Set small enough that the default contract's labels, topics and decisions fit an A4 page with room for a
# few more; `tests/labelstudio/test_sheet.py` prints it.
_CSS = """
@page { size: A4 portrait; margin: 8mm; }
* { box-sizing: border-box; }
html { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
body { margin: 0; font: 8pt/1.25 "Noto Sans", "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; color: #111; }
main { columns: 2; column-gap: 5mm; }
h1 { font-size: 13pt; margin: 0 0 1.5mm; }
h1 small { font-size: 8pt; font-weight: 400; color: #444; }
h2 { font-size: 9.6pt; margin: 2mm 0 0.7mm; break-after: avoid; }
h2:first-child { margin-top: 0; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: 0.35mm 0.8mm; border-bottom: 0.2mm solid #bbb; text-align: left; vertical-align: top; }
tr { break-inside: avoid; }
ul, ol { margin: 0; padding-left: 3.5mm; }
p { margin: 0 0 0.7mm; }
kbd { display: inline-block; min-width: 3.6mm; padding: 0 0.8mm; border-radius: 0.6mm; color: #fff; font: inherit; font-weight: 700; text-align: center; }
.topics { columns: 2; column-gap: 3mm; font-size: 7.6pt; line-height: 1.2; padding: 0; list-style: none; }
.topics .below { padding-left: 2.5mm; }
"""

_WORDS = {
    "vi": ("Tờ nhắc việc gán nhãn", "phiên bản", "Nhãn và phím", "Chủ đề"),
    "en": ("Labeling on one page", "version", "Labels and keys", "Topics"),
}


def sheet_html(contract: Contract, guide: str, language: str) -> str:
    """A page of HTML that prints on one side of A4.

    `guide` is the guide in Markdown, in this `language` (vi or en): its level-2 sections after the first are
    taken over, without the section about topics where the contract has none.
    """
    vietnamese = language == "vi"
    title, version, labels, topics = _WORDS["vi" if vietnamese else "en"]
    rows = "".join(
        f'<tr><td><kbd style="background:{label.colour}">{escape(label.hotkey)}</kbd></td>'
        f"<td><b>{escape(label.name_vi if vietnamese else label.name_en)}</b> {label.name}</td>"
        f"<td>{escape(label.definition_vi if vietnamese else label.definition)}</td></tr>\n"
        for label in contract.entities
    )
    parts = [f"<h2>{labels}</h2>\n<table>\n{rows}</table>\n", *map(guide_html, _sections(guide))]
    if contract.topics:
        parts.append(f'<h2>{topics} (IPTC)</h2>\n<ul class="topics">\n{_topics(contract, vietnamese)}</ul>\n')
    return (
        f'<!doctype html>\n<html lang="{language}">\n<meta charset="utf-8">\n<title>{title}</title>\n'
        f"<style>{_CSS}</style>\n<h1>{title} <small>tinbai, {version} {contract.guideline_version}</small></h1>\n"
        f"<main>\n{''.join(parts)}</main>\n</html>\n"
    )


def _sections(guide: str) -> list[str]:
    """The guide's level-2 sections but the first, which tells how the page works and lists the labels."""
    return [f"## {section}" for section in guide.split("\n## ")[2:]]


def _topics(contract: Contract, vietnamese: bool) -> str:
    depths: dict[str, int] = {}
    lines = []
    for topic in in_branches(contract.topics):
        depths[topic.code] = depths.get(topic.parent or "", -1) + 1
        below = ' class="below"' if depths[topic.code] else ""
        lines.append(f"<li{below}>{escape(_name(topic, vietnamese))}</li>\n")
    return "".join(lines)


def _name(topic: Topic, vietnamese: bool) -> str:
    return topic.name_vi if vietnamese else topic.name_en
