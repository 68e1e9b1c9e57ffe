"""How far annotators agree, and how sure that figure is."""

from annotation.agreement.measures import Measured, measure, measure_all

__all__ = ["Measured", "measure", "measure_all"]
