"""A local stand-in for the Hugging Face Hub, enough of its HTTP interface for the real clients to publish
to it and load from it.

It keeps repositories of datasets in memory: commits with their trees, branches, tags, small files as git
blobs and Parquet files as large ones.

What it does not do: it knows one token and no users, organisations, quotas or rate limits; gating is
remembered and not enforced; no pull requests, discussions, branches other than main, Xet, multipart uploads,
copies, folder deletions, search, or the dataset viewer; Git itself cannot talk to it; commit ids are hashes
of what was committed and not Git's; YAML of a card is not judged.
"""

import base64
import hashlib
import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

TOKEN = "hf_standin"
_WHEN = "2024-06-01T00:00:00.000Z"


@dataclass
class Blob:
    data: bytes
    large: bool

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    @property
    def git_id(self) -> str:
        return hashlib.sha1(b"blob %d\0" % len(self.data) + self.data).hexdigest()

    def entry(self, path: str) -> dict[str, Any]:
        found = {"type": "file", "path": path, "size": len(self.data), "oid": self.git_id}
        if self.large:
            found["lfs"] = {"oid": self.sha256, "size": len(self.data), "pointerSize": 130}
        return found


@dataclass
class Commit:
    oid: str
    title: str
    tree: dict[str, Blob]


@dataclass
class Repository:
    private: bool
    gated: str | bool = False
    commits: list[Commit] = field(default_factory=list)
    tags: dict[str, str] = field(default_factory=dict)

    def commit(self, title: str, tree: dict[str, Blob]) -> Commit:
        said = repr((len(self.commits), title, sorted((path, blob.sha256) for path, blob in tree.items())))
        made = Commit(hashlib.sha1(said.encode()).hexdigest(), title, tree)
        self.commits.append(made)
        return made

    def at(self, revision: str) -> Commit | None:
        oid = self.tags.get(revision, self.commits[-1].oid if revision == "main" else revision)
        return next((commit for commit in self.commits if commit.oid == oid), None)


@dataclass
class StandIn:
    """The state behind the server. `before_commit` runs once, when a commit request has come in; `garbled`
    are paths whose bytes come out wrong, though the listing has them right; `refusal`, status and headers,
    answers every request."""

    endpoint: str = ""
    repositories: dict[str, Repository] = field(default_factory=dict)
    stored: dict[str, bytes] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    before_commit: Callable[[], None] | None = None
    fail_tags: bool = False
    refuse_uploads: bool = False
    garbled: set[str] = field(default_factory=set)
    refusal: tuple[int, dict[str, str]] | None = None


class _AnswerError(Exception):
    """An answer that ends the request."""

    def __init__(self, status: int, body: Any = None, headers: dict[str, str] | None = None) -> None:
        super().__init__(status)
        self.status, self.body, self.headers = status, body, headers or {}


def _refusal(status: int, code: str, message: str, **more: str) -> _AnswerError:
    return _AnswerError(
        status, {"error": message, **more}, {"X-Error-Code": code, "X-Error-Message": message}
    )


@contextmanager
def stand_in() -> Iterator[StandIn]:
    """Serve on a free port of the loopback until the block ends."""
    hub = StandIn()
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *args: object) -> None:
            pass

        def _body(self) -> bytes:
            if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
                return self.rfile.read(int(self.headers.get("Content-Length") or 0))
            parts = []
            while size := int(self.rfile.readline().split(b";")[0], 16):
                parts.append(self.rfile.read(size))
                self.rfile.readline()
            self.rfile.readline()
            return b"".join(parts)

        def _handle(self) -> None:
            body = self._body()
            url = urlsplit(self.path)
            try:
                with lock:
                    hub.requests.append(f"{self.command} {url.path}")
                    if hub.refusal is not None:
                        raise _AnswerError(hub.refusal[0], {"error": "no"}, hub.refusal[1])
                    _route(hub, self.command, url.path, parse_qs(url.query), dict(self.headers), body)
                raise _refusal(404, "", f"the stand-in does not know {self.command} {url.path}")
            except _AnswerError as answer:
                self._send(answer)

        def _send(self, answer: _AnswerError) -> None:
            raw = answer.body if isinstance(answer.body, bytes) else json.dumps(answer.body).encode()
            self.send_response(answer.status)
            for name, value in {"Content-Type": "application/json", **answer.headers}.items():
                self.send_header(name, value)
            if "Content-Length" not in answer.headers:
                self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(raw)

        do_GET = do_HEAD = do_POST = do_PUT = _handle  # noqa: N815  (names that http.server calls)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    hub.endpoint = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _route(
    hub: StandIn, method: str, path: str, query: dict[str, list[str]], headers: dict[str, str], body: bytes
) -> None:
    signed_in = _signed_in(headers)
    if path == "/api/whoami-v2":
        raise (
            _AnswerError(200, {"name": "toa-soan", "type": "user"})
            if signed_in
            else _AnswerError(401, {"error": "who?"})
        )
    if path == "/api/validate-yaml":
        raise _AnswerError(200, {"errors": [], "warnings": []})
    if method == "POST" and path == "/api/repos/create":
        _create(hub, json.loads(body), signed_in)
    if method == "PUT" and (stored := re.fullmatch(r"/store/([0-9a-f]{64})", path)):
        if hub.refuse_uploads:
            raise _AnswerError(403, {"error": "the store is shut"})
        hub.stored[stored[1]] = body
        raise _AnswerError(200, {})
    if match := re.fullmatch(r"/datasets/([^/]+/[^/]+)\.git/info/lfs/objects/batch", path):
        _repository(hub, match[1], signed_in)
        _batch(hub, json.loads(body))
    if match := re.fullmatch(r"/datasets/([^/]+/[^/]+)/resolve/([^/]+)/(.+)", path):
        repository = _repository(hub, match[1], signed_in)
        _resolve(hub, repository, unquote(match[2]), unquote(match[3]), headers)
    if match := re.fullmatch(r"/api/datasets/([^/]+/[^/]+?)(?:/([a-z-]+)(?:/([^/]+))?(?:/(.+))?)?", path):
        repository = _repository(hub, match[1], signed_in)
        action, revision = match[2] or "info", unquote(match[3] or "main")
        if method != "GET" and action != "paths-info" and not signed_in:
            raise _refusal(401, "", "Invalid credentials in Authorization header")
        _api(hub, repository, match[1], action, revision, unquote(match[4] or ""), query, headers, body)


