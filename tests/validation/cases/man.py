import json
from collections.abc import Callable

from tests.validation.cases.case import Case
from validation.inputs import Inputs


def _manifest(
    change: Callable[[dict[str, dict[str, object]]], object], name: str = "normalize"
) -> Callable[[Inputs], object]:
    """Change normalize's manifest, and write it under a name."""

    def rewrite(inputs: Inputs) -> None:
        body = json.loads((inputs.manifests / "normalize.json").read_text(encoding="utf-8"))
        change(body)
        (inputs.manifests / f"{name}.json").write_text(json.dumps(body), encoding="utf-8")

    return rewrite


def _write(name: str, text: str) -> Callable[[Inputs], object]:
    return lambda inputs: (inputs.manifests / name).write_text(text, encoding="utf-8")


def _count(**by: int) -> Callable[[Inputs], object]:
    def change(body: dict[str, dict[str, object]]) -> None:
        for name, more in by.items():
            body["counts"][name] = int(str(body["counts"][name])) + more

    return _manifest(change)


def _append(data: bytes) -> Callable[[Inputs], object]:
    def change(inputs: Inputs) -> None:
        file = inputs.quarantine / "part-00000.parquet"
        file.write_bytes(file.read_bytes() + data)

    return change


CASES = [
    Case(check="MAN001", kind="passes", what="a manifest"),
    Case(check="MAN001", kind="fails", what="no JSON", found=1, files=_write("dedup.json", "{")),
    Case(check="MAN001", kind="edge", what="empty", found=1, files=_write("dedup.json", "")),
    Case(
        check="MAN001",
        kind="edge",
        what="no outputs and no counts",
        files=_write("dedup.json", '{"stage": "dedup", "outputs": {}, "counts": {}}'),
    ),
    Case(
        check="MAN001",
        kind="edge",
        what="a count in words",
        found=1,
        files=_write("dedup.json", '{"stage": "dedup", "outputs": {}, "counts": {"pages": "two"}}'),
    ),
    Case(check="MAN001", kind="edge", what="the report's own", files=_write("validate.json", "{")),
    Case(check="MAN001", kind="edge", what="no JSON by its name", files=_write("notes.txt", "{")),
    Case(check="MAN002", kind="passes", what="files as they were"),
    Case(check="MAN002", kind="fails", what="a byte more", found=1, files=_append(b"\0")),
    Case(check="MAN002", kind="edge", what="the same bytes again", files=_append(b"")),
    Case(
        check="MAN002",
        kind="edge",
        what="a file gone",
        found=1,
        files=lambda inputs: (inputs.quarantine / "part-00000.parquet").unlink(),
    ),
    Case(
        check="MAN002",
        kind="edge",
        what="a file that no manifest lists",
        files=lambda inputs: (inputs.articles / "notes.txt").write_text("x", encoding="utf-8"),
    ),
    Case(
        check="MAN002",
        kind="edge",
        what="a folder in a file's place",
        found=1,
        files=_manifest(lambda body: body["outputs"].update({"articles": "0" * 64})),
    ),
    Case(check="MAN003", kind="passes", what="what went in came out"),
    Case(check="MAN003", kind="fails", what="a page less", found=1, files=_count(pages=1)),
    Case(
        check="MAN003", kind="edge", what="one folded that was rejected", files=_count(folded=1, rejected=-1)
    ),
    Case(
        check="MAN003",
        kind="edge",
        what="teasers come from listings, not from pages",
        files=_count(teasers=1),
    ),
    Case(
        check="MAN003",
        kind="edge",
        what="nothing counted",
        found=1,
        files=_manifest(lambda body: body["counts"].clear()),
    ),
    Case(check="MAN004", kind="passes", what="as many rows as were counted"),
    Case(check="MAN004", kind="fails", what="an article less", found=1, files=_count(articles=1, pages=1)),
    Case(check="MAN004", kind="edge", what="a teaser more", found=1, files=_count(teasers=-1)),
    Case(
        check="MAN004",
        kind="edge",
        what="a file of both lost",
        found=2,
        files=lambda inputs: (inputs.articles / "part-00001.parquet").unlink(),
    ),
    Case(
        check="MAN004",
        kind="edge",
        what="another stage's counts",
        files=_manifest(lambda body: body.update(stage="dedup", counts={"articles": 1}), "dedup"),
    ),
    Case(
        check="MAN004",
        kind="edge",
        what="no count of teasers",
        files=_manifest(lambda body: body["counts"].pop("teasers")),
    ),
]
