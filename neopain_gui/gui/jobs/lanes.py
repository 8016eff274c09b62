"""The two queues in front of the window's work.

*engine*: one job at a time in the process that has TensorFlow. *local*: light functions in a
thread of this process, two at a time. The lower a priority number, the sooner a job begins. A job
that names a ``key`` takes the place of every unfinished job of that key: whoever steps on through
the photographs is never shown the map of the one before.

What keeps a job's results is handed over with the job (``on_partial``, ``on_done``, ``on_failed``,
``on_end``), so that doing it again keeps them too; the next job of a lane begins only after these
handlers have run, for it may need what they write.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from neopain_gui.gui.jobs.worker import Reporter, Task, TaskState
from neopain_gui.jobs import JobMessage

if TYPE_CHECKING:
    from neopain_gui.study import Study

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
        on_partial: Callable[[JobMessage], None],
    ) -> Any:
        """Run in the engine's process and wait for the result."""

    def cancel(self) -> None:
        """Stop what runs."""

    def start(self) -> None:
        """Start the process before it is needed."""

    def stop(self) -> None:
        """End the process."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Order:
    """What was asked for: everything that is needed to ask for it again."""

    lane: str
    work: Callable[[Reporter], Any]
    title: str
    priority: int = 0
    key: str = ""
    visible: bool = True
    repeatable: bool = True
    arguments: Mapping[str, Any]
    on_cancel: Callable[[], None] | None = None
    on_partial: Callable[[JobMessage], object] | None = None
    on_done: Callable[[Any], object] | None = None
    on_failed: Callable[[BaseException], object] | None = None
    on_end: Callable[[], object] | None = None


class Jobs(QObject):
    """All work that is queued, running or recently ended.

    Signals
    -------
    added(task: Task)
    changed()
        A visible job began, moved on or ended.
    failed(task: Task)
        A visible job failed of which nobody else tells; ``task.error`` says why.
    succeeded(task: Task)
        A visible job came to its end.
    left()
        Jobs that have ended are forgotten, because another study is open.
    """

    added = Signal(object)
    changed = Signal()
    failed = Signal(object)
    succeeded = Signal(object)
    left = Signal()

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
        **asked: Any,
    ) -> Task:
        """Queue a module-level function of :mod:`neopain_gui.pipeline` for the engine.

        Parameters
        ----------
        function : callable
            Called as ``function(job, **kwargs)``.
        title : str
            What the list of jobs calls it.
        kwargs : Mapping, optional
            Picklable.
        **asked
            ``priority``, ``key``, and the handlers as for :meth:`local`.
        """
        arguments = dict(kwargs or {})
        return self._submit(
            _Order(
                lane="engine",
                work=self._engine_work(function, arguments),
                title=title,
                arguments=arguments,
                on_cancel=self._cancel_engine,
                **asked,
            )
        )

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
        **asked: Any,
    ) -> Task:
        """Run ``function(job=…, **kwargs)`` in a thread of this process: light work only.

        Parameters
        ----------
        function : callable
            What to run.
        title : str
            What the list of jobs calls it.
        kwargs : Mapping, optional
            Its arguments.
        **asked
            ``priority`` (the lower the sooner), ``key``, ``visible``, ``repeatable`` (False where
            whoever asked may be gone by the time somebody wants it again), and the handlers
            ``on_partial(message)``, ``on_done(result)``, ``on_failed(error)``, ``on_end()``: they
            are called in the window's thread, also each time the job is done again. Whoever gives
            ``on_failed`` says the failure itself.
        """
        arguments = dict(kwargs or {})

        def work(reporter: Reporter) -> Any:
            return function(job=reporter, **arguments)

        return self._submit(
            _Order(lane="local", work=work, title=title, arguments=arguments, **asked)
        )

    def warm_engine(self) -> None:
        """Start the engine and let it import what it needs, before anybody waits for it."""
        if self._warming is not None:
            return
        from neopain_gui.pipeline.jobs import warm_up

        self._warming = self._submit(
            _Order(
                lane="engine",
                work=self._engine_work(warm_up, {}),
                title="Start the engine",
                arguments={},
                priority=-100,
                visible=False,
                on_end=self.changed.emit,
            )
        )
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

    def drop(self, key: str) -> None:
        """Cancel the unfinished jobs of a key: their results are no longer wanted."""
        for task in self.unfinished():
            if task.key == key:
                task.cancel()

    def leave_study(self, present: Study | None) -> None:
        """Cancel what works on another study than the present one, and forget what has ended.

        A cancelled job tells nobody of what it found, so that nothing of one study gets into
        the next.
        """
        for task in reversed(self.unfinished()):
            if works_on_another(task, present):
                task.cancel()
        for task in [task for task in self.history if task.over]:
            self.history.remove(task)
            task.deleteLater()
        self.left.emit()

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

    def _submit(self, order: _Order) -> Task:
        if order.key:
            self.drop(order.key)
        task = Task(
            order.work,
            title=order.title,
            priority=order.priority,
            key=order.key,
            visible=order.visible,
            on_cancel=order.on_cancel,
            arguments=order.arguments,
        )
        task.setParent(self)
        task.setProperty("lane", order.lane)
        task.setProperty("told", order.on_failed is not None)
        if order.repeatable:
            task.again = lambda: self._submit(order)
        for signal, handler in (
            (task.partial, order.on_partial),
            (task.done, order.on_done),
            (task.failed, order.on_failed),
            (task.ended, order.on_end),
        ):
            if handler is not None:
                signal.connect(handler)
        task.progressed.connect(self._progressed)
        task.ended.connect(self._ended)
        waiting = self._waiting[order.lane]
        waiting.append(task)
        waiting.sort(key=lambda item: item.priority)
        if order.visible:
            self._remember(task)
        self.added.emit(task)
        self._next(order.lane)
        if order.visible:
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

    def _go_on(self, lane: str) -> None:
        self._next(lane)
        self.changed.emit()

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
        if task.visible and task.state is TaskState.FAILED and not task.property("told"):
            self.failed.emit(task)
        if task.visible and task.state is TaskState.DONE:
            self.succeeded.emit(task)
        if task.visible:
            self.changed.emit()
        # not before everybody who listens to the end has done what the end is good for
        QTimer.singleShot(0, self, lambda: self._go_on(lane))
        if task not in self.history and task is not self._warming:
            task.deleteLater()


def works_on_another(task: Task, present: Study | None) -> bool:
    """Return whether a job works on a study that is not the present one."""
    if "study" in task.arguments:
        return task.arguments["study"] is not present
    path = task.arguments.get("study_path")
    return path is not None and (present is None or Path(path) != present.path)
