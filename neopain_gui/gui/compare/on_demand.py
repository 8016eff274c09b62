"""What a view of a comparison shows once somebody asks: found in the study, or worked out."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from neopain_gui.gui.work import agreement_tables as tables

if TYPE_CHECKING:
    from neopain_gui.findings.comparison import Comparison
    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.gui.state.session import Session
    from neopain_gui.gui.widgets.waiting import Waiting
    from neopain_gui.pipeline.work import Work

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked for, and how it is called.

    Attributes
    ----------
    work : Work
        What works it out in the engine.
    find_kept : callable
        What reads it from the study, in a thread of the window; None where nothing is kept.
    name : str
        For the titles of jobs: ``statistics``.
    key : str
        Of the work; one gives way to the next.
    """

    work: Work
    find_kept: Callable[..., Any]
    name: str
    key: str


class OnDemand(Generic[T]):
    """Finds or works out what belongs to a comparison and the photographs that the filter lets by.

    Parameters
    ----------
    session, jobs, waiting
        The window's; ``waiting`` shows that it is being worked out.
    asked : Asked
        What.
    options : callable
        Further arguments, besides models and photographs; what comes back for others is dropped.
    take : callable
        Told what was found, and None where there is nothing any more.
    show : callable
        Called when the work begins and ends.
    """

    def __init__(
        self,
        session: Session,
        jobs: Jobs,
        waiting: Waiting,
        asked: Asked,
        *,
        options: Callable[[], dict[str, Any]],
        take: Callable[[T | None], object],
        show: Callable[[], object],
    ) -> None:
        self._session, self._jobs, self._waiting, self._asked = session, jobs, waiting, asked
        self._options, self._take, self._show = options, take, show
        self._of: Comparison | None = None
        self.image_ids: list[str] | None = None

    @property
    def possible(self) -> bool:
        """Whether it can be worked out now."""
        some = self.image_ids is None or bool(self.image_ids)
        return self._of is not None and some and not self._waiting.busy

    def follow(self, comparison: Comparison | None) -> None:
        """Take away what belongs to another comparison or other photographs; look for what is."""
        image_ids = tables.filtered_ids(self._session)
        if comparison is not self._of or image_ids != self.image_ids:
            self._of, self.image_ids = comparison, image_ids
            self.look_anew()

    def look_anew(self) -> None:
        """Take away what there is, and show at once what was worked out before, if anything."""
        self._take(None)
        self.local(self._asked.find_kept, f"Look for {self._asked.name} worked out before", "kept")

    def work_out(self) -> None:
        """Work it out in the engine: the window stays smooth."""
        study = self._session.study
        if study is None or self._of is None:
            return
        task = self._jobs.start(
            self._asked.work,
            title=f"Work out the {self._asked.name}",
            kwargs={"study_path": study.path, **self._wanted()},
            key=self._asked.key,
            on_done=self._keeper(),
            on_end=self._show,
        )
        self._waiting.follow(task)
        self._show()

    def local(self, function: Callable[..., Any], title: str, key: str, **more: Any) -> None:
        """Find it in a thread of the window, which nobody is told of."""
        study = self._session.study
        if study is None or self._of is None:
            return
        self._jobs.local(
            function,
            title=title,
            kwargs={"study": study, **self._wanted(), **more},
            key=f"{key} {self._asked.key}",
            visible=False,
            on_done=self._keeper(),
        )

    def forget(self) -> None:
        """Leave nothing of a study."""
        self._of, self.image_ids = None, None
        self._waiting.clear()
        self._take(None)

    def _wanted(self) -> dict[str, Any]:
        return {
            "models": tables.compared_models(self._session),
            "image_ids": self.image_ids,
            **self._options(),
        }

    def _now(self) -> tuple[object, Hashable]:
        return self._session.study, (id(self._of), repr(self.image_ids), repr(self._options()))

    def _keeper(self) -> Callable[[T | None], None]:
        """Return what takes what is wanted now, unless something else is wanted by then."""
        wanted, of = self._now(), self._of  # held, so that no other gets its id

        def keep(found: T | None) -> None:
            if self._now() == wanted and of is self._of and found is not None:
                self._take(found)

        return keep
