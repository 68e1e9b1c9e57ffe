"""People who can log in to the local server, made through Label Studio's own invitation and sign-up form."""

import re
import secrets
import unicodedata
from dataclasses import dataclass, field

from schemas.errors import ServerError, UsageError

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_ADMIN = "admin"
_TIMEOUT = 60.0


@dataclass(frozen=True, slots=True)
class Account:
    """A log-in. `name` is what the maintainer calls the person; the secrets stay out of `repr`."""

    name: str
    email: str
    password: str = field(repr=False)
    api_key: str = field(repr=False, default="")


def new_account(name: str) -> Account:
    """An account that does not exist on the server yet, with a password of 16 random characters.

    Raises:
        UsageError: the name cannot be a log-in.
    """
    if name == _ADMIN:
        raise UsageError(
            f"annotator {name!r} is the account that tinbai itself works with",
            hint="Choose another name; whoever labels needs an account of their own",
        )
    if not _NAME.fullmatch(name):
        near = _log_in_name(name)
        example = f", for example {near}" if near else ""
        raise UsageError(
            f"annotator {name!r} cannot be a log-in name",
            hint=f"Use small letters a-z, digits, and . _ - between them{example}",
        )
    return Account(name, f"{name}@localhost", secrets.token_urlsafe(12))


def _log_in_name(name: str) -> str:
    """`Đức Anh` as a log-in: `duc-anh`; empty where nothing is left."""
    plain = unicodedata.normalize("NFD", name.casefold().replace("đ", "d"))
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    return re.sub(r"[^a-z0-9._-]+", "-", plain).strip("-._")[:64]


def new_admin() -> Account:
    """The account that tinbai itself works with; the server takes this key as it is."""
    return Account(_ADMIN, f"{_ADMIN}@localhost", secrets.token_urlsafe(12), secrets.token_hex(20))


def key_holder(url: str, api_key: str) -> str | None:
    """The e-mail of the account that a key belongs to on this server, or None where it opens nothing."""
    import httpx

    with httpx.Client(base_url=url, trust_env=False, timeout=_TIMEOUT) as client:
        answer = client.get("/api/current-user/whoami", headers={"Authorization": f"Token {api_key}"})
    if answer.status_code != httpx.codes.OK:
        return None
    email = answer.json().get("email")
    return email if isinstance(email, str) else None


def log_in(url: str, account: Account) -> str | None:
    """The account's API key, or None where the server does not know the account or its password."""
    import httpx

    with httpx.Client(base_url=url, trust_env=False, timeout=_TIMEOUT) as client:
        client.get("/user/login/")
        form = {
            "csrfmiddlewaretoken": client.cookies["csrftoken"],
            "email": account.email,
            "password": account.password,
        }
        if client.post("/user/login/", data=form).status_code != httpx.codes.FOUND:
            return None
        return _own_key(client)


def sign_up(url: str, admin_key: str, account: Account) -> str:
    """Make the account through an invitation; gives its API key.

    Raises:
        ServerError: the server refused.
    """
    import httpx

    with httpx.Client(base_url=url, trust_env=False, timeout=_TIMEOUT) as client:
        invitation = client.get("/api/invite", headers={"Authorization": f"Token {admin_key}"})
        place = invitation.raise_for_status().json()["invite_url"]
        client.cookies.clear()
        client.get(place)
        form = {
            "csrfmiddlewaretoken": client.cookies["csrftoken"],
            "email": account.email,
            "password": account.password,
            "allow_newsletters": "",
        }
        answer = client.post(place, data=form)
        if answer.status_code != httpx.codes.FOUND:
            raise ServerError(
                f"the server did not make an account for {account.name} (HTTP {answer.status_code})",
                hint="It may exist already with another password: choose another name",
            )
        key = _own_key(client)
        client.cookies.clear()
        # The invitation stands in the server's log: it shall open nothing any more.
        client.post(
            "/api/invite/reset-token", headers={"Authorization": f"Token {admin_key}"}
        ).raise_for_status()
        return key


def _own_key(client: object) -> str:
    import httpx

    assert isinstance(client, httpx.Client)
    return str(client.get("/api/current-user/token").raise_for_status().json()["token"])
