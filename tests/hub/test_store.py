"""Releases in an object store: moto's S3 over HTTP, with the real s3fs."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import s3fs
from fsspec.registry import _registry
from moto.core import DEFAULT_ACCOUNT_ID
from moto.s3.models import FakeKey, s3_backends

from dataset.diff.sides import opened as both_opened
from dataset.publish import Placed, placed, publish_to_store
from dataset.publish.check_place import verify_against, verify_place
from dataset.publish.place import StoredAt, opened
from schemas.errors import ConfigError, DataError, ServerError, TinbaiError, UsageError
from schemas.progress import unseen
from schemas.release.manifest import MANIFEST
from tests.hub.fault_table import tree_of
from tests.hub.object_store import BUCKET, ObjectStore, object_store
from tests.hub.stand_in import Fault

URL = f"s3://{BUCKET}/tin/mau"
PLACE = "tin/mau/v1.0.0/"
SECRET = "mật-khẩu"


@pytest.fixture(scope="module")
def server() -> Iterator[ObjectStore]:
    with object_store() as running:
        yield running


@pytest.fixture
def store(server: ObjectStore, monkeypatch: pytest.MonkeyPatch) -> ObjectStore:
    """An empty bucket, credentials, and a client that tries once; one client for all tests, for each costs a third of a
    second."""
    for name, value in {
        "AWS_ENDPOINT_URL": server.endpoint,
        "AWS_ACCESS_KEY_ID": "toa-soan",
        "AWS_SECRET_ACCESS_KEY": SECRET,
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_MAX_ATTEMPTS": "1",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(s3fs.S3FileSystem, "retries", 1)
    server.faults, server.after_each = [], lambda: None
    empty()
    server.requests.clear()
    return server


@pytest.fixture
def tiny(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A release of two texts and a manifest that lists them: what is sent and when is all that matters here."""
    monkeypatch.setattr(placed, "check_release", lambda _folder: [])
    folder = tmp_path / "v1.0.0"
    folder.mkdir()
    body = json.loads((small / MANIFEST).read_text(encoding="utf-8"))
    body["files"] = [entry for entry in body["files"] if entry["path"] in ("CHANGELOG.md", "README.md")]
    for entry in body["files"]:
        (folder / entry["path"]).write_bytes((small / entry["path"]).read_bytes())
    (folder / MANIFEST).write_text(json.dumps(body), encoding="utf-8")
    return folder


def send(release: Path, *, dry_run: bool = False) -> Placed:
    return publish_to_store(release, URL, dry_run=dry_run, phases=unseen)


def files_of(release: Path) -> dict[str, bytes]:
    return {path: blob.data for path, blob in tree_of(release).items()}


def empty() -> None:
    """A bucket with nothing in it. This and the next two go past HTTP and its faults."""
    backend = s3_backends[DEFAULT_ACCOUNT_ID]["aws"]
    if BUCKET not in backend.buckets:
        backend.create_bucket(BUCKET, "us-east-1")
    for path in held():
        backend.delete_object(BUCKET, PLACE + path)


def held() -> dict[str, bytes]:
    keys: dict[str, FakeKey] = dict(s3_backends[DEFAULT_ACCOUNT_ID]["aws"].buckets[BUCKET].keys.items())
    return {name.removeprefix(PLACE): key.value for name, key in keys.items()}


def put(**files: bytes) -> None:
    for path, data in files.items():
        s3_backends[DEFAULT_ACCOUNT_ID]["aws"].put_object(BUCKET, PLACE + path, data)


def sent_to(store: ObjectStore) -> list[str]:
    return [request.rpartition("/")[2] for request in store.requests if request.startswith(("PUT", "DELETE"))]


def test_the_road(store: ObjectStore, small: Path, tmp_path: Path) -> None:
    plan = send(small, dry_run=True).plan
    assert (set(plan.additions), plan.additions[-1]) == (files_of(small).keys(), MANIFEST)
    assert held() == {}, "a dry run sends nothing"
    done = send(small)
    assert (done.sent, done.url) == (True, f"{URL}/v1.0.0")
    assert held() == files_of(small)
    assert sent_to(store)[-1] == MANIFEST
    store.requests.clear()
    assert not send(small).sent
    assert sent_to(store) == []

    place = StoredAt(f"{URL}/v1.0.0")
    assert verify_place(place, token=None).problems == ()
    assert verify_against(small, place, token=None).problems == ()
    with opened(str(place), [MANIFEST], token=None) as folder:
        assert files_of(folder) == {MANIFEST: (small / MANIFEST).read_bytes()}
    with both_opened(str(small), str(place), token=None) as (here, there):
        assert here.manifest == there.manifest
    put(**{"README.md": b"# theirs"})
    assert verify_place(place, token=None).problems[0].startswith("README.md is not the file")
    with pytest.raises(DataError, match=r"is damaged: README\.md"):
        send(small)
    with pytest.raises(UsageError, match="there is no release at"):
        verify_place(StoredAt(f"{URL}/v9.0.0"), token=None)


