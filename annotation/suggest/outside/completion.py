"""What a chat completion says: a JSON object, or why there is none."""

import json
import re
from dataclasses import dataclass
from typing import Any

from annotation.suggest.outside.question import printable, readable

_FENCED = re.compile(r"```[a-zA-Z]*\s*\n(.*?)(?:\n\s*```|\Z)", re.DOTALL)
_THOUGHT = re.compile(r"\A\s*<think>.*?(?:</think>|\Z)", re.DOTALL)  # what local reasoning models begin with


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """`cut`: it broke off, and a shorter text may do."""

    reason: str
    cut: bool = False


def answer_in(body: bytes) -> dict[str, Any] | NoAnswer:
    """The answer in a response of `/chat/completions`; in a fence, or with words around it, it counts too."""
    try:
        choice = json.loads(body)["choices"][0]
        message = choice["message"]
        content, refusal, finish = message.get("content"), message.get("refusal"), choice.get("finish_reason")
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError):
        return NoAnswer("the response is no chat completion")
    if refusal:
        return NoAnswer(f"refused: {printable(str(refusal))}")
    if finish == "content_filter":
        return NoAnswer("refused: content_filter")
    if isinstance(content, list):
        content = "".join(part["text"] for part in content if _is_text(part))
    if finish == "length":
        return NoAnswer("truncated", cut=True)
    if not isinstance(content, str) or not content.strip():
        return NoAnswer("empty")
    return _object_in(content)


def _is_text(part: object) -> bool:
    return isinstance(part, dict) and isinstance(part.get("text"), str)


def _object_in(content: str) -> dict[str, Any] | NoAnswer:
    content = _THOUGHT.sub("", content)
    if fenced := _FENCED.search(content):
        content = fenced[1]
    begin = content.find("{")
    if begin < 0:
        return NoAnswer("no JSON")
    try:
        said, _ = json.JSONDecoder().raw_decode(content, begin)
    except (ValueError, RecursionError):
        # Whoever breaks off without saying so leaves it open.
        return NoAnswer("broken JSON", cut=not content.rstrip().endswith("}"))
    reason = readable(said)
    if reason is None and "spans" not in said:
        reason = "no list of spans"
    return NoAnswer(reason) if reason is not None else said
