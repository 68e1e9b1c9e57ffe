"""A local stand-in for the Hugging Face Hub, enough of its HTTP interface for the real clients to publish
to it and load from it.

It keeps repositories of datasets in memory: commits with their trees, branches, tags, small files as git
blobs and Parquet files as large ones.

Three tokens: one of the owner that may write, one of the owner that may read, and a stranger's. Private
repositories hide from strangers, gated ones keep their files from whoever is not let in. What goes wrong is
said in `faults`.

What it does not do: it has one namespace, and no quotas or rate limits by itself; no pull requests, discussions,
branches other than main, Xet, multipart uploads, copies, folder deletions, search, or the dataset viewer; Git
itself cannot talk to it; commit ids are hashes of what was committed and not Git's; YAML of a card is not judged.
"""

import base64
import hashlib
import json
import re
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

TOKEN = "hf_standin"
READ_TOKEN = "hf_standin_reads"
STRANGER = "hf_stranger"
_OWNERS = (TOKEN, READ_TOKEN)
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
    let_in: set[str] = field(default_factory=set)
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
class Fault:
    """What goes wrong with a request in whose `METHOD /path` the pattern `on` is found.

    The first `skip` of them go well, then `times` do not (None: all of them). `run` is run when such a request comes.
    `answer` is the status of another answer than the right one; `cut` ends the connection in the middle of the request's
    body, instead of the answer, or in the middle of the answer. With `acts` the Hub does all the same what it was asked.
    """

    on: str = ""
    answer: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    cut: Literal["", "body", "answer", "middle"] = ""
    acts: bool = False
    run: Callable[[], None] | None = None
    skip: int = 0
    times: int | None = 1
    met: int = 0

    def is_due(self, request: str) -> bool:
        if not re.search(self.on, request):
            return False
        self.met += 1
        return self.met > self.skip and (self.times is None or self.met <= self.skip + self.times)


@dataclass
class StandIn:
    """The state behind the server. Of the `faults`, the first that is due takes a request. `garbled` are paths whose bytes
    come out wrong, though the listing has them right. `after_each` is called when a request was dealt with."""

    endpoint: str = ""
    repositories: dict[str, Repository] = field(default_factory=dict)
    stored: dict[str, bytes] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    garbled: set[str] = field(default_factory=set)
    after_each: Callable[[], None] = lambda: None


class _AnswerError(Exception):
    """An answer that ends the request."""

    def __init__(self, status: int, body: Any = None, headers: dict[str, str] | None = None) -> None:
        super().__init__(status)
        self.status, self.body, self.headers = status, body, headers or {}


def _refusal(status: int, code: str, message: str, **more: str) -> _AnswerError:
    return _AnswerError(
        status, {"error": message, **more}, {"X-Error-Code": code, "X-Error-Message": message}
    )


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that was killed takes no answer; anything else is a fault of the stand-in."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


