"""A project's own text stands in every card, where it belongs, and cannot break the rest of it."""

import re
from pathlib import Path

import pytest
from huggingface_hub import DatasetCard
from hypothesis import given, settings
from hypothesis import strategies as st

from dataset.card.prose import parse_prose, read_prose
from dataset.card.sections import SECTIONS, Prose, placing
from schemas.errors import ConfigError
from schemas.resources import resource
from tests.conftest import ROOT

OWN = """\
A line under the title with {{ info.license }} and {% raw %}.

## who labelled it

Ba sinh viên **ngôn ngữ học**.

### Pay

By the hour.

```markdown
## Not a heading
---
```

## Instead of Licence

All of it is free. ---
"""


def test_each_passage_goes_to_its_section() -> None:
    prose = parse_prose(OWN)
    assert prose.opening == "A line under the title with {{ info.license }} and {% raw %}."
    assert list(prose.passages) == ["Who labelled it", "Licence"]
    assert prose.passages["Who labelled it"].text.startswith("Ba sinh viên **ngôn ngữ học**.\n\n### Pay")
    assert "## Not a heading" in prose.passages["Who labelled it"].text
    assert prose.passages["Licence"].instead


def test_instead_takes_the_sentences_and_leaves_the_figures() -> None:
    rendered: dict[str, str] = {}
    section = placing(parse_prose("## Instead of Biases\n\nOurs.\n\n## Known limits\n\nMore."), rendered)
    assert (
        section("Biases", "| a figure |", caller=lambda: "theirs") == "## Biases\n\nOurs.\n\n| a figure |\n\n"
    )
    assert section("Known limits", caller=lambda: "theirs") == "## Known limits\n\ntheirs\n\nMore.\n\n"
    assert section("Thanks", caller=lambda: "\n") == ""
    assert list(rendered) == ["Biases", "Known limits"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("## Known limit\n\nx", "card.md:1: the card has no section 'Known limit'; nearest: Known limits"),
        ("\n# Title\n\nx", "card.md:2: the card has no section 'Title'"),
        ("---\nlicense: mit\n---\n\nx", "card.md:2: the card has no section 'license: mit'"),
        ("## Thanks\n\nx\n\n## thanks\n\ny", "card.md:5: the section 'Thanks' stands twice"),
        ("## Instead of Agreement\n\nx", "card.md:1: 'Agreement' holds what the data and the rules say"),
        ("## Instead of Thanks\n\nx", "card.md:1: 'Thanks' is yours alone"),
        ("## Thanks\n\n```\nx", "card.md:1: a code block or a comment is not closed"),
        ("Hello <!-- x", None),
        ("## Thanks\n\n<!-- x\n\ny", "card.md:1: a code block or a comment is not closed"),
        ("## Thanks\n\n<details>\n\ny", "card.md:1: <details> is not closed"),
        ("## Thanks\n\n</div>\n\ny", "card.md:1: </div> closes nothing"),
        ("## Thanks\n\n<details><summary>a</summary>\n\nb <br> c\n\n</details>", None),
        ("## Thanks\n\n> quoted\n- item\n\n        code", None),
    ],
)
def test_what_cannot_be_placed_is_refused_with_its_line(text: str, told: str | None) -> None:
    if told is None:
        parse_prose(text)
        return
    with pytest.raises(ConfigError) as refused:
        parse_prose(text)
    assert told in str(refused.value)


def test_every_problem_is_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "card.md"
    path.write_text("## One\n\nx\n\n## Two\n\n```\n", encoding="utf-8")
    with pytest.raises(ConfigError) as refused:
        read_prose(path)
    assert str(refused.value).count(str(path)) == 3
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigError, match="is not UTF-8"):
        read_prose(path)
    assert read_prose(tmp_path / "absent.md") == Prose()


_LINES = (
    "```", "```md", "~~~~", "<!--", "-->", "x <!-- y", "<details>", "</details>", "<p>", "<br>", "<script>", "</script>",
    "<?php", "<![CDATA[", "]]>", "text", "- item", "> quoted", "    code", "\tcode", "---", "===", "", "", "`x", "| a |",
    "1. x", "#", "### deeper", "[a]: b", "\\", "{{ x }}", "{% raw %}", "<b>bold", "</b>",
)  # fmt: skip


@settings(max_examples=150)
@given(st.lists(st.sampled_from(_LINES), max_size=8).map("\n".join))
def test_whatever_somebody_writes_what_follows_still_stands(text: str) -> None:
    """Taken in, a passage leaves the next section a section."""
    try:
        prose = parse_prose(f"## Licence\n\n{text}")
    except ConfigError:
        return
    section = placing(prose, {})
    card = section("Licence", caller=lambda: "L") + section("Removal", caller=lambda: "The sentence.")
    import cmarkgfm
    from cmarkgfm.cmark import Options

    html = cmarkgfm.github_flavored_markdown_to_html(card, Options.CMARK_OPT_UNSAFE)
    assert html.rstrip().endswith("<h2>Removal</h2>\n<p>The sentence.</p>")


def test_the_template_and_the_guide_have_the_same_sections() -> None:
    template = resource("dataset_card.md").read_text(encoding="utf-8")
    names = [section.name for section in SECTIONS]
    assert re.findall(r'call section\("([^"]+)"', template) == names
    guide = (ROOT / "docs" / "card.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([^|]+) \| (yes)? ?\| [^|]+ \|$", guide, flags=re.MULTILINE)
    assert [(name, bool(worded)) for name, worded in rows if name != "section"] == [
        (section.name, section.worded) for section in SECTIONS
    ]


def test_sections_of_which_a_user_may_replace_the_sentences_have_some() -> None:
    template = resource("dataset_card.md").read_text(encoding="utf-8")
    bodies = dict(
        re.findall(
            r'call section\("([^"]+)"(?:, figures)?\) -?%}(.*?){%-? endcall', template, flags=re.DOTALL
        )
    )
    assert {name for name, body in bodies.items() if body.strip()} == {
        section.name for section in SECTIONS if section.worded
    }
    own = [section.name for section in SECTIONS if section.own]
    assert not [name for name in own if f'section("{name}", figures)' in template]


def test_no_passage_is_a_template_and_none_touches_the_front_matter() -> None:
    from huggingface_hub import DatasetCardData

    data = DatasetCardData(license="mit", pretty_name="x")
    rendered: dict[str, str] = {}
    prose = parse_prose(OWN)
    card = DatasetCard.from_template(
        data,
        template_str='---\n{{ card_data }}\n---\n\n{{ own }}\n\n{% call section("Licence") %}L{% endcall %}',
        own=prose.opening,
        section=placing(prose, rendered),
    )
    assert card.data.to_dict() == data.to_dict()
    assert "{{ info.license }} and {% raw %}" in card.text
