"""Suggestions: rules and gazetteers before anybody labelled; then what people's labels taught memory and model."""

from annotation.suggest.tables import SUGGESTER_VERSION, suggest

__all__ = ["SUGGESTER_VERSION", "suggest"]
