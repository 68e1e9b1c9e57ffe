"""The roof: commands, the stages in order, the workspace, the console."""

__version__ = "0.1.0"
