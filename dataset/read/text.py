"""Text pages: what a crawler wrote down of a page, in UTF-8."""

from dataset.read.encoding import decoded
from dataset.read.html import read_html
from dataset.read.page import InputFile, Page, Raw, Refused
from dataset.read.sniff import is_html


def read_text(file: InputFile, data: bytes, sha256: str) -> Page | Refused:
    """The page in a text file, or in an HTML file that is called .txt."""
    if is_html(data):
        return read_html_file(file, data, sha256)
    text = decoded(data)
    if isinstance(text, str):
        return Page(file.source_path, sha256, len(data), text)
    reason, detail = text
    return Refused(file.source_path, reason, detail, sha256, len(data))


def read_html_file(file: InputFile, data: bytes, sha256: str) -> Page | Refused:
    text = decoded(data)
    if isinstance(text, str):
        return read_html(Raw(file.source_path, data, sha256, "html"), text)
    reason, detail = text
    return Refused(file.source_path, reason, detail, sha256, len(data))