def test_ended_after_each_request(store: ObjectStore, tiny: Path) -> None:
    """From request N on nothing reaches the store, or N does and its answer is lost: as if the run were killed there."""
    wanted = files_of(tiny)
    left: list[dict[str, bytes]] = []
    half: list[str] = []

    def look() -> None:
        if MANIFEST in held() and held() != wanted:
            half.append(store.requests[-1])

    store.after_each = look
    ended = 0
    while True:
        empty()
        put(**{"old.csv": b"a,b"})  # what another killed run left
        store.faults = [
            Fault(skip=ended, acts=True, cut="answer"),
            Fault(skip=ended, cut="answer", times=None),
        ]
        try:
            send(tiny)
        except TinbaiError:
            ended += 1
        else:
            break
        store.faults = []
        if held() not in left:  # else the next run finds what it found before
            left.append(held())
            send(tiny)
            assert held() == wanted
    assert half == []
    assert ended > 15, "each request of a whole run was the last of one"
    assert len(left) == 5, "nothing done, the old file gone, each of two sent, the manifest"


def test_only_what_is_missing_or_different_is_sent(store: ObjectStore, tiny: Path) -> None:
    readme = (tiny / "README.md").read_bytes()
    put(
        **{
            "CHANGELOG.md": (tiny / "CHANGELOG.md").read_bytes(),
            "README.md": readme.swapcase(),
            "x/old.csv": b"a",
        }
    )
    plan = send(tiny).plan
    assert (plan.additions, plan.deletions, plan.unchanged) == (("README.md", MANIFEST), ("x/old.csv",), 1)
    assert sent_to(store) == ["old.csv", "README.md", MANIFEST]
    assert held() == files_of(tiny)


def test_a_release_never_changes(store: ObjectStore, tiny: Path) -> None:
    put(**{MANIFEST: b"{}"})
    with pytest.raises(UsageError, match="releases never change"):
        send(tiny)
    assert held() == {MANIFEST: b"{}"}


@pytest.mark.parametrize("same", [True, False])
def test_a_second_publisher_is_quicker(store: ObjectStore, tiny: Path, same: bool) -> None:
    """The manifest is put only where there is none, so the first one stays."""
    theirs = (tiny / MANIFEST).read_bytes() if same else b"{}"
    store.faults = [Fault(f"PUT .*/{MANIFEST}", run=lambda: put(**{MANIFEST: theirs}))]
    if same:
        assert send(tiny).sent
    else:
        with pytest.raises(UsageError, match="releases never change"):
            send(tiny)
    assert held()[MANIFEST] == theirs


def test_bytes_that_come_back_otherwise(store: ObjectStore, tiny: Path) -> None:
    store.faults = [Fault("HEAD .*/README.md", run=lambda: put(**{"README.md": b"garbled"}))]
    with pytest.raises(DataError, match=r"README\.md came back with other bytes"):
        send(tiny)
    assert MANIFEST not in held()
    assert send(tiny).plan.additions == ("README.md", MANIFEST)


@pytest.mark.parametrize(
    ("fault", "kind", "told"),
    [
        (Fault("PUT", answer=403, times=None), ConfigError, "credentials are not enough for s3://kho-tin"),
        (Fault("PUT", answer=500, times=None), ServerError, "the store failed at s3://kho-tin"),
        (Fault(cut="answer", times=None), ServerError, "the store failed at s3://kho-tin"),
    ],
)
def test_what_the_store_refuses(
    store: ObjectStore, tiny: Path, fault: Fault, kind: type[TinbaiError], told: str
) -> None:
    store.faults = [fault]
    with pytest.raises(kind, match=told) as refused:
        send(tiny)
    assert SECRET not in str(refused.value)
    assert held() == {}


def test_no_bucket_no_credentials_no_package(
    store: ObjectStore, tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(UsageError, match="is not there"):
        publish_to_store(tiny, "s3://nowhere/x", dry_run=False, phases=unseen)
    s3fs.S3FileSystem.clear_instance_cache()
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    with pytest.raises(ConfigError, match="there are no credentials"):
        send(tiny)
    s3fs.S3FileSystem.clear_instance_cache()
    monkeypatch.setitem(sys.modules, "s3fs", None)
    for scheme in ("s3", "s3a"):
        monkeypatch.delitem(_registry, scheme, raising=False)
    with pytest.raises(ConfigError, match=r"tinbai\[s3\]"):
        send(tiny)
    with pytest.raises(ConfigError, match="gcsfs"):
        publish_to_store(tiny, "gs://x/y", dry_run=False, phases=unseen)
    with pytest.raises(UsageError, match="not known"):
        publish_to_store(tiny, "nothing://x/y", dry_run=False, phases=unseen)


def test_a_password_in_an_address_is_not_shown() -> None:
    assert (
        str(StoredAt("ftp://toa-soan:secret@kho.example/tin/v1.0.0?token=x"))
        == "ftp://kho.example/tin/v1.0.0"
    )
