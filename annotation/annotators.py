"""Who labelled: e-mails from the server, which stay in memory, and the pseudonyms that files get instead."""

from collections.abc import Mapping

from annotation.client import Connection, server_faults
from annotation.pseudonym import pseudonym


def annotator_emails(connection: Connection) -> dict[int, str]:
    """Who stands behind each user number. Stays in memory: files get pseudonyms."""
    with server_faults(connection.url):
        users = connection.client.users.list()
    return {int(user.id): user.email for user in users if user.id is not None and user.email}


def annotator_identity(annotation: Mapping[str, object], emails: Mapping[int, str]) -> str:
    """Who gave an annotation: the e-mail; of a removed user the number, or where that is gone, too, nobody else."""
    who = annotation.get("completed_by")
    if isinstance(who, Mapping):
        who = who.get("id")
    if who is None:
        return f"somebody of annotation {annotation['id']}"
    return emails.get(int(str(who)), f"user {who}")


def annotator_name(salt: bytes, annotation: Mapping[str, object], emails: Mapping[int, str]) -> str:
    """The pseudonym of who gave an annotation."""
    return pseudonym(salt, annotator_identity(annotation, emails))