def _signed_in(headers: dict[str, str]) -> bool:
    given = next((value for name, value in headers.items() if name.lower() == "authorization"), None)
    if given is None:
        return False
    if given != f"Bearer {TOKEN}":
        raise _refusal(401, "", "Invalid credentials in Authorization header")
    return True


def _create(hub: StandIn, asked: dict[str, Any], signed_in: bool) -> None:
    if not signed_in:
        raise _refusal(401, "", "Invalid credentials in Authorization header")
    name = f"{asked['organization']}/{asked['name']}"
    url = f"{hub.endpoint}/datasets/{name}"
    if name in hub.repositories:
        raise _AnswerError(409, {"error": "You already created this dataset repo", "url": url})
    private = asked.get("visibility") == "private"
    repository = hub.repositories[name] = Repository(private)
    repository.commit("initial commit", {".gitattributes": Blob(b"*.parquet filter=lfs\n", large=False)})
    raise _AnswerError(200, {"url": url})


def _repository(hub: StandIn, name: str, signed_in: bool) -> Repository:
    found = hub.repositories.get(name)
    if found is None or (found.private and not signed_in):
        raise _refusal(404 if signed_in else 401, "RepoNotFound", "Repository not found")
    return found


def _commit_at(repository: Repository, revision: str) -> Commit:
    found = repository.at(revision)
    if found is None:
        raise _refusal(404, "RevisionNotFound", f"Invalid rev id: {revision}")
    return found


def _api(
    hub: StandIn,
    repository: Repository,
    name: str,
    action: str,
    revision: str,
    rest: str,
    query: dict[str, list[str]],
    headers: dict[str, str],
    body: bytes,
) -> None:
    if action in ("info", "revision"):
        commit = _commit_at(repository, revision)
        files = [{"rfilename": path} for path in sorted(commit.tree)]
        raise _AnswerError(
            200,
            {
                "id": name,
                "sha": commit.oid,
                "private": repository.private,
                "gated": repository.gated,
                "lastModified": _WHEN,
                "tags": [],
                "siblings": files,
            },
        )
    if action == "settings":
        repository.gated = json.loads(body).get("gated", repository.gated)
        raise _AnswerError(200, {})
    if action == "refs":
        heads = [{"name": "main", "ref": "refs/heads/main", "targetCommit": repository.commits[-1].oid}]
        tags = [
            {"name": tag, "ref": f"refs/tags/{tag}", "targetCommit": oid}
            for tag, oid in repository.tags.items()
        ]
        raise _AnswerError(200, {"branches": heads, "converts": [], "tags": tags})
    if action == "commits":
        raise _AnswerError(
            200,
            [
                {"id": commit.oid, "title": commit.title, "message": "", "date": _WHEN, "authors": []}
                for commit in reversed(repository.commits)
            ],
        )
    if action == "tree":
        commit = _commit_at(repository, revision)
        recursive = query.get("recursive", ["false"])[0].lower() in ("true", "1")
        raise _AnswerError(200, _tree(commit, rest.strip("/"), recursive))
    if action == "paths-info":
        commit = _commit_at(repository, revision)
        paths = json.loads(body)["paths"] if body.startswith(b"{") else parse_qs(body.decode())["paths"]
        raise _AnswerError(200, [entry for path in paths for entry in _path_info(commit, path.strip("/"))])
    if action == "preupload":
        tree = _commit_at(repository, revision).tree
        raise _AnswerError(
            200, {"files": [_preupload(tree, asked["path"]) for asked in json.loads(body)["files"]]}
        )
    if action == "tag":
        _tag(hub, repository, revision, json.loads(body)["tag"])
    if action == "commit":
        _commit(hub, repository, name, [json.loads(line) for line in body.splitlines() if line])


