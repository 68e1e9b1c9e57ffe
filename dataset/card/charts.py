"""Plain pictures of counts for the card: static SVG on a ground of its own, so that it reads on any page.

On the Hub and on GitHub an SVG is an image: it takes its colours from the reader's system, and not from the page
around it, which may be set otherwise. So it brings its own ground, light or dark, and its text is large enough for
a telephone.
"""

import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence

_STYLE = (
    "text{font:13px system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',sans-serif;fill:#1f2328}.title{font-weight:600}"
    ".quiet{fill:#59636e}.ground{fill:#fff;stroke:#d1d9e0}line{stroke:#d1d9e0}.bar{fill:#1558a6}"
    "@media(prefers-color-scheme:dark){text{fill:#f0f6fc}.quiet{fill:#9198a1}.ground{fill:#0d1117;stroke:#3d444d}"
    "line{stroke:#3d444d}.bar{fill:#6ca8f0}}"
)
_ROW, _BAR, _CHAR, _WIDTH, _TOP, _EDGE = 24, 14, 7.2, 520, 44, 16
_TALL = 130  # of the longest column
_LABEL = 46  # pixels that a label below a column needs
_BARS = {"class": "bar"}


def bar_chart(title: str, counts: Mapping[str, int]) -> str:
    """Horizontal bars in the given order, each with its name and its count. At least one is needed."""
    left = min(max(len(name) for name in counts) * _CHAR + 24, _WIDTH * 0.6)
    room = _WIDTH - left - 60
    most = max(*counts.values(), 1)
    svg = _canvas(title, _TOP + _ROW * len(counts) + 12)
    for number, (name, count) in enumerate(counts.items()):
        middle = _TOP + _ROW * number + _ROW / 2
        _text(svg, left - 8, middle + 4, name, anchor="end")
        length = room * count / most
        _add(svg, "rect", x=left, y=middle - _BAR / 2, width=max(length, 1), height=_BAR, rx=2, **_BARS)
        _text(svg, left + length + 6, middle + 4, f"{count:,}", kind="quiet")
    return _written(svg)


def histogram(title: str, values: Sequence[int], bins: int = 10) -> str:
    """Columns over equal steps of a round width; the last step holds what lies beyond. At least one value."""
    step = _round_step(sorted(values)[int(0.98 * (len(values) - 1))] / bins)
    counts = [0] * (bins + 1)
    for value in values:
        counts[min(value // step, bins)] += 1
    while len(counts) > 1 and not counts[-1]:
        counts.pop()
    named = {
        f"{number * step:,}" + ("+" if number == bins else ""): count for number, count in enumerate(counts)
    }
    return columns(title, named, steps=True)


def columns(title: str, counts: Mapping[str, int], *, steps: bool = False) -> str:
    """Upright columns in the given order; counts above and names below as far as there is room.

    `steps`: a name is where its column begins, and not what the whole of it is.
    """
    base = _TOP + 24 + _TALL
    width = (_WIDTH - 2 * _EDGE) / len(counts)
    apart = max(1, -(-_LABEL // int(width)))
    svg = _canvas(title, base + 36)
    _add(svg, "line", x1=_EDGE, y1=base, x2=_WIDTH - _EDGE, y2=base)
    for number, (name, count) in enumerate(counts.items()):
        tall = _TALL * count / max(*counts.values(), 1)
        x = _EDGE + width * number
        gap = min(2, width / 8)
        _add(svg, "rect", x=x + gap, y=base - tall, width=width - 2 * gap, height=tall, rx=2, **_BARS)
        if count and len(f"{count:,}") * _CHAR <= width + 8:
            _text(svg, x + width / 2, base - tall - 6, f"{count:,}", anchor="middle", kind="quiet")
        if number % apart == 0:
            place, anchor = (x + gap, "start") if steps else (x + width / 2, "middle")
            _text(svg, place, base + 18, name, anchor=anchor, kind="quiet name")
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
    _add(svg, "path", d=_rounded(_WIDTH, height, 6), **{"class": "ground"})
    heading = ET.SubElement(svg, "text", {"x": str(_EDGE), "y": "27", "class": "title"})
    heading.text = title
    return svg


def _rounded(width: float, height: float, radius: float) -> str:
    """A frame half a pixel inside, so that its line is sharp."""
    across, down = width - 1 - 2 * radius, height - 1 - 2 * radius
    corner = f"a{radius} {radius} 0 0 1"
    return (
        f"M{0.5 + radius:g} .5h{across:g}{corner} {radius} {radius}v{down:g}{corner} -{radius} {radius}"
        f"h-{across:g}{corner} -{radius} -{radius}v-{down:g}{corner} {radius} -{radius}z"
    )


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
