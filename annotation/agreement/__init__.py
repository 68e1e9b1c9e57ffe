"""How far annotators agree, and how sure that figure is."""

from annotation.agreement.measures import measure

__all__ = ["measure"]
