"""What can go wrong with `tinbai publish OWNER/NAME`: the table of docs/publishing.md, and what holds it true.

Each row is arranged on the stand-in, met by a publish of the small release, and met by another one.
"""

import resource
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tests.hub.stand_in import READ_TOKEN, STRANGER, TOKEN, Blob, Commit, Fault, Repository, StandIn

REPO = "toa-soan/tin-mau"
GOES_ON = "it goes on by itself"

Stands = Literal[
    "nothing",
    "an empty repository",
    "what stood there",
    "the commit, without a tag",
    "the release under its tag",
]
Again = Literal["publishes", "sets the tag", "sends nothing, reads back", "says the same"]


@dataclass(frozen=True)
class Row:
    """`sees` is the error in full, or that there is none. `waits_s` are the seconds that it waited at least. `heals` is
    what happens before the next run; without it the faults end."""

    fault: str
    arrange: Callable[[StandIn, Path], None]
    sees: str
    stands: Stands
    again: Again
    waits_s: float = 0
    token: str = TOKEN
    heals: Callable[[StandIn], None] | None = None
    within: Callable[[], AbstractContextManager[None]] = nullcontext


def faulty(*faults: Fault) -> Callable[[StandIn, Path], None]:
    def arrange(hub: StandIn, _release: Path) -> None:
        hub.faults = [*faults]

    return arrange


def gone_from(on: str) -> Callable[[StandIn, Path], None]:
    """The Hub does what such a request asks, and nothing is heard of it from then on."""

    def arrange(hub: StandIn, _release: Path) -> None:
        def go() -> None:
            hub.faults = [Fault(cut="answer", times=None)]

        hub.faults = [Fault(on, run=go, acts=True, cut="answer")]

    return arrange


def tree_of(release: Path) -> dict[str, Blob]:
    files = [path for path in release.rglob("*") if path.is_file()]
    return {
        path.relative_to(release).as_posix(): Blob(path.read_bytes(), path.suffix == ".parquet")
        for path in files
    }


def contents(commit: Commit) -> dict[str, bytes]:
    return {path: blob.data for path, blob in commit.tree.items() if path != ".gitattributes"}


def a_repository(hub: StandIn, *, private: bool = False, **tree: bytes) -> Repository:
    repository = hub.repositories[REPO] = Repository(private=private)
    repository.commit("initial commit", {".gitattributes": Blob(b"", False)})
    if tree:
        repository.commit("theirs", {name: Blob(data, False) for name, data in tree.items()})
    return repository


def _tag_of(
    title: str, files: Callable[[Path], dict[str, Blob]], tag: str
) -> Callable[[StandIn, Path], None]:
    def arrange(hub: StandIn, release: Path) -> None:
        repository = a_repository(hub)
        repository.tags[tag] = repository.commit(title, files(release)).oid

    return arrange


def _somebody_commits(hub: StandIn, _release: Path) -> None:
    repository = a_repository(hub, **{"README.md": b"# theirs"})
    edit = {"README.md": Blob(b"# theirs, better", False)}
    hub.faults = [Fault("POST .*/commit/", run=lambda: repository.commit("theirs", edit) and None)]


def _somebody_commits_the_same(hub: StandIn, release: Path) -> None:
    repository = a_repository(hub)
    same = tree_of(release)
    hub.faults = [Fault("POST .*/commit/", run=lambda: repository.commit("Release 1.0.0", same) and None)]


def _somebody_commits_on_it(hub: StandIn, release: Path) -> None:
    repository = a_repository(hub)
    repository.commit("Release 1.0.0", tree_of(release))
    repository.commit("theirs", {"README.md": Blob(b"# theirs", False)})


def _somebody_tags(hub: StandIn, release: Path) -> None:
    repository = a_repository(hub, **{"README.md": b"# theirs"})
    theirs = repository.commits[-1].oid
    hub.faults = [Fault("POST .*/tag/", run=lambda: repository.tags.update({"v1.0.0": theirs}))]


def _somebody_tags_the_same(hub: StandIn, release: Path) -> None:
    repository = a_repository(hub)
    same = repository.commit("Release 1.0.0", tree_of(release)).oid
    hub.faults = [Fault("POST .*/tag/", run=lambda: repository.tags.update({"v1.0.0": same}))]


