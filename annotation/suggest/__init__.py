"""Suggestions before anybody labelled: rules and gazetteers, no model."""

from annotation.suggest.tables import SUGGESTER_VERSION, suggest

__all__ = ["SUGGESTER_VERSION", "suggest"]
