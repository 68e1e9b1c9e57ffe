"""The user's own suggester, beside the rules or in their place: a command or an OpenAI-compatible endpoint.

What it answers is kept as it came (`answers`), located in the text and verified each time the table is made
(`verify`), and never trusted. docs/suggesters.md has the protocol.
"""

from annotation.suggest.outside.answers import answer_log, read_answers
from annotation.suggest.outside.combine import combine, without_rules
from annotation.suggest.outside.command import Command, ask_command
from annotation.suggest.outside.endpoint import Endpoint, ask_endpoint
from annotation.suggest.outside.question import Answer, Question, Shown, Unanswered, questions_of

__all__ = [
    "Answer",
    "Command",
    "Endpoint",
    "Question",
    "Shown",
    "Unanswered",
    "answer_log",
    "ask_command",
    "ask_endpoint",
    "combine",
    "questions_of",
    "read_answers",
    "without_rules",
]
