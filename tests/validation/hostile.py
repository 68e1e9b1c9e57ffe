"""Data that would run, hide or break, wherever it were pasted unescaped."""

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.parquet as pq

from tests.validation.factory import Tables, retext, sound_tables
from validation.inputs import Inputs

SCRIPT = "<script>document.title='ran'</script>"
IMAGE = "<img src=x onerror=\"document.title='ran'\">"
BREAKERS = f"{SCRIPT}{IMAGE} ]]> --> &amp; \x1b[31m\u202ethgir\u202c \x00\x0b\ufffe `x` | {{{{ 7 * 7 }}}} \"' </title>"

CORPUS = {
    # First what hides or commands: some reports show the first five of a check alone.
    "bidi": "\u202e\u2066\u202dgnp.exe\u2069 \u200f\u061c\u2067x",
    "controls": "".join(map(chr, [*range(32), *range(127, 160)])),
    "terminal": "\x1b[2J\x1b[31mred\x1b]0;ran\x07 \x9b31m \x1b]8;;https://evil.example\x1b\\click\x1b]8;;\x1b\\ \b\b\b\r",
    "marks": "a" + "\u0301\u0323\u0489" * 33_334,
    "script": SCRIPT,
    "script in any case": "<ScRiPt >document.title='ran'</sCrIpT >",
    "svg": "<svg onload=\"document.title='ran'\"><animate onbegin=alert(1) attributeName=x dur=1s></svg>",
    "event handler": '" onmouseover="document.title=\'ran\'" autofocus onfocus="document.title=\'ran\'" x="',
    "frame": "<iframe src=\"javascript:parent.document.title='ran'\"></iframe><object data=https://evil.example/x>",
    "javascript link": "<a href=\"javascript:document.title='ran'\">x</a> javascript:alert(1)",
    "data link": "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "css": "</style><style>*{display:none;background:url(https://evil.example/a)} @import 'https://evil.example/b';",
    "meta": '<meta http-equiv=refresh content="0;url=https://evil.example/"><base href=https://evil.example/>',
    "comment": "<!-- --!> <!--> --> <![CDATA[ x ]]> ]]> <?xml version='1.0'?> <!DOCTYPE x [<!ENTITY e 'x'>]> &e;",
    "ends of tags": "</title></textarea></svg></table></body></html><plaintext>",
    "formula": '=cmd|" /C calc"!A0',
    "more formulas": "+1+1",
    "formula after minus": "-2+3+cmd|' /C calc'!A0",
    "formula at": "@SUM(1+1)*cmd|' /C calc'!A0",
    "dde": '=DDE("cmd";"/C calc";"x")',
    "formula behind a tab": '\t=HYPERLINK("https://evil.example","x")',
    "formula behind a return": "\r=1+1\r\n=2+2",
    "formula behind a semicolon": 'x;=1+1;"=2+2";\uff1d3',
    "command": "::error::ran",
    "command behind a break": "x\r\n::set-output name=x::ran\r::stop-commands::ran\n  ::add-mask::e",
    "old command": "x ##[error]ran ##[add-path]/tmp/ran ##[stop-commands]ran",
    "expression": "${{ github.token }} ${{ toJSON(secrets) }} $(touch /tmp/ran) `touch /tmp/ran`",
    "markdown": "[x](https://evil.example) ![x](https://evil.example/x.png) <https://evil.example> [x]: https://evil.example",
    "bare links": "https://evil.example/a www.evil.example a@evil.example @everyone #1",
    "backticks": "` `` ``` ```` a`b``c `````",
    "blocks": "\n\n# ran\n\n> ran\n\n| a | b |\n|---|---|\n\n```\nran\n```\n\n<details open>\n\n- [ ] ran\n\n---\n",
    "sarif": "[ran](https://evil.example) {0} {{1}} [ran](1)",
    "jinja": "{{ 7 * 7 }} {% for x in [1] %}ran{% endfor %} {# x #} ${7*7} #{7*7} <%= 7*7 %>",
    "json": '"}],"errors":0,"x":[{"\\u0000\\',
    "noncharacters": "\ufffe\uffff\ufdd0 \U0001fffe \U000e0041 \ue000 \ufeff",
    "wide": "W" * 5_000,
    "wide without a break": "\ufdfd" * 400,
}
"""Each is put where the reports show text. None may do what it says: nothing is called `ran` afterwards."""

LONG_TITLE = "<b>" * 3_500_000
LONG_LABEL = "=\u202e" * 500_000


def hostile(tables: Tables) -> None:
    """Put `BREAKERS` into every field that a report shows."""
    articles, gold = tables["articles"], tables["gold"]
    for row in (0, 2):
        articles[row] |= {"title": BREAKERS, "source": BREAKERS, "author": BREAKERS, "source_path": BREAKERS}
    articles[1] |= {"event_date": BREAKERS, "language": BREAKERS, "kind": BREAKERS, "norm_version": BREAKERS}
    articles[13]["id"] = BREAKERS
    retext(articles[14], BREAKERS)
    entities = gold[3]["entities"]
    assert isinstance(entities, list)
    entities[0] |= {"label": BREAKERS, "text": BREAKERS}
    gold[4] |= {"topics": [BREAKERS], "primary_topic": BREAKERS, "status": BREAKERS}
    for row in tables["annotations"][:3]:
        row["annotator"] = BREAKERS
    tables["annotations"][5]["annotation_id"] = BREAKERS
    tables["quarantine"][0]["reason"] = BREAKERS
    tables["agreement"][0] |= {"measure": BREAKERS, "label": BREAKERS}
    tables["agreement"][3]["undefined_reason"] = BREAKERS
    tables["splits"][5]["split"] = BREAKERS


def corpus_tables() -> Tables:
    """A workspace where every text of `CORPUS`, and the two long ones, stand in every kind of field."""
    tables = sound_tables(articles=2 * len(CORPUS))
    articles, gold = tables["articles"], tables["gold"]
    for place, text in enumerate(CORPUS.values()):
        columns = ("title", "author", "source", "source_path", "event_date", "section", "license")
        articles[place] |= dict.fromkeys(columns, text)
        articles[place + len(CORPUS)] |= {"id": text, "language": text}
        entities = gold[place]["entities"]
        assert isinstance(entities, list)
        entities[0] |= {"label": text, "text": text}
        gold[place] |= {"topics": [text], "primary_topic": text, "status": text, "adjudicator": text}
        tables["annotations"][place] |= {"annotator": text, "annotation_id": text}
        tables["splits"][place]["split"] = text
        tables["quarantine"].append(tables["quarantine"][0] | {"reason": text, "source_path": text})
        tables["agreement"].append(tables["agreement"][0] | {"measure": text, "label": text})
    tables["agreement"] += [
        tables["agreement"][0] | {"measure": "span_f1_exact", "label": text} for text in CORPUS.values()
    ]
    articles[0]["title"] = LONG_TITLE
    last = gold[-1]["entities"]
    assert isinstance(last, list)
    last[0] |= {"label": LONG_LABEL}
    return tables


def not_utf8(inputs: Inputs) -> None:
    """Put bytes that are no UTF-8, lone surrogates among them, where the files of articles hold titles."""
    for path in sorted(inputs.articles.glob("*.parquet")):
        table = pq.read_table(path)
        place = table.schema.get_field_index("title")
        bad = [b"\xed\xa0\x80 lone", b"\xff\xfe", b"cut \xe1\xbb", b"\xc0\xaf overlong"]
        values = pa.array([bad[row % 4] for row in range(len(table))], pa.binary())
        text = pa.Array.from_buffers(table.schema.field(place).type, len(values), values.buffers())
        pq.write_table(table.set_column(place, table.schema.field(place), text), path)


def shown_safely(text: str) -> bool:
    """Whether nothing of it is left that acts where it is read."""
    return not set(text) & set("\x00\x0b\x1b\u202e\u202c\ufffe")


def acting(text: str) -> Iterator[str]:
    """Characters that hide, turn or command, wherever text is shown: all that no report may hold."""
    for character in text:
        number = ord(character)
        if (
            (number < 32 and character not in "\n\t")
            or 127 <= number < 160
            or (
                0x202A <= number <= 0x202E
                or 0x2066 <= number <= 0x2069
                or character in "\u200e\u200f\u061c\ufeff"
            )
            or 0xD800 <= number <= 0xDFFF
            or number & 0xFFFE == 0xFFFE
        ):
            yield character
