"""What a line can be, and the rules that say so, by small numbers: columns of a batch hold these."""

import numpy as np
import numpy.typing as npt

KINDS = (
    "",
    *("title", "lead", "body", "subheading", "teaser"),
    *("image", "caption", "url", "separator", "section_header", "related_headline", "related_teaser"),
    *("media_headline", "tags", "notice", "footer", "share", "stamp", "breadcrumb", "audio", "comment"),
    *("nav", "byline", "repeat", "outside", "meta"),
)
KIND = {name: number for number, name in enumerate(KINDS)}


def flags_of(*names: str) -> npt.NDArray[np.bool_]:
    """For each kind's number whether it is one of these: looking a column up there takes a fifth of `np.isin`."""
    return np.array([kind in names for kind in KINDS], np.bool_)


# Kinds whose lines are the story (or a listing's entries), from lead to teaser.
FIRST_STORY, LAST_STORY = KIND["lead"], KIND["teaser"]

RULES = (
    "",
    *("image-alone", "image-with-credit", "image-row-with-text", "bare-url", "no-word", "link-without-words"),
    *("media-mark", "heading-lexicon", "inline-link", "photo-credit", "opens-like-caption", "credit-line"),
    *("only-hashtags", "only-a-number", "age-or-count", "only-date-and-time", "path-of-sections"),
    *("only-share-words", "only-audio-words", "only-comment-words", "only-nav-words"),
    *("only-section-names", "short-words-between-bars"),
    *("opens-like-tags", "opens-like-notice", "opens-like-footer"),
    *("headline-over-story", "stated-by-metadata", "first-paragraph", "paragraph", "short-line-in-story"),
    *("list-item", "paragraph-without-stop", "stated-by-page", "row-after-image", "words-of-image"),
    *("line-after-image", "seen-above", "entry-of-listing", "headline-of-entry", "beside-listing"),
    *("short-line-above-title", "headline-above-title", "prose-above-title"),
    *("name-below-title", "name-after-story", "name-of-author", "short-line-below-title"),
    *("short-line-over-headlines", "names-run-together", "prose-in-box", "line-in-box"),
    *("below-comments-heading", "seen-on-other-pages", "outside-main", "glued-prefix"),
    *("prose-beside-story", "headline-after-story"),
)
RULE = {name: number for number, name in enumerate(RULES)}