@contextmanager
def stand_in() -> Iterator[StandIn]:
    """Serve on a free port of the loopback until the block ends."""
    hub = StandIn()
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # a head and a body, each a packet, would wait 40 ms for each other

        def log_message(self, format: str, *args: object) -> None:
            pass

        def _body(self, share: float = 1.0) -> bytes:
            if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
                return self.rfile.read(int(share * int(self.headers.get("Content-Length") or 0)))
            parts = []
            while size := int(self.rfile.readline().split(b";")[0], 16):
                parts.append(self.rfile.read(size))
                self.rfile.readline()
            self.rfile.readline()
            return b"".join(parts)

        def _handle(self) -> None:
            url = urlsplit(self.path)
            asked = f"{self.command} {url.path}"
            with lock:
                hub.requests.append(asked)
                due = [fault for fault in hub.faults if fault.is_due(asked)]
            fault = due[0] if due else Fault()
            if fault.cut == "body":
                self._body(0.5)
                return self._cut()
            body = self._body()
            with lock:
                if fault.run is not None:
                    fault.run()
                answer = _AnswerError(fault.answer, {"error": "a fault"}, fault.headers)
                if fault.acts or not (fault.answer or fault.cut in ("body", "answer")):
                    right = self._act(url, body)
                    answer = answer if fault.answer else right
                hub.after_each()
            if fault.cut == "answer":
                return self._cut()
            return self._send(answer, cut=fault.cut == "middle")

        def _act(self, url: SplitResult, body: bytes) -> "_AnswerError":
            try:
                _route(hub, self.command, url.path, parse_qs(url.query), dict(self.headers), body)
            except _AnswerError as answer:
                return answer
            return _refusal(404, "", f"the stand-in does not know {self.command} {url.path}")

        def _cut(self) -> None:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)

        def _send(self, answer: _AnswerError, *, cut: bool) -> None:
            raw = answer.body if isinstance(answer.body, bytes) else json.dumps(answer.body).encode()
            self.send_response(answer.status)
            for name, value in {"Content-Type": "application/json", **answer.headers}.items():
                self.send_header(name, value)
            if "Content-Length" not in answer.headers:
                self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(raw[: len(raw) // 2] if cut else raw)
            if cut:
                self._cut()

        do_GET = do_HEAD = do_POST = do_PUT = _handle  # noqa: N815  (names that http.server calls)

    server = _Server(("127.0.0.1", 0), Handler)
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
    token = _token(headers)
    if path == "/api/whoami-v2":
        raise (
            _AnswerError(200, {"name": "toa-soan", "type": "user"})
            if token
            else _AnswerError(401, {"error": "who?"})
        )
    if path == "/api/validate-yaml":
        raise _AnswerError(200, {"errors": [], "warnings": []})
    if method == "POST" and path == "/api/repos/create":
        _create(hub, json.loads(body), token)
    if method == "PUT" and (stored := re.fullmatch(r"/store/([0-9a-f]{64})", path)):
        hub.stored[stored[1]] = body
        raise _AnswerError(200, {})
    if match := re.fullmatch(r"/datasets/([^/]+/[^/]+)\.git/info/lfs/objects/batch", path):
        _repository(hub, match[1], token)
        _may_write(token)
        _batch(hub, json.loads(body))
    if match := re.fullmatch(r"/datasets/([^/]+/[^/]+)/resolve/([^/]+)/(.+)", path):
        repository = _repository(hub, match[1], token)
        _may_have_files(repository, token)
        _resolve(hub, repository, unquote(match[2]), unquote(match[3]), headers)
    if match := re.fullmatch(r"/api/datasets/([^/]+/[^/]+?)(?:/([a-z-]+)(?:/([^/]+))?(?:/(.+))?)?", path):
        repository = _repository(hub, match[1], token)
        action, revision = match[2] or "info", unquote(match[3] or "main")
        if method != "GET" and action != "paths-info":
            _may_write(token)
        _api(hub, repository, match[1], action, revision, unquote(match[4] or ""), query, headers, body)


def _token(headers: dict[str, str]) -> str | None:
    given = next((value for name, value in headers.items() if name.lower() == "authorization"), None)
    if given is None:
        return None
    token = given.removeprefix("Bearer ")
    if token not in (*_OWNERS, STRANGER):
        raise _refusal(401, "", "Invalid credentials in Authorization header")
    return token


def _may_write(token: str | None) -> None:
    if token is None:
        raise _refusal(401, "", "Invalid credentials in Authorization header")
    if token != TOKEN:
        raise _refusal(403, "", "You do not have the rights to write here")


def _may_have_files(repository: Repository, token: str | None) -> None:
    if repository.gated and token not in (*_OWNERS, *repository.let_in):
        raise _refusal(403 if token else 401, "GatedRepo", "Access to this dataset is restricted")


def _create(hub: StandIn, asked: dict[str, Any], token: str | None) -> None:
    _may_write(token)
    name = f"{asked['organization']}/{asked['name']}"
    url = f"{hub.endpoint}/datasets/{name}"
    if name in hub.repositories:
        raise _AnswerError(409, {"error": "You already created this dataset repo", "url": url})
    private = asked.get("visibility") == "private"
    repository = hub.repositories[name] = Repository(private)
    repository.commit("initial commit", {".gitattributes": Blob(b"*.parquet filter=lfs\n", large=False)})
    raise _AnswerError(200, {"url": url})


def _repository(hub: StandIn, name: str, token: str | None) -> Repository:
    found = hub.repositories.get(name)
    if found is None or (found.private and token not in _OWNERS):
        raise _refusal(404 if token else 401, "RepoNotFound", "Repository not found")
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
        asked = json.loads(body)
        repository.gated = asked.get("gated", repository.gated)
        repository.private = repository.private or asked.get("visibility") == "private"
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
        _tag(repository, revision, json.loads(body)["tag"])
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


def _tag(repository: Repository, revision: str, tag: str) -> None:
    if tag in repository.tags:
        raise _AnswerError(409, {"error": f"Tag {tag} already exists"})
    repository.tags[tag] = _commit_at(repository, revision).oid
    raise _AnswerError(200, {})


def _commit(hub: StandIn, repository: Repository, name: str, lines: list[dict[str, Any]]) -> None:
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
