"""Which Label Studio a workspace works with."""

import os
from dataclasses import dataclass, field

from schemas.errors import ConfigError
from tinbai.workspace import Workspace

KEY = "LABEL_STUDIO_API_KEY"


@dataclass(frozen=True, slots=True)
class KnownServer:
    """Where it is and the key that opens it; the key stays out of `repr`."""

    url: str
    api_key: str = field(repr=False)


def find_server(workspace: Workspace) -> KnownServer | None:
    """The server that `tinbai.toml` names, else the one that `tinbai serve` runs for this workspace, or None.

    Raises:
        ConfigError: an address is configured and no key is in the environment.
    """
    if url := workspace.config.labelstudio.url:
        key = os.environ.get(KEY)
        if not key:
            raise ConfigError(
                f"{KEY} is not set, and {url} needs it",
                hint=f"Copy your access token from Label Studio's account page: export {KEY}=...",
            )
        return KnownServer(url, key)
    from annotation.server.local import find_running

    server = find_running(workspace.server)
    return KnownServer(server.url, server.api_key) if server else None


def require_server(workspace: Workspace) -> KnownServer:
    """The same, where there must be one.

    Raises:
        ConfigError: none is known.
    """
    server = find_server(workspace)
    if server is None:
        raise ConfigError(
            "no Label Studio is known to this workspace",
            hint=f"Start one in another terminal: tinbai serve --workspace {workspace.root}; "
            f"or set [labelstudio] url in {workspace.root / 'tinbai.toml'} and {KEY} in the environment",
        )
    return server
