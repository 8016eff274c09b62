"""The two queues in front of the window's work.

*engine*: one job at a time in the process that has TensorFlow. *local*: light functions in a
thread of this process, two at a time. The lower a priority number, the sooner a job begins. A job
that names a ``key`` takes the place of every unfinished job of that key: whoever steps on through
the photographs is never shown the map of the one before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal, Slot

from neopain_gui.gui.jobs.worker import Reporter, Task, TaskState

_LOCAL_AT_ONCE = 2
_REMEMBERED = 50
_CLOSING_SECONDS = 5.0


class EngineLike(Protocol):
    """What the lane needs of :class:`neopain_gui.engine.Engine`."""

    def run(
        self,
        function: Callable[..., Any],
        arguments: Mapping[str, Any],
        *,
        on_progress: Callable[[float, float, str], None],
        on_partial: Callable[[dict[str, Any]], None],
    ) -> Any:
        """Run in the engine's process and wait for the result."""

    def cancel(self) -> None:
        """Stop what runs."""

    def start(self) -> None:
        """Start the process before it is needed."""

    def stop(self) -> None:
        """End the process."""


class Jobs(QObject):
    """All work that is queued, running or recently ended.

    Signals
    -------
    added(task: Task)
    changed()
        A visible job began, moved on or ended.
    failed(task: Task)
        A visible job failed; ``task.error`` says why.
    """

    added = Signal(object)
    changed = Signal()
    failed = Signal(object)

    def __init__(
        self, make_engine: Callable[[], EngineLike], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._make_engine = make_engine
        self._engine: EngineLike | None = None
        self._waiting: dict[str, list[Task]] = {"engine": [], "local": []}
        self._running: dict[str, list[Task]] = {"engine": [], "local": []}
        self._width = {"engine": 1, "local": _LOCAL_AT_ONCE}
        self._closed = False
        self._warming: Task | None = None
        self.history: list[Task] = []

    # -- submitting --------------------------------------------------------------------------
    def engine(
        self,
        function: Callable[..., Any],
        *,
        title: str,
        kwargs: Mapping[str, Any] | None = None,
        priority: int = 0,
        key: str = "",
    ) -> Task:
        """Queue a module-level function of :mod:`neopain_gui.pipeline` for the engine."""
        work = self._engine_work(function, dict(kwargs or {}))
        return self._submit("engine", work, title, priority, key, True, self._cancel_engine)

    def _engine_work(
        self, function: Callable[..., Any], arguments: dict[str, Any]
    ) -> Callable[[Reporter], Any]:
        def work(reporter: Reporter) -> Any:
            engine = self._the_engine()

            def progress(done: float, total: float, text: str = "") -> None:
                if reporter.stopped:  # the wish came before the engine knew the job
                    engine.cancel()
                reporter.progress(done, total, text)

            return engine.run(
                function, arguments, on_progress=progress, on_partial=reporter.partial
            )

        return work

    def local(
        self,
        function: Callable[..., Any],
        *,
        title: str,
        kwargs: Mapping[str, Any] | None = None,
        priority: int = 0,
        key: str = "",
        visible: bool = True,
    ) -> Task:
        """Run ``function(job=…, **kwargs)`` in a thread of this process: light work only."""
        arguments = dict(kwargs or {})

        def work(reporter: Reporter) -> Any:
            return function(job=reporter, **arguments)

        return self._submit("local", work, title, priority, key, visible, None)

    def warm_engine(self) -> None:
        """Start the engine and let it import what it needs, before anybody waits for it."""
        if self._warming is not None:
            return
        from neopain_gui.pipeline.jobs import warm_up

        work = self._engine_work(warm_up, {})
        self._warming = self._submit("engine", work, "Start the engine", -100, "", False, None)
        self._warming.ended.connect(self.changed)
        self.changed.emit()

    @property
    def engine_note(self) -> str:
        """What to say about the engine: nothing before it is wanted."""
        if self._warming is None or self._warming.state is TaskState.CANCELLED:
            return ""
        if not self._warming.over:
            return "engine starting…"
        return "engine ready" if self._warming.state is TaskState.DONE else ""

    # -- what goes on ------------------------------------------------------------------------
    @property
    def current(self) -> Task | None:
        """The visible job to name in the status line: the engine's first, running ones first."""
        return next((task for task in self.unfinished() if task.visible), None)

    @property
    def busy(self) -> bool:
        """True while a visible job waits or runs."""
        return any(task.visible for task in self.unfinished())

    def unfinished(self) -> list[Task]:
        """Every job that has not ended, running ones first."""
        return [
            task
            for lanes in (self._running, self._waiting)
            for tasks in lanes.values()
            for task in tasks
        ]

    def stop_all(self) -> None:
        """Cancel every visible job."""
        for task in reversed(self.unfinished()):
            if task.visible:
                task.cancel()

    def close(self) -> None:
        """Cancel everything, wait for the threads, end the engine. Nothing starts afterwards."""
        self._closed = True
        tasks = self.unfinished()
        for task in reversed(tasks):
            task.cancel()
        if self._engine is not None:
            self._engine.stop()
        for task in tasks:
            task.wait(_CLOSING_SECONDS)

    # -- inside ------------------------------------------------------------------------------
    def _the_engine(self) -> EngineLike:
        if self._engine is None:
            self._engine = self._make_engine()
        return self._engine

    def _cancel_engine(self) -> None:
        if self._engine is not None:
            self._engine.cancel()

    def _submit(
        self,
        lane: str,
        work: Callable[[Reporter], Any],
        title: str,
        priority: int,
        key: str,
        visible: bool,
        on_cancel: Callable[[], None] | None,
    ) -> Task:
        if key:
            for other in self.unfinished():
                if other.key == key:
                    other.cancel()
        task = Task(
            work, title=title, priority=priority, key=key, visible=visible, on_cancel=on_cancel
        )
        task.setParent(self)
        task.setProperty("lane", lane)
        task.again = lambda: self._submit(lane, work, title, priority, key, visible, on_cancel)
        task.progressed.connect(self._progressed)
        task.ended.connect(self._ended)
        waiting = self._waiting[lane]
        waiting.append(task)
        waiting.sort(key=lambda item: item.priority)
        if visible:
            self._remember(task)
        self.added.emit(task)
        self._next(lane)
        if visible:
            self.changed.emit()
        return task

    def _remember(self, task: Task) -> None:
        self.history.append(task)
        for old in self.history[:-_REMEMBERED]:
            if old.over:
                self.history.remove(old)
                old.deleteLater()

    def _next(self, lane: str) -> None:
        while (
            self._waiting[lane]
            and len(self._running[lane]) < self._width[lane]
            and not self._closed
        ):
            task = self._waiting[lane].pop(0)
            self._running[lane].append(task)
            task.start()

    @Slot(float, float, str)
    def _progressed(self, done: float, total: float, text: str) -> None:
        task = self.sender()
        if isinstance(task, Task) and task.visible:
            self.changed.emit()

    @Slot()
    def _ended(self) -> None:
        task = self.sender()
        if not isinstance(task, Task):
            return
        lane = str(task.property("lane"))
        for tasks in (self._waiting[lane], self._running[lane]):
            if task in tasks:
                tasks.remove(task)
        if task.visible and task.state is TaskState.FAILED:
            self.failed.emit(task)
        self._next(lane)
        if task.visible:
            self.changed.emit()
        if task not in self.history and task is not self._warming:
            task.deleteLater()
