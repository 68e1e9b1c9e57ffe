"""Contrast of text as a page really draws it, by WCAG 2.2 (relative luminance, contrast ratio)."""

from playwright.sync_api import Locator

# A half-transparent background lies on what is below it: blend from the first opaque one upwards.
_DRAWN = """element => {
  const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const rgb = colour => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data; return [r, g, b, a / 255]; };
  const layers = [];
  for (let at = element; at; at = at.parentElement) {
    const layer = rgb(getComputedStyle(at).backgroundColor);
    if (layer[3] > 0) layers.push(layer);
    if (layer[3] === 1) break;
  }
  let below = [255, 255, 255];
  for (const [r, g, b, a] of layers.reverse())
    below = [r, g, b].map((value, i) => value * a + below[i] * (1 - a));
  const text = rgb(getComputedStyle(element).color);
  return [text.slice(0, 3).map((value, i) => value * text[3] + below[i] * (1 - text[3])), below];
}"""


def contrast(text: Locator) -> float:
    """The contrast of an element's own text against what lies behind it, from 1 to 21."""
    front, behind = text.evaluate(_DRAWN)
    lighter, darker = sorted((luminance(front), luminance(behind)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(rgb: list[float]) -> float:
    """Relative luminance of a colour in sRGB, channels from 0 to 255 (WCAG 2.2)."""
    red, green, blue = (
        part / 12.92 if (part := value / 255) <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for value in rgb
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