def _garbled(hub: StandIn, _release: Path) -> None:
    hub.garbled.add("data/articles/train-00000-of-00001.parquet")


def _token_hidden(hub: StandIn, _release: Path) -> None:
    a_repository(hub, private=True, **{"README.md": b"# theirs"})


@contextmanager
def _no_room() -> Iterator[None]:
    """No file may grow beyond a thousand bytes: as near to a full disk as a test without a disk of its own gets."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


_AGAIN = "Run publish again; what is there already is not sent twice"
_SILENT = (
    "the Hub at HUB does not answer: Server disconnected without sending a response. Check the network, then run "
    "publish again; what is there already is not sent twice"
)
_NO_RIGHTS = f"the token may not write to {REPO} on the Hub. Ask its owner, or use another token"

ROWS = (
    Row(
        "429 with `Retry-After: 30`, once",
        faulty(Fault("GET .*/refs", answer=429, headers={"Retry-After": "30"})),
        GOES_ON,
        "the release under its tag",
        "sends nothing, reads back",
        waits_s=30,
    ),
    Row(
        "429 with `RateLimit: \"api\";r=0;t=55` on an upload, once",
        faulty(Fault("PUT /store", answer=429, headers={"RateLimit": '"api";r=0;t=55'})),
        GOES_ON,
        "the release under its tag",
        "sends nothing, reads back",
        waits_s=55,
    ),
    Row(
        "429 that asks for an hour",
        faulty(Fault("POST .*/batch", answer=429, headers={"Retry-After": "3600"}, times=None)),
        "the Hub asks to wait 3600 seconds before it takes more. Wait so long, then run publish again; "
        "what is there already is not sent twice",
        "an empty repository",
        "publishes",
    ),
    Row(
        "503, once, at the commit",
        faulty(Fault("POST .*/commit/", answer=503)),
        GOES_ON,
        "the release under its tag",
        "sends nothing, reads back",
        waits_s=1,
    ),
    Row(
        "500, lasting, at the tag",
        faulty(Fault("POST .*/tag/", answer=500, times=None)),
        f"the Hub answered 500 for {REPO}: a fault. {_AGAIN}",
        "the commit, without a tag",
        "sets the tag",
        waits_s=26,
    ),
    Row(
        "502, lasting, at an upload",
        faulty(Fault("PUT /store", answer=502, times=None)),
        f"a file for {REPO} did not reach the Hub, whose store answered 502. {_AGAIN}",
        "an empty repository",
        "publishes",
        waits_s=26,
    ),
    Row(
        "The store refuses an upload",
        faulty(Fault("PUT /store", answer=403, times=None)),
        f"a file for {REPO} did not reach the Hub, whose store answered 403. {_AGAIN}",
        "an empty repository",
        "publishes",
    ),
    Row("The connection is cut in the middle of an upload", faulty(Fault("PUT /store", cut="body")), GOES_ON,
        "the release under its tag", "sends nothing, reads back", waits_s=1),
    Row("The connection is cut in the middle of an answer", faulty(Fault("GET .*/refs", cut="middle")), GOES_ON,
        "the release under its tag", "sends nothing, reads back", waits_s=1),
    Row("The commit is made and its answer is lost", faulty(Fault("POST .*/commit/", acts=True, cut="answer")), GOES_ON,
        "the release under its tag", "sends nothing, reads back", waits_s=1),
    Row("The commit is made, and the Hub is gone", gone_from("POST .*/commit/"), _SILENT,
        "the commit, without a tag", "sets the tag", waits_s=26),
    Row("The tag is set, and the Hub is gone", gone_from("POST .*/tag/"), _SILENT,
        "the release under its tag", "sends nothing, reads back", waits_s=26),
    Row("The repository is made, and the Hub is gone before it is gated", gone_from("POST /api/repos/create"), _SILENT,
        "an empty repository", "publishes", waits_s=26),
    Row("The Hub hangs up on each request", faulty(Fault(cut="answer", times=None)), _SILENT,
        "nothing", "publishes", waits_s=26),
    Row("Somebody else commits in between (412)", _somebody_commits,
        f"somebody else changed {REPO} while this release was on its way, so nothing was committed. Look at what changed "
        "there, then run publish again; what is there already is not sent twice",
        "what stood there", "publishes"),
    Row("A second publisher commits the same release in between (412)", _somebody_commits_the_same, GOES_ON,
        "the release under its tag", "sends nothing, reads back"),
    Row("A killed run left the commit, and somebody committed on it since", _somebody_commits_on_it, GOES_ON,
        "the release under its tag", "sends nothing, reads back"),
    Row("The tag is there, with the same files", _tag_of("by hand", tree_of, "v1.0.0"), GOES_ON,
        "the release under its tag", "sends nothing, reads back"),
    Row("The tag is there, with other files", _tag_of("theirs", lambda _: {"README.md": Blob(b"# theirs", False)}, "v1.0.0"),
        f"{REPO} has a v1.0.0 already, and it differs in CHANGELOG.md: tags never move. Publish under the next version",
        "what stood there", "says the same"),
    Row("A later version is there", _tag_of("Release 1.2.0", lambda _: {"README.md": Blob(b"# later", False)}, "v1.2.0"),
        f"{REPO} holds v1.2.0 already, and v1.0.0 would take its main branch back. Publish a version after v1.2.0",
        "what stood there", "says the same"),
    Row("A second publisher sets the tag in between, on the same files", _somebody_tags_the_same, GOES_ON,
        "the release under its tag", "sends nothing, reads back"),
    Row("Somebody sets the tag in between, on other files", _somebody_tags,
        f"{REPO} has a v1.0.0 already, and it differs in CHANGELOG.md: tags never move. Publish under the next version",
        "the commit, without a tag", "says the same"),
    Row("A file lies there that is not the release's", lambda hub, _: a_repository(hub, **{"old.csv": b"a,b"}) and None,
        GOES_ON, "the release under its tag", "sends nothing, reads back"),
    Row("A file comes back with other bytes, though the listing is right", _garbled,
        f"what {REPO} gives back at commit COMMIT is not what was sent: data/articles/train-00000-of-00001.parquet has "
        "another size or sha256. Run publish again; if it says the same, the Hub's copy is damaged: tell the Hub's support",
        "the commit, without a tag", "sets the tag", heals=lambda hub: hub.garbled.clear()),
    Row("No room to read it back", lambda *_: None, "could not write TEMP: File too large. Set TMPDIR to a folder with more room, then run the same command again", "the commit, without a tag", "sets the tag", within=_no_room),
    Row("A token that the Hub does not know (401)", lambda *_: None,
        f"the Hub at HUB refused the token for {REPO}. Set HF_TOKEN to a token that may write to it",
        "nothing", "publishes", token="hf_wrong"),
    Row("A token that may only read (403)", lambda hub, _: a_repository(hub, **{"README.md": b"# ours"}) and None,
        _NO_RIGHTS, "what stood there", "publishes", token=READ_TOKEN),
    Row("A private repository of somebody else's", _token_hidden, _NO_RIGHTS,
        "what stood there", "publishes", token=STRANGER),
)  # fmt: skip


def page_md(page: str) -> str:
    """The page with the table as it is now, between its two marks."""
    before, start, rest = page.partition("<!-- tests/hub/fault_table.py -->\n")
    _, end, after = rest.partition("<!-- end -->\n")
    return f"{before}{start}{_table_md()}{end}{after}"


def _table_md() -> str:
    lines = [
        "| what happens | what the user sees | what stands on the Hub | the next run |",
        "| --- | --- | --- | --- |",
    ]
    for row in ROWS:
        sees = row.sees.replace("HUB", "https://huggingface.co").replace(REPO, "OWNER/NAME")
        if row.waits_s:
            sees = f"It says that it waits. After {row.waits_s:g} s or more: {sees}"
        then = "" if row.token == TOKEN else ", with a token that may write"
        lines.append(f"| {row.fault} | {sees} | {row.stands} | {row.again}{then} |")
    return "\n".join(lines) + "\n"
