"""Releases that tinbai built, changed afterwards, or belied by the workspace since."""

from tests.validation.cases.rel import (
    before_a_relabelling,
    before_a_test_text,
    broken,
    cut,
    fewer,
    flip,
    garbage,
    lay,
    more_rows,
    moved,
    of,
    older_manifest_changed,
    one,
    one_source,
    remembers,
    restated,
    twice,
    two,
    without_an_article,
)
from tests.validation.mutation import Mutation

GROUP = "releases"
MUTATIONS = [
    *(
        Mutation(group=GROUP, what=what, told=told, files=files)
        for what, told, files in [
            ("a new article as a patch", ("REL001",), two(fewer, "1.0.1")),
            ("a relabelled text as a minor step", ("REL001",), two(before_a_relabelling, "1.1.0")),
            ("a grown test split as a minor step", ("REL001",), two(before_a_test_text, "1.1.0")),
            ("a text in another split than is remembered", ("REL002",), remembers("test")),
            ("a bit of a shard", ("REL003",), broken(flip)),
            ("a shard's last byte lost", ("REL003",), broken(cut)),
            ("no card", ("REL003",), broken(lambda release: (release / "README.md").unlink())),
            ("a file too many", ("REL003",), broken(lambda release: (release / "x.txt").touch())),
            ("no manifest", ("REL003",), broken(lambda release: (release / "manifest.json").unlink())),
            ("another version in the manifest", ("REL003",), restated(lambda body: body.update(version="1.0.1"))),
            ("the older release's manifest", ("REL003",), older_manifest_changed),
            ("a row less than is listed", ("REL004",), restated(more_rows)),
            ("an article gone, its labels there, all listed", ("REL004",), broken(without_an_article)),
            ("one text in train and test, all listed", ("REL004", "REL002"), broken(twice)),
            ("no Parquet, but listed", ("REL004",), broken(garbage)),
        ]
    ),
    Mutation(group=GROUP, what="a released text in another split", told=("REL002",), rows=moved, files=lay(one)),
    Mutation(group=GROUP, what="half of the articles from a new source", told=("REL005",), rows=one_source(0.5), files=of(120), articles=120),
    Mutation(group=GROUP, what="a twentieth of them from a new source", told=("REL101",), rows=one_source(0.05), files=of(400), articles=400),
]  # fmt: skip
