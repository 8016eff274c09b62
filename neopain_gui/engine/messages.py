"""What travels between the window's process and the engine: small, picklable, no arrays."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from neopain_gui.jobs import JobMessage


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Call ``function(job, **arguments)``; a module-level function, sent by its name."""

    number: int
    function: Callable[..., Any]
    arguments: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """``done`` of ``total`` units are finished."""

    done: float
    total: float
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Partial:
    """An intermediate result."""

    message: JobMessage


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """The function returned."""

    result: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """The function raised; ``details`` is a traceback without values, for bugs only."""

    error: BaseException
    details: str = ""


Message = Progress | Partial | Done | Failed
