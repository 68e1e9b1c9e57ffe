"""Pages for people that need nothing else: one file, styles and plots inside, no script, no request."""

from pathlib import Path

_HERE = Path(__file__).resolve().parent


def render_page(folder: Path, template: str, **values: object) -> str:
    """Render `template` of `folder`; it may include `page.css` and import `plots.html.j2`, which all pages share.

    Everything that comes from data is escaped. A value that the template asks for and that is not there raises.
    """
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
    return environment.get_template(template).render(values)


def _number(value: float | None, digits: int = 0) -> str:
    return "–" if value is None else f"{value:,.{digits}f}"
