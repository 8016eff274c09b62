"""How work is asked for: everything that is needed to ask for it again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypedDict

from neopain_gui.gui.jobs.reporter import Reporter
from neopain_gui.jobs import JobMessage
from neopain_gui.pipeline.work import Lane, Work


class EngineLike(Protocol):
    """What a lane with a process of its own needs of :class:`neopain_gui.engine.Engine`."""

    def run(
        self,
        function: Callable[..., Any],
        arguments: Mapping[str, Any],
        *,
        on_progress: Callable[[float, float, str], None],
        on_partial: Callable[[JobMessage], None],
    ) -> Any:
        """Run in the engine's process and wait for the result."""

    def cancel(self) -> None:
        """Stop what runs."""

    def start(self) -> None:
        """Start the process before it is needed."""

    def stop(self) -> None:
        """End the process."""


class Asked(TypedDict, total=False):
    """How a job is asked for, and who hears of it.

    ``priority`` (the lower the sooner), ``key``, ``visible``, ``repeatable`` (False where whoever
    asked may be gone by the time somebody wants it again), ``kept`` (False where nobody asked for
    it, so that it does not stay in a study's queue), and the handlers: they are called in the
    window's thread, also each time the job is done again. Whoever gives ``on_failed`` says the
    failure itself.
    """

    priority: int
    key: str
    visible: bool
    repeatable: bool
    kept: bool
    on_partial: Callable[[JobMessage], object]
    on_done: Callable[[Any], object]
    on_failed: Callable[[BaseException], object]
    on_end: Callable[[], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What was asked for."""

    lane: Lane
    run: Callable[[Reporter], Any]
    title: str
    arguments: Mapping[str, Any]
    work: Work | None = None
    priority: int = 0
    key: str = ""
    visible: bool = True
    repeatable: bool = True
    kept: bool = True
    on_cancel: Callable[[], None] | None = None
    on_partial: Callable[[JobMessage], object] | None = None
    on_done: Callable[[Any], object] | None = None
    on_failed: Callable[[BaseException], object] | None = None
    on_end: Callable[[], object] | None = None
