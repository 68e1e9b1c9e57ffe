"""The config `ner`: sentences as syllables and punctuation with BIO tags, offsets kept."""

from schemas.ner.bio import Dropped, Tagged, tag_article

__all__ = ["Dropped", "Tagged", "tag_article"]
