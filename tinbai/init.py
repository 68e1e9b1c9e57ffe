"""Make a workspace that a person can read and edit."""

import re
from pathlib import Path

from schemas.contract import PACKAGED
from schemas.errors import UsageError
from schemas.files import write_text
from tinbai.config import LONGEST_NAME, NAME
from tinbai.console import Outcome
from tinbai.workspace import CONFIG_NAME

_TOML = """\
# Settings of this tinbai project. Every key may be left out; an unknown one is refused.
# For the Hub: owner/name.
name = "{name}"

[normalize]
# Licence of the crawled texts, written to every article: license = "CC-BY-4.0"
# What your crawler calls its fields, where they are not found: fields = {{ text = "noi_dung" }}
# Processor seconds that one page of HTML may take before it is set aside: page_seconds = 10

[suggest]
# A suggester of your own beside the rules (docs/suggesters.md): command = "python ner.py", or a server that speaks
# OpenAI's chat completions, to which the articles' text is then sent: endpoint = "http://..." and model = "..."

[labelstudio]
# Another Label Studio than the one that `tinbai serve` runs; its key comes from LABEL_STUDIO_API_KEY.
url = ""
# How many people label each article.
overlap = 2

[assignment]
# Batches of annotators' own: tinbai push --annotator NAME. What share of the articles that many people label;
# the rest one person labels.
share = 1.0
# Unanswered tasks that somebody has at most; every push fills up.
batch = 50
# Share of a batch whose answer is known from gold, unseen by the annotator; tinbai pull tells the scores.
checks = 0.0
# How many such tasks a newcomer answers before the first work.
training = 0

[push]
# Teasers of listing pages, and the further articles of a cluster, stay away from annotators by default.
teasers = false
duplicates = false

[release]
# Licence of the release on the Hub: cc-by-4.0, cc0-1.0, other... What you want to say in the card goes into card.md
# (docs/card.md).
license = "other"
"""

_SAMPLE_TOML = """\
# The demo's settings: pages and labels are samples of ours, under CC0.
name = "{name}"
pretty_name = "tinbai's demo"

[normalize]
license = "CC0-1.0"

[push]
# Both tellings of one sample story have sample labels.
duplicates = true

[release]
license = "cc0-1.0"
description = "Invented Vietnamese news stories with the labels of two sample annotators: what tinbai's demo makes."
text_license_note = "The texts were written for tinbai and are in the public domain (CC0 1.0)."
language_creators = ["other"]
sample_labels = true
"""

_SAMPLE_CARD = """\
## Why it was made

To show, on pages that anybody may copy, what a release of tinbai looks like before you make one of your own.

## Intended use

Try the loading code, the columns and this card. Train and measure on something else.

## Instead of How the pages were collected

No crawler met these pages. They were written for tinbai in the way of what crawlers leave behind: plain text with the
page's furniture in it, HTML, a listing, a copy, an error page, bytes that are no text. The sites end in `.example`.

## Who labelled it

The two annotators and the adjudicator are invented; tinbai's makers wrote their answers and where they differ.

## Instead of Personal information

The persons are invented. Places are real, and so are the names of some public bodies, which never said or did what the
stories tell.

## Instead of Biases

The stories were made up to show the tool. They stand for no newspaper, no region and no topic.
"""

_CONTRACT_HEAD = """\
# Labels, topics, limits, splits and checks of this project. What stands here replaces the key of the
# same name in the contract that ships with tinbai; of checks, limits and topic_rules, only what is named.
# `tinbai contract check` tells whether it holds.
# To change the labels, remove the # before the block and edit it.

"""


def init_workspace(folder: Path, name: str | None, *, sample_labels: bool = False) -> Outcome:
    """Write `tinbai.toml` and `contract.yaml` where there are none; files that are there stay as they are. With
    `sample_labels` the card's text of the demo, too.

    Raises:
        UsageError: the folder cannot be one, or the name cannot be a dataset's.
        StorageError: nothing can be written there.
    """
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is not a folder", hint="Choose another name")
    if name is None:
        plain = re.sub(r"[^A-Za-z0-9._-]+", "-", folder.resolve().name).strip("-._")
        name = plain[:LONGEST_NAME] or "tinbai-dataset"
    elif not re.fullmatch(NAME, name):
        raise UsageError(
            f"{name!r} cannot be a dataset's name",
            hint="Use letters, digits, dots and dashes: name or owner/name",
        )
    files = {
        folder / CONFIG_NAME: (_SAMPLE_TOML if sample_labels else _TOML).format(name=name),
        folder / "contract.yaml": _CONTRACT_HEAD + _commented_labels(),
    }
    if sample_labels:
        files[folder / "card.md"] = _SAMPLE_CARD
    made = []
    for path, text in files.items():
        if not path.exists():
            write_text(path, text)
            made.append(path)
    return Outcome(
        "init",
        f"workspace {folder} is ready" if made else f"workspace {folder} was there already",
        paths={path.name: path for path in made},
        next_step=f"tinbai run PAGES --workspace {folder}",
    )


def _commented_labels() -> str:
    """The packaged labels as comments: a start for one's own, without pinning today's."""
    text = PACKAGED.read_text(encoding="utf-8")
    block = text[text.index("entities:\n") : text.index("# A subset of the IPTC")]
    return "".join(f"# {line}".rstrip() + "\n" for line in block.rstrip().splitlines())