def _tree(commit: Commit, folder: str, recursive: bool) -> list[dict[str, Any]]:
    prefix = f"{folder}/" if folder else ""
    inside = {path: blob for path, blob in sorted(commit.tree.items()) if path.startswith(prefix)}
    if folder and not inside:
        raise _refusal(404, "EntryNotFound", f"{folder} does not exist")
    entries: dict[str, dict[str, Any]] = {}
    for path, blob in inside.items():
        parts = path[len(prefix) :].split("/")
        for depth in range(1, len(parts) if recursive else min(2, len(parts))):
            name = prefix + "/".join(parts[:depth])
            entries[name] = {
                "type": "directory",
                "path": name,
                "oid": hashlib.sha1(name.encode()).hexdigest(),
                "size": 0,
            }
        if recursive or len(parts) == 1:
            entries[path] = blob.entry(path)
    return list(entries.values())


def _path_info(commit: Commit, path: str) -> Iterator[dict[str, Any]]:
    if path in commit.tree:
        yield commit.tree[path].entry(path)
    elif any(name.startswith(f"{path}/") for name in commit.tree):
        yield {"type": "directory", "path": path, "oid": hashlib.sha1(path.encode()).hexdigest(), "size": 0}


def _preupload(tree: dict[str, Blob], path: str) -> dict[str, Any]:
    large = path.endswith(".parquet")
    there = tree.get(path)
    oid = None if there is None else there.sha256 if there.large else there.git_id
    return {"path": path, "uploadMode": "lfs" if large else "regular", "shouldIgnore": False, "oid": oid}


def _batch(hub: StandIn, asked: dict[str, Any]) -> None:
    objects = []
    for one in asked["objects"]:
        upload = {"upload": {"href": f"{hub.endpoint}/store/{one['oid']}", "header": {}}}
        objects.append({**one, **({} if one["oid"] in hub.stored else {"actions": upload})})
    raise _AnswerError(200, {"transfer": "basic", "objects": objects})


def _tag(hub: StandIn, repository: Repository, revision: str, tag: str) -> None:
    if hub.fail_tags:
        raise _AnswerError(500, {"error": "out of ink"})
    if tag in repository.tags:
        raise _AnswerError(409, {"error": f"Tag {tag} already exists"})
    repository.tags[tag] = _commit_at(repository, revision).oid
    raise _AnswerError(200, {})


def _commit(hub: StandIn, repository: Repository, name: str, lines: list[dict[str, Any]]) -> None:
    if hub.before_commit is not None:
        interruption, hub.before_commit = hub.before_commit, None
        interruption()
    header = lines[0]["value"]
    if "parentCommit" in header and header["parentCommit"] != repository.commits[-1].oid:
        raise _AnswerError(412, {"error": "A commit has happened since. Please refresh and try again."})
    tree = dict(repository.commits[-1].tree)
    for line in lines[1:]:
        value = line["value"]
        if line["key"] == "file":
            tree[value["path"]] = Blob(base64.b64decode(value["content"]), large=False)
        elif line["key"] == "lfsFile":
            if value["oid"] not in hub.stored:
                raise _AnswerError(400, {"error": f"no such object: {value['oid']}"})
            tree[value["path"]] = Blob(hub.stored[value["oid"]], large=True)
        elif line["key"] == "deletedFile":
            if tree.pop(value["path"], None) is None:
                raise _refusal(404, "EntryNotFound", "A file with this name doesn't exist")
        else:
            raise _AnswerError(400, {"error": f"the stand-in cannot {line['key']}"})
    made = repository.commit(header["summary"], tree)
    raise _AnswerError(
        200,
        {
            "success": True,
            "commitOid": made.oid,
            "commitUrl": f"{hub.endpoint}/datasets/{name}/commit/{made.oid}",
            "hookOutput": "",
        },
    )


def _resolve(hub: StandIn, repository: Repository, revision: str, path: str, headers: dict[str, str]) -> None:
    commit = _commit_at(repository, revision)
    blob = commit.tree.get(path)
    if blob is None:
        raise _AnswerError(
            404, {"error": "Entry not found"}, {"X-Error-Code": "EntryNotFound", "X-Repo-Commit": commit.oid}
        )
    data = blob.data.swapcase() if path in hub.garbled else blob.data
    told = {
        "X-Repo-Commit": commit.oid,
        "ETag": f'"{blob.sha256 if blob.large else blob.git_id}"',
        "Accept-Ranges": "bytes",
        "Content-Type": "application/octet-stream",
    }
    if blob.large:
        told |= {"X-Linked-Size": str(len(blob.data)), "X-Linked-Etag": f'"{blob.sha256}"'}
    asked = next((value for name, value in headers.items() if name.lower() == "range"), "")
    if match := re.fullmatch(r"bytes=(\d+)-(\d*)", asked):
        first = int(match[1])
        last = min(int(match[2] or len(data) - 1), len(data) - 1)
        if first > last:
            raise _AnswerError(416, {"error": "no such range"})
        told["Content-Range"] = f"bytes {first}-{last}/{len(data)}"
        raise _AnswerError(206, data[first : last + 1], told)
    raise _AnswerError(200, data, {**told, "Content-Length": str(len(data))})
