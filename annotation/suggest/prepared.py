"""A labelled article with all that can be said of it without learning, so that it is said once."""

from collections.abc import Iterable
from dataclasses import dataclass

from annotation.suggest.labelled import Labelled
from annotation.suggest.lexicon import load_lexicon
from annotation.suggest.reading import Candidate, read
from annotation.suggest.rules import find_entities
from annotation.suggest.topic_model import Story, story_of
from annotation.suggest.topics import rank_topics, topic_finder, topic_scores
from schemas.contract import Contract


@dataclass(frozen=True, slots=True)
class Prepared:
    """`proposed` are the rules' spans under every label they know; `rule_topics` what the keywords suggest."""

    article: Labelled
    proposed: tuple[Candidate, ...]
    story: Story
    rule_topics: tuple[str, ...]


def prepare(articles: Iterable[Labelled], contract: Contract) -> list[Prepared]:
    """Let the rules speak of every article.

    Raises:
        ConfigError: the contract's language has no word lists.
    """
    lexicon, finder = load_lexicon(contract.language), topic_finder(contract)
    prepared = []
    for article in articles:
        scores = topic_scores(finder, article.title, article.text)
        prepared.append(
            Prepared(
                article=article,
                proposed=tuple(find_entities(read(article.text, lexicon))),
                story=story_of(article.title, article.text, scores),
                rule_topics=rank_topics(finder, scores),
            )
        )
    return prepared
