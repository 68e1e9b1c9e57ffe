"""Annotators' names outside Label Studio: stable within a workspace, and not to be guessed from an e-mail."""

import hmac
import os
import secrets
from hashlib import sha256
from pathlib import Path

from schemas.files import write_text

_SALT_NAME = "pseudonym-salt"


def pseudonym(salt: bytes, identity: str) -> str:
    """`annotator-` and 8 hex digits of an HMAC over the e-mail, whatever its case."""
    digest = hmac.new(salt, identity.strip().casefold().encode("utf-8"), sha256).hexdigest()
    return f"annotator-{digest[:8]}"


def workspace_salt(folder: Path) -> bytes:
    """The workspace's secret, made once and readable by its owner alone.

    Without it nobody can try out e-mails against the pseudonyms of a published dataset. Who loses it gets
    new pseudonyms at the next pull.
    """
    path = folder / _SALT_NAME
    if not path.exists():
        mask = os.umask(0o077)
        try:
            write_text(path, secrets.token_hex(32) + "\n")
        finally:
            os.umask(mask)
    return bytes.fromhex(path.read_text(encoding="utf-8").strip())
