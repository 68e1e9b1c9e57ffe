"""Every row of the fault table, with the real clients."""

import re
from pathlib import Path
from threading import Event

import hf_xet
import httpx2
import pytest
from huggingface_hub import HfApi
from huggingface_hub.errors import OfflineModeIsEnabled

from dataset.publish import Published, patience, placed, publish, send
from dataset.publish.faults import PUBLISHER, hub_faults
from schemas.errors import TinbaiError
from schemas.progress import Progress, silent
from tests.hub.fault_table import GOES_ON, REPO, ROWS, Row, contents, page_md, tree_of
from tests.hub.stand_in import TOKEN, Fault, StandIn
from tests.rewrite_golden import DOCS

# huggingface_hub 2.4 uploads large files in a way that its own HTTP client calls outdated.
pytestmark = pytest.mark.filterwarnings("ignore:Use 'content=<...>' to upload raw bytes:DeprecationWarning")


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """test_publish.py has the release's own check, and the load by tag in a process of its own."""
    monkeypatch.setattr(placed, "check_release", lambda _folder: [])
    monkeypatch.setattr(send, "verify_tag", lambda *_: None)


def run(hub: StandIn, release: Path, token: str, told: list[str]) -> Published:
    def phases(phase: str, _unit: str) -> Progress:
        told.append(phase)
        return silent

    return publish(
        release, REPO, token=token, private=False, gated="auto", dry_run=False, phases=phases, endpoint=hub.endpoint
    )  # fmt: skip


def outcome(hub: StandIn, release: Path, token: str, told: list[str]) -> str:
    """What the user sees; what differs from run to run is masked."""
    try:
        run(hub, release, token, told)
    except TinbaiError as error:
        said = str(error)
    else:
        return GOES_ON
    assert token not in said
    for what, name in {
        hub.endpoint: "HUB",
        r"\b[0-9a-f]{12}\b": "COMMIT",
        r"\S*tinbai-fetched-\w+": "TEMP",
    }.items():
        said = re.sub(what, name, said)
    return said


def stands(hub: StandIn, release: Path) -> str:
    repository = hub.repositories.get(REPO)
    if repository is None:
        return "nothing"
    wanted = {path: blob.data for path, blob in tree_of(release).items()}
    holding = [commit for commit in repository.commits if contents(commit) == wanted]
    assert len(holding) <= 1, "one commit of the release"
    if holding and repository.tags.get("v1.0.0") == holding[0].oid:
        return "the release under its tag"
    if holding:
        return "the commit, without a tag"
    return "what stood there" if contents(repository.commits[-1]) else "an empty repository"


def again(hub: StandIn, release: Path, row: Row) -> str:
    """What another run does, with a token that may write."""
    sent = len(hub.requests)
    had = stands(hub, release)
    said = outcome(hub, release, TOKEN, [])
    if said != GOES_ON:
        return "says the same" if said == row.sees else said
    assert stands(hub, release) == "the release under its tag"
    changes = [request for request in hub.requests[sent:] if re.match(r"PUT|POST .*/(commit|tag)/", request)]
    if not changes:
        return "sends nothing, reads back"
    if had == "the commit, without a tag":
        assert len(changes) == 1
        return "sets the tag"
    return "publishes"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.fault)
def test_each_row_of_the_table(hub: StandIn, small: Path, naps: list[float], row: Row) -> None:
    row.arrange(hub, small)
    is_new = REPO not in hub.repositories
    told: list[str] = []
    with row.within():
        sees = outcome(hub, small, row.token, told)
    assert (sees, stands(hub, small)) == (row.sees, row.stands)
    assert row.waits_s <= sum(naps) <= 4 * row.waits_s + 60 * (row.waits_s > 0)
    assert any("wait" in phase for phase in told) == (row.waits_s > 0), "whoever waits says so"
    hub.faults = []
    if row.heals is not None:
        assert outcome(hub, small, row.token, []) == row.sees, "and so it stays until somebody sees to it"
        row.heals(hub)
    assert again(hub, small, row) == row.again
    if is_new:
        assert hub.repositories[REPO].gated == "auto", "never open to all, wherever a run ended"


def test_silence_ends(hub: StandIn, small: Path, naps: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    """huggingface_hub itself waits for a listing without limit."""
    monkeypatch.setattr(patience, "_SILENCE_S", 1.0)
    hub.faults = [Fault("GET .*/tree", run=lambda: Event().wait(1.5) and None)]
    assert outcome(hub, small, TOKEN, []) == GOES_ON
    assert naps, "it was asked again"


def test_the_page_has_the_table() -> None:
    page = (DOCS / "publishing.md").read_text(encoding="utf-8")
    assert "<!-- end -->" in page
    assert page_md(page) == page, "make golden"


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (OfflineModeIsEnabled("no"), "HF_HUB_OFFLINE is set"),
        (hf_xet.XetAuthenticationError("no"), "may not write to"),
        (ValueError("Invalid metadata in README.md.\n- no such license"), "no such license"),
        (httpx2.ConnectError("no https://store/x?X-Amz-Signature=abc"), r"no https://store/x\. Check"),
    ],
)
def test_what_no_stand_in_can_bring_about(fault: Exception, told: str) -> None:
    with pytest.raises(TinbaiError, match=told), hub_faults(HfApi(), REPO, PUBLISHER):
        raise fault
