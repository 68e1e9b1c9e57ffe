"""The page of `tinbai status --html`: one file that needs nothing else."""

from pathlib import Path

from schemas.contract import default_contract
from schemas.inline_page import render_page
from tinbai.status.lines import summary
from tinbai.status.picture import Picture

_HERE = Path(__file__).resolve().parent


def status_html(picture: Picture) -> str:
    return render_page(_HERE, "page.html.j2", picture=picture)
