"""Plain pictures of counts for the card: static SVG that reads on a light and on a dark page."""

import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence

# The page decides between light and dark; an SVG shown as an image follows the reader's setting alone.
_STYLE = (
    "text{font:13px system-ui,-apple-system,'Segoe UI',sans-serif;fill:#1f2328}.title{font-weight:600}.quiet{fill:#59636e}"
    "line{stroke:#d1d9e0}.bar{fill:#1558a6}"
    "@media(prefers-color-scheme:dark){text{fill:#f0f6fc}.quiet{fill:#9198a1}line{stroke:#3d444d}"
    ".bar{fill:#6ca8f0}}"
)
_ROW, _BAR, _CHAR, _WIDTH, _TOP = 24, 14, 7.8, 760, 40


def bar_chart(title: str, counts: Mapping[str, int]) -> str:
    """Horizontal bars in the given order, each with its name and its count. At least one is needed."""
    left = min(max(len(name) for name in counts) * _CHAR + 24, _WIDTH * 0.55)
    room = _WIDTH - left - 70
    most = max(*counts.values(), 1)
    svg = _canvas(title, _TOP + _ROW * len(counts) + 10)
    for number, (name, count) in enumerate(counts.items()):
        middle = _TOP + _ROW * number + _ROW / 2
        _text(svg, left - 8, middle + 4, name, anchor="end")
        length = room * count / most
        _add(
            svg,
            "rect",
            x=left,
            y=middle - _BAR / 2,
            width=max(length, 1),
            height=_BAR,
            rx=2,
            **{"class": "bar"},
        )
        _text(svg, left + length + 6, middle + 4, f"{count:,}", kind="quiet")
    return _written(svg)


def histogram(title: str, values: Sequence[int], unit: str, bins: int = 12) -> str:
    """Columns over equal steps of a round width; the last step holds what lies beyond. At least one value."""
    step = _round_step(sorted(values)[int(0.98 * (len(values) - 1))] / bins)
    counts = [0] * (bins + 1)
    for value in values:
        counts[min(value // step, bins)] += 1
    while len(counts) > 1 and not counts[-1]:
        counts.pop()
    height, left, base = 200, 20, _TOP + 170
    width = (_WIDTH - 2 * left) / len(counts)
    svg = _canvas(title, height + 50)
    _add(svg, "line", x1=left, y1=base, x2=_WIDTH - left, y2=base)
    for number, count in enumerate(counts):
        tall = 140 * count / max(counts)
        x = left + width * number
        _add(svg, "rect", x=x + 2, y=base - tall, width=width - 4, height=tall, rx=2, **{"class": "bar"})
        if count:
            _text(svg, x + width / 2, base - tall - 6, f"{count:,}", anchor="middle", kind="quiet")
        label = f"{number * step:,}" + ("+" if number == bins else "")
        _text(svg, x + 2, base + 18, label, kind="quiet")
    _text(svg, _WIDTH - left, base + 38, unit, anchor="end", kind="quiet")
    return _written(svg)


def _round_step(wanted: float) -> int:
    step = 1
    for factor in (1, 2, 5) * 6:
        if step * factor >= wanted:
            return step * factor
        step *= 10 if factor == 5 else 1
    return step


def _canvas(title: str, height: float) -> ET.Element:
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {_WIDTH} {height:g}",
            "width": str(_WIDTH),
            "height": f"{height:g}",
            "role": "img",
            "aria-label": title,
        },
    )
    ET.SubElement(svg, "style").text = _STYLE
    heading = ET.SubElement(svg, "text", {"x": "16", "y": "24", "class": "title"})
    heading.text = title
    return svg


def _text(
    svg: ET.Element, x: float, y: float, text: str, anchor: str = "start", kind: str | None = None
) -> None:
    attributes = {"x": f"{x:.1f}", "y": f"{y:.1f}", "text-anchor": anchor}
    if kind:
        attributes["class"] = kind
    ET.SubElement(svg, "text", attributes).text = text


def _add(svg: ET.Element, tag: str, **attributes: float | str) -> None:
    ET.SubElement(svg, tag, {name: v if isinstance(v, str) else f"{v:.1f}" for name, v in attributes.items()})


def _written(svg: ET.Element) -> str:
    return ET.tostring(svg, encoding="unicode") + "\n"
