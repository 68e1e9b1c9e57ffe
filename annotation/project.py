"""tinbai's projects on a Label Studio: found again, made once, kept as the contract says."""

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from annotation.client import Connection, once, server_faults
from schemas.errors import UsageError
from schemas.files import write_text

if TYPE_CHECKING:
    from label_studio_sdk.types.all_roles_project_list import AllRolesProjectList
    from label_studio_sdk.types.lse_project_response import LseProjectResponse

LABELING = "labeling"
ADJUDICATION = "adjudication"
# The role of one annotator's own project begins with this and goes on with their pseudonym.
BATCH = "batch"

# The editor draws the predictions of the project's one model version and no others, so every suggestion
# is pushed under this name; which suggester spoke, in which version, stands in the task's meta.
SUGGESTIONS = "tinbai"

# What is left to do where answers hold a project to an older page, by role.
_HELD_NEXT = {
    LABELING: "Label on there with the page that it has, tinbai pull reads it; other articles go out with the new page "
    "in projects of annotators' own: tinbai push --annotator NAME",
    ADJUDICATION: "What is decided there is fetched all the same, and tinbai adjudicate --offline settles by it; for other "
    "conflicts give that project another title and an empty description in Label Studio: the next tinbai "
    "adjudicate makes a new one, and the decisions stay",
    BATCH: "Label on there with the page that it has, tinbai pull reads it; other articles need a workspace of their own, "
    "with another [labelstudio] project in its tinbai.toml",
}

_TITLE = range(3, 51)
_PAGE = 100


@dataclass(frozen=True, slots=True)
class Project:
    """A project on a server. `role` is labeling, adjudication or batch-PSEUDONYM; `made` tells it from one of another database."""

    id: int
    title: str
    role: str
    url: str
    made: datetime

    @property
    def labeling_url(self) -> str:
        """Where an annotator gets one task after another, with the whole width for the text."""
        return f"{self.url}/projects/{self.id}/data?labeling=1"


def find_project(connection: Connection, folder: Path, *, title: str, role: str = LABELING) -> Project | None:
    """The project that bears this workspace's mark, whatever it is called by now; else tinbai's of this title.

    The mark survives another port and a restored database, which a remembered project number does not.
    The title finds it again from a fresh copy of the workspace.

    Raises:
        UsageError: the title belongs to a project that tinbai did not make.
        ServerError: the server failed.
    """
    with server_faults(connection.url):
        listed = list(_projects(connection))
    own = f"[tinbai {role} {_identity(folder)}]"
    same = [project for project in listed if project.title == title]
    ours = [project for project in listed if own in (project.description or "")] or [
        project for project in same if f"[tinbai {role} " in (project.description or "")
    ]
    if same and not ours:
        raise UsageError(
            f"Label Studio at {connection.url} has a project {title!r} that is not tinbai's",
            hint="Give [labelstudio] project another name in tinbai.toml, or rename that project",
        )
    if not ours:
        return None
    # The oldest, should two first pushes from two machines have raced.
    oldest = min(ours, key=lambda project: int(project.id or 0))
    return _project(connection, oldest, role)


def find_batches(connection: Connection, folder: Path) -> list[Project]:
    """This workspace's projects that belong to one annotator each, by their role.

    Raises:
        ServerError: the server failed.
    """
    with server_faults(connection.url):
        listed = list(_projects(connection))
    mark = re.compile(rf"\[tinbai ({BATCH}-annotator-[0-9a-f]{{8}}) {_identity(folder)}\]")
    found: dict[str, Project] = {}
    # The oldest of each role, as in `find_project`.
    for project in sorted(listed, key=lambda project: int(project.id or 0), reverse=True):
        if marked := mark.search(project.description or ""):
            found[marked[1]] = _project(connection, project, marked[1])
    return [found[role] for role in sorted(found)]


