"""The queues in front of the window's work, one for each lane.

*engine* and *training* have a process each that runs one job at a time; *local* and *disk* run
functions in threads of this process. What stops, fails or is paused in one lane touches no other;
a job waits for one of another lane only for what :data:`~neopain_gui.pipeline.work.AWAITED` names.

The lower a priority number, the sooner a job begins. A job that names a ``key`` takes the place of
every unfinished job of that key: whoever steps on through the photographs is never shown the map
of the one before.

What keeps a job's results is handed over with the job (``on_partial``, ``on_done``, ``on_failed``,
``on_end``), so that doing it again keeps them too; the next job of a lane begins only after these
handlers have run, for it may need what they write.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from neopain_gui.gui.jobs.lane import Queue
from neopain_gui.gui.jobs.orders import Asked, EngineLike, Order
from neopain_gui.gui.jobs.reporter import Reporter
from neopain_gui.gui.jobs.worker import Task, TaskState
from neopain_gui.pipeline.work import AWAITED, WARM_UP, Lane, Work

if TYPE_CHECKING:
    from neopain_gui.study import Study

_WIDTHS = {Lane.ENGINE: 1, Lane.TRAINING: 1, Lane.LOCAL: 2, Lane.DISK: 1}
_PROCESSES = frozenset({Lane.ENGINE, Lane.TRAINING})
_REMEMBERED = 50
_CLOSING_SECONDS = 5.0


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
        self._engines: dict[Lane, EngineLike] = {}
        self._queues = {lane: Queue(lane, width) for lane, width in _WIDTHS.items()}
        self._closed = False
        self._warming: Task | None = None
        self.history: list[Task] = []

    # -- submitting --------------------------------------------------------------------------
    def start(
        self,
        work: Work,
        *,
        title: str,
        kwargs: Mapping[str, Any] | None = None,
        **asked: Unpack[Asked],
    ) -> Task:
        """Queue declared work in its lane.

        Parameters
        ----------
        work : Work
            Of :mod:`neopain_gui.pipeline.work`; its function is called as
            ``function(job, **kwargs)``.
        title : str
            What the list of jobs calls it.
        kwargs : Mapping, optional
            Its arguments; picklable, and paths rather than arrays, for a lane with a process.
        **asked
            See :class:`~neopain_gui.gui.jobs.orders.Asked`.
        """
        return self._queue(work.lane, work.function, work, title, kwargs, asked)

    def engine(
        self,
        function: Callable[..., Any],
        *,
        title: str,
        kwargs: Mapping[str, Any] | None = None,
        **asked: Unpack[Asked],
    ) -> Task:
        """Queue a module-level function for the engine, as :meth:`start` does declared work."""
        return self._queue(Lane.ENGINE, function, None, title, kwargs, asked)

    def local(
        self,
        function: Callable[..., Any],
        *,
        title: str,
        kwargs: Mapping[str, Any] | None = None,
        **asked: Unpack[Asked],
    ) -> Task:
        """Run ``function(job=…, **kwargs)`` in a thread of this process: light work only."""
        return self._queue(Lane.LOCAL, function, None, title, kwargs, asked)

    def disk(
        self,
        function: Callable[..., Any],
        *,
        title: str,
        kwargs: Mapping[str, Any] | None = None,
        **asked: Unpack[Asked],
    ) -> Task:
        """Run ``function(job=…, **kwargs)``, which mostly reads or writes files, in a thread."""
        return self._queue(Lane.DISK, function, None, title, kwargs, asked)

    def _queue(
        self,
        lane: Lane,
        function: Callable[..., Any],
        work: Work | None,
        title: str,
        kwargs: Mapping[str, Any] | None,
        asked: Asked,
    ) -> Task:
        arguments = dict(kwargs or {})

        def here(reporter: Reporter) -> Any:
            return function(job=reporter, **arguments)

        process = lane in _PROCESSES
        return self._submit(
            Order(
                lane=lane,
                run=self._in_process(lane, function, arguments) if process else here,
                title=title,
                arguments=arguments,
                work=work,
                on_cancel=(lambda: self._cancel_engine(lane)) if process else None,
                **asked,
            )
        )

    def _in_process(
        self, lane: Lane, function: Callable[..., Any], arguments: dict[str, Any]
    ) -> Callable[[Reporter], Any]:
        def run(reporter: Reporter) -> Any:
            engine = self._engine_of(lane)

            def progress(done: float, total: float, text: str = "") -> None:
                if reporter.stopped:  # the wish came before the engine knew the job
                    engine.cancel()
                reporter.progress(done, total, text)

            return engine.run(
                function, arguments, on_progress=progress, on_partial=reporter.partial
            )

        return run

    def warm_engine(self) -> None:
        """Start the engine and let it import what it needs, before anybody waits for it."""
        if self._warming is None:
            self._warming = self.start(
                WARM_UP,
                title="Start the engine",
                priority=-100,
                visible=False,
                on_end=self.changed.emit,
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

    def unfinished(self, lane: Lane | None = None) -> list[Task]:
        """Every job that has not ended, of a lane or of all, running ones first."""
        queues = [one for one in self._queues.values() if lane in (None, one.lane)]
        running = [task for one in queues for task in one.running]
        return running + [task for one in queues for task in one.waiting]

    def paused(self, lane: Lane) -> bool:
        """Return whether a lane begins nothing."""
        return self._queues[lane].paused

    def pause(self, lane: Lane, paused: bool = True) -> None:
        """Let a lane begin nothing more, or go on; what runs in it goes on to its end."""
        self._queues[lane].paused = paused
        self._go_on()

    def stop_all(self, lane: Lane | None = None) -> None:
        """Cancel every visible job, of a lane or of all."""
        for task in reversed(self.unfinished(lane)):
            if task.visible:
                task.cancel()

    def put_off(self) -> None:
        """Cancel every visible job, but leave those that a study keeps in its queue."""
        for task in reversed(self.unfinished()):
            if task.visible:
                task.put_off()

    def drop(self, key: str) -> None:
        """Cancel the unfinished jobs of a key: their results are no longer wanted."""
        for task in self.unfinished():
            if task.key == key:
                task.cancel()

    def leave_study(self, present: Study | None) -> None:
        """Cancel what works on another study than the present one, and forget what has ended.

        A cancelled job tells nobody of what it found, so that nothing of one study gets into
        the next. What the study that was left keeps in its queue stays there.
        """
        for task in reversed(self.unfinished()):
            if works_on_another(task, present):
                task.put_off()
        for lane in Lane:
            self._queues[lane].paused = False
        for task in [task for task in self.history if task.over]:
            self.history.remove(task)
            task.deleteLater()
        self.left.emit()

    def close(self) -> None:
        """Cancel everything, wait for the threads, end the engine. Nothing starts afterwards."""
        self._closed = True
        tasks = self.unfinished()
        for task in reversed(tasks):
            task.put_off()
        for engine in self._engines.values():
            engine.stop()
        for task in tasks:
            task.wait(_CLOSING_SECONDS)

    # -- inside ------------------------------------------------------------------------------
    def _engine_of(self, lane: Lane) -> EngineLike:
        if lane not in self._engines:
            self._engines[lane] = self._make_engine()
        return self._engines[lane]

    def _cancel_engine(self, lane: Lane) -> None:
        if lane in self._engines:
            self._engines[lane].cancel()

    def _submit(self, order: Order) -> Task:
        if order.key:
            self.drop(order.key)
        task = Task(order)
        task.setParent(self)
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
        self._queues[order.lane].add(task)
        if order.visible:
            self._remember(task)
        self.added.emit(task)
        self._begin()
        if order.visible:
            self.changed.emit()
        return task

    def _remember(self, task: Task) -> None:
        self.history.append(task)
        for old in self.history[:-_REMEMBERED]:
            if old.over:
                self.history.remove(old)
                old.deleteLater()

    def _begin(self) -> None:
        for queue in self._queues.values():
            if not self._closed:
                queue.begin(lambda task: not self._makers_of(task))

    def _makers_of(self, task: Task) -> list[Task]:
        """Return the unfinished jobs of other lanes that make what a job waits for."""
        needed = AWAITED & task.work.reads if task.work is not None else frozenset()
        return [
            other
            for other in (self.unfinished() if needed else ())
            if other.lane != task.lane
            and other.work is not None
            and needed & other.work.writes
            and other.arguments.get("classifier_id") == task.arguments.get("classifier_id")
        ]

    def _go_on(self) -> None:
        self._begin()
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
        if task.state is TaskState.CANCELLED:
            self._drop_waiting_for(task)
        self._queues[task.lane].take_out(task)
        if task.visible and task.state is TaskState.FAILED and not task.told:
            self.failed.emit(task)
        if task.visible and task.state is TaskState.DONE:
            self.succeeded.emit(task)
        if task.visible:
            self.changed.emit()
        # not before everybody who listens to the end has done what the end is good for
        QTimer.singleShot(0, self, self._go_on)
        if task not in self.history and task is not self._warming:
            task.deleteLater()

    def _drop_waiting_for(self, maker: Task) -> None:
        """Stop what waits for something that nobody makes any more, because it was stopped."""
        for task in self.unfinished():
            if self._makers_of(task) == [maker]:
                task.cancel()


def works_on_another(task: Task, present: Study | None) -> bool:
    """Return whether a job works on a study that is not the present one."""
    if "study" in task.arguments:
        return task.arguments["study"] is not present
    path = task.arguments.get("study_path")
    return path is not None and (present is None or Path(path) != present.path)
