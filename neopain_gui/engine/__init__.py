"""The one child process that has TensorFlow, and how jobs are sent to it (ADR 1)."""

from neopain_gui.engine.client import Engine

__all__ = ["Engine"]