def ensure_project(
    connection: Connection,
    folder: Path,
    *,
    title: str,
    label_config: str,
    instruction: str = "",
    overlap: int = 1,
    role: str = LABELING,
) -> Project:
    """Find or make the project, and bring its page, instruction and overlap up to date.

    Raises:
        UsageError: the title is no title, is taken by a project that tinbai did not make, or the project has answers
            that the new page has no place for: it stays as it is.
        ServerError: the server failed.
    """
    if len(title) not in _TITLE:
        raise UsageError(
            f"{title!r} cannot be a project's title",
            hint=f"Label Studio takes {_TITLE.start} to {_TITLE.stop - 1} characters",
        )
    project = find_project(connection, folder, title=title, role=role)
    with server_faults(connection.url):
        if project is None:
            made = connection.client.projects.create(
                title=title,
                description=f"[tinbai {role} {_identity(folder)}]",
                label_config=label_config,
                expert_instruction=instruction,
                show_instruction=bool(instruction),
                maximum_annotations=overlap,
                show_collab_predictions=True,
                request_options=once(),
            )
            project = _project(connection, connection.client.projects.get(id=int(made.id or 0)), role)
        else:
            _bring_up_to_date(connection, project, label_config, instruction, overlap)
    return project


def show_suggestions(connection: Connection, project: Project, model_version: str = SUGGESTIONS) -> None:
    """Make the editor draw the predictions of this version; the server takes it only once there is one."""
    with server_faults(connection.url):
        now = connection.client.projects.get(id=project.id)
        # Tasks that went out before there were suggestions have none, and the server would refuse.
        if now.model_version != model_version and now.total_predictions_number:
            connection.client.projects.update(id=project.id, model_version=model_version)


def _bring_up_to_date(
    connection: Connection,
    project: Project,
    label_config: str,
    instruction: str,
    overlap: int,
) -> None:
    from label_studio_sdk.core.api_error import ApiError

    now = connection.client.projects.get(id=project.id)
    if (now.label_config or "").strip() != label_config.strip():
        try:
            connection.client.projects.update(id=project.id, label_config=label_config)
        except ApiError as error:
            if held := _held_by_answers(error.body):
                raise UsageError(
                    f"project {project.title!r} on Label Studio at {connection.url} was made with an older page, and its "
                    f"answers do not fit the new one ({held})",
                    hint=_HELD_NEXT[project.role.partition("-")[0]],
                ) from error
            raise
    if (now.expert_instruction or "") != instruction:
        connection.client.projects.update(
            id=project.id, expert_instruction=instruction, show_instruction=bool(instruction)
        )
    if now.maximum_annotations != overlap:
        connection.client.projects.update(id=project.id, maximum_annotations=overlap)


def _held_by_answers(body: object) -> str:
    """Which answers keep the server from taking a page, in its own words; empty where it refuses for anything else.

    It counts them as `2 with from_name=primary_topic, to_name=text, type=taxonomy`: a control that is gone from the
    page, or another one now. (A label or topic that is gone it lets pass: pull tells of those.)
    """
    errors = body.get("validation_errors") if isinstance(body, dict) else None
    said = errors.get("label_config") if isinstance(errors, dict) else None
    lines = "\n".join(map(str, said)).splitlines() if isinstance(said, list) else []
    told = "; ".join(line for line in lines if " with from_name=" in line)
    # Its three messages of answers in the way (1.23.2) all name annotations; of a page that is none it says nothing like it.
    return told or (" ".join(lines) if "annotation" in " ".join(lines).lower() else "")


def _projects(connection: Connection) -> Iterator["AllRolesProjectList"]:
    page = 1
    while True:
        items = (
            connection.client.projects.list(
                page=page, page_size=_PAGE, include="id,title,description,created_at"
            ).items
            or []
        )
        yield from items
        if len(items) < _PAGE:
            return
        page += 1


def _project(connection: Connection, found: "AllRolesProjectList | LseProjectResponse", role: str) -> Project:
    assert found.id is not None
    assert found.created_at is not None
    return Project(int(found.id), found.title or "", role, connection.url, found.created_at.astimezone(UTC))


def _identity(folder: Path) -> str:
    """This workspace's own random name, made once."""
    path = folder / "workspace-id"
    if not path.exists():
        write_text(path, secrets.token_hex(8) + "\n")
    return path.read_text(encoding="utf-8").strip()
