"""Small made-up pages for tests of the stage."""

from pathlib import Path

SENTENCE = (
    "Người dân xã Tân Lập cho biết vụ mùa năm nay được giá hơn năm trước và nhiều hộ đã mở rộng diện tích."
)


def story(title: str, *, paragraphs: int = 3, mark: str = "") -> str:
    """A page with a title and paragraphs that no other title's page has."""
    body = [f"{title}: đoạn {number}{mark}. {SENTENCE} {SENTENCE}" for number in range(1, paragraphs + 1)]
    return "\n\n".join([title, *body]) + "\n"


def write_pages(folder: Path, pages: dict[str, str | bytes]) -> Path:
    for name, text in pages.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a workspace with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
