"""The small files of a workspace, valid in half: manifests, waivers, a baseline, own checks, suites, a contract."""

import json

from hypothesis import strategies as st

from tests.formats.exports import anything, written
from validation.fingerprint import VERSION

_SHA = "0" * 64
PATHS = (
    "articles/part-00000.parquet",
    "../../../../../../etc/passwd",
    "/etc/passwd",
    "/proc/self/mem",
    "..",
    ".",
    "",
    "articles",
    "link",
    "loop",
    "a\x00b",
    "x" * 5_000,
    "\ud83c",
    "manifests/../articles/part-00000.parquet",
)


@st.composite
def mostly(draw: st.DrawFn, usual: st.SearchStrategy[object]) -> object:
    return draw(anything if draw(st.integers(0, 9)) == 7 else usual)


_COUNT = st.integers(0, 20) | st.sampled_from([-1, True, 2**63, 10**400, 0.5, "3", None, float("nan")])
_COUNTS = st.builds(
    dict.__or__,
    st.fixed_dictionaries(
        dict.fromkeys(("pages", "articles", "teasers", "listings", "rejected", "folded"), st.integers(0, 20))
    ),
    st.dictionaries(st.sampled_from(["articles", "pages", "rejected", ""]), _COUNT, max_size=1),
)
_OUTPUTS = st.dictionaries(st.sampled_from(PATHS), mostly(st.just(_SHA)), max_size=4)
_STAGES = st.sampled_from(["normalize", "dedup", "suggest", "pull", "\u202e\x1b[31m", ""])
manifests = st.fixed_dictionaries(
    {"stage": mostly(_STAGES), "outputs": mostly(_OUTPUTS), "counts": mostly(_COUNTS)},
    optional={"inputs": anything, "tinbai_version": anything},
)


def toml(body: object) -> str:
    """A table of scalars, lists and tables in TOML; what TOML has no word for is left as JSON has it."""
    if not isinstance(body, dict):
        return json.dumps(body)
    lines = []
    for key, value in body.items():
        if isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
            for one in value:
                lines += [
                    f"[[{key}]]",
                    *(f"{json.dumps(name)} = {json.dumps(said)}" for name, said in one.items()),
                ]
        else:
            lines.append(f"{json.dumps(key)} = {json.dumps(value)}")
    return "\n".join(lines) + "\n"


waivers = st.fixed_dictionaries(
    {},
    optional={
        "waiver": mostly(
            st.lists(
                st.fixed_dictionaries(
                    {"check": mostly(st.sampled_from(["ART007", "SPAN004", "TAB001", "OWN001", "X"]))},
                    optional={
                        "reason": mostly(st.just("x")),
                        "expires": mostly(st.sampled_from(["2027-01-01", "@2027-01-01@"])),
                        "record": anything,
                        "fingerprint": mostly(st.just("0a" * 16)),
                        "odd": anything,
                    },
                ),
                max_size=2,
            )
        ),
        "odd": anything,
    },
).map(lambda body: toml(body).replace('"@', "").replace('@"', ""))
checks = st.fixed_dictionaries(
    {},
    optional={
        "check": mostly(
            st.lists(
                st.fixed_dictionaries(
                    {
                        "id": mostly(st.sampled_from(["OWN001", "OWN002", "OWN1"])),
                        "title": mostly(st.just("t")),
                        "table": mostly(st.sampled_from(["articles", "gold", "splits"])),
                        "severity": mostly(st.sampled_from(["error", "warning", "off"])),
                        "breach": mostly(
                            st.sampled_from(
                                [
                                    'pl.col("text").str.contains("(")',
                                    'pl.col("title").is_null()',
                                    'pl.col("chars") / 0 > 1',
                                    'pl.col("paragraphs").list.get(10**9).is_null()',
                                    'pl.col("title").str.slice(-9, 2**70) == ""',
                                    'pl.col("title").str.to_integer() > 1',
                                    "pl.col(",
                                    "(" * 300,
                                    "[" * 3000,
                                    "-" * 3000 + "1",
                                    "pl.lit(1e999) > pl.col('chars')",
                                    "a.b" * 500,
                                ]
                            )
                            | st.text(max_size=9)
                        ),
                        "message": mostly(st.just("m")),
                    },
                    optional={
                        "scope": mostly(st.sampled_from(["record", "span", "article"])),
                        "fix": anything,
                    },
                ),
                max_size=2,
            )
        )
    },
).map(toml)
baselines = st.fixed_dictionaries(
    {
        "about": anything,
        "fingerprint_version": mostly(st.just(VERSION)),
        "contract_sha256": mostly(st.just(_SHA)),
        "checks": mostly(
            st.dictionaries(
                st.sampled_from(["ART007", "SPAN004", "TAB001", "\ud83c"]),
                mostly(
                    st.fixed_dictionaries(
                        {
                            "count": mostly(st.integers(0, 2)),
                            "fingerprints": mostly(st.lists(mostly(st.just("0a" * 16)))),
                        }
                    )
                ),
                max_size=2,
            )
        ),
    },
    optional={"odd": anything},
).map(written)
_EXPECTATION = st.fixed_dictionaries(
    {
        "type": mostly(
            st.sampled_from(
                [
                    "expect_column_values_to_not_be_null",
                    "expect_column_values_to_be_between",
                    "expect_nothing",
                ]
            )
        ),
        "kwargs": mostly(
            st.fixed_dictionaries(
                {"column": mostly(st.sampled_from(["id", "chars", "published_at", "none"]))},
                optional={
                    "min_value": anything,
                    "max_value": anything,
                    "mostly": anything,
                    "row_condition": mostly(
                        st.sampled_from(["chars > 3", "__import__('os')", "@x", "chars >"])
                    ),
                    "condition_parser": mostly(st.sampled_from(["pandas", "spark", "great_expectations"])),
                    "odd": anything,
                },
            )
        ),
    },
    optional={
        "severity": mostly(st.sampled_from(["critical", "warning", "fatal"])),
        "meta": anything,
        "id": anything,
    },
)
suites = st.fixed_dictionaries(
    {
        "name": mostly(st.just("articles-x")),
        "expectations": mostly(st.lists(mostly(_EXPECTATION), min_size=1, max_size=2)),
    },
    optional={"meta": mostly(st.just({"frame": "articles"}))},
).map(written)
contracts = st.dictionaries(
    st.sampled_from(
        ["entities", "topics", "checks", "limits", "splits", "topic_rules", "language", "contract_version"]
    ),
    anything
    | st.dictionaries(
        st.sampled_from(["ART007", "min_article_chars", "primary", "SPAN004"]), anything, max_size=2
    )
    | st.lists(
        st.fixed_dictionaries({"name": anything}, optional={"percent": anything, "code": anything}),
        max_size=2,
    ),
    max_size=3,
).map(written)
