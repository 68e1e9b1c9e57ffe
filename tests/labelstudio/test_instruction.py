"""The guide as HTML."""

from annotation.instruction import instruction_html


def test_headings_tables_and_no_raw_html() -> None:
    html = instruction_html(
        "# Nhãn\n\n| Nhãn | Phím |\n| --- | --- |\n| Người | 1 |\n\n<script>alert(1)</script>"
    )
    assert "<h1>Nhãn</h1>" in html
    assert "<td>Người</td>" in html
    assert "<script>" not in html
