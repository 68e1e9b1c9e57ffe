"""Pages for people that need nothing else: one file, styles and plots inside, no script, no request."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from schemas.visible import visible

if TYPE_CHECKING:
    from jinja2 import Environment

_HERE = Path(__file__).resolve().parent


def render_page(folder: Path, template: str, **values: object) -> str:
    """Render `template` of `folder`; it may include `page.css` and import `plots.html.j2`, which all pages share.

    Everything that comes from data is escaped. A value that the template asks for and that is not there raises.
    """
    return _environment(folder).get_template(template).render(values)


@cache
def _environment(folder: Path) -> "Environment":
    """Kept, for compiling a template takes longer than rendering it."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader([folder, _HERE]),
        autoescape=True,  # always: the default goes by the template's ending
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["number"] = _number
    environment.filters["visible"] = _visible
    return environment


def _number(value: float | None, digits: int = 0) -> str:
    return "–" if value is None else f"{value:,.{digits}f}"


def _visible(text: str, longest: int = 200) -> str:
    return visible(text if len(text) <= longest else text[: longest - 1] + "…")
