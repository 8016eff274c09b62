"""What of the open study is out of date: kept up to date itself, said where such maps stand."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from neopain_gui.errors import StudyError
from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import PlainLabel, literal
from neopain_gui.gui.work.submit import attribute, make_annotation_maps, make_gaze_maps
from neopain_gui.pipeline.out_of_date_words import Tally

if TYPE_CHECKING:
    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.gui.state.session import Session
    from neopain_gui.jobs import Job
    from neopain_gui.pipeline.out_of_date import Judge, OutOfDate
    from neopain_gui.study import Study

_RESTED_MS = 1000
_SOON_MS = 200
_SAID = 2


class Outdated(QObject):
    """Knows which stored maps do not follow from the study as it is now.

    Signals
    -------
    changed()
        Others are out of date than before.

    Attributes
    ----------
    tally : Tally
        What is out of date, counted.
    """

    changed = Signal()

    def __init__(self, session: Session, jobs: Jobs) -> None:
        super().__init__(session)
        self._session, self._jobs = session, jobs
        self._found: dict[str, list[OutOfDate]] = {}
        self.tally = Tally()
        self._judges: list[Judge] = []
        self._wanted: set[str] | None = set()
        self._busy = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(self._look)
        self._rested = QTimer(self)
        self._rested.setSingleShot(True)
        self._rested.setInterval(_RESTED_MS)
        self._rested.timeout.connect(self._ask_all)
        session.study_changed.connect(self._forget)
        session.results_changed.connect(self._ask)
        signals = (
            session.setting_changed,
            session.gaze_changed,
            session.images_changed,
        )
        for signal in signals:
            signal.connect(self._ask_all)
        # Raters answer and draw many times a minute: all that they said is read when they rest.
        session.annotations_changed.connect(self._rested.start)
        self._forget()

    @classmethod
    def of(cls, session: Session, jobs: Jobs) -> Outdated:
        """Return the one that belongs to a session."""
        found = session.findChild(cls)
        return found if isinstance(found, cls) else cls(session, jobs)

    def about(self, models: Collection[str] | None = None) -> list[OutOfDate]:
        """Return what is out of date, of some extraction models or of all."""
        return [
            one
            for some in self._found.values()
            for one in some
            if models is None or one.model.name in models
        ]

    def reasons(self, model: str) -> str:
        """Say why an extraction model's maps are out of date; empty where none is."""
        return " ".join(self.tally.sentences({model}))

    def make_again(self, found: Iterable[OutOfDate]) -> None:
        """Make maps again as the study is now, in the engine."""
        from neopain_gui.pipeline.eye_tracking.group_maps import subgroups
        from neopain_gui.pipeline.out_of_date import of_raters, to_make
        from neopain_gui.pipeline.settings.study_settings import gaze_settings

        session, study = self._session, self._session.study
        if study is None or not session.editable:
            return
        found = list(found)
        groups, networks = to_make(found)
        if raters := of_raters(found):
            make_annotation_maps(session, self._jobs, raters)
        chosen = [one for one in subgroups(study) if one.name in groups]
        if chosen:
            make_gaze_maps(session, self._jobs, chosen, gaze_settings(study))
        for (classifier_id, method, target), image_ids in networks.items():
            attribute(
                session,
                self._jobs,
                image_ids,
                classifier_id=classifier_id,
                method=method,
                target=target,
            )

    def _forget(self) -> None:
        self._found, self.tally = {}, Tally()
        self.changed.emit()
        self._ask_all()

    def _ask_all(self, *_: object) -> None:
        self._judges = []  # what maps are judged by may be another
        self._ask("")

    def _ask(self, image_id: str) -> None:
        """Look again soon: at a photograph, or with an empty id at all."""
        if not image_id:
            self._wanted = None
        elif self._wanted is not None:
            self._wanted.add(image_id)
        if not self._busy and not self._soon.isActive():
            self._soon.start()

    def _look(self) -> None:
        study, wanted = self._session.study, self._wanted
        self._wanted = set()
        if study is None:
            return
        self._busy = True
        self._jobs.local(
            _judged,
            title="See what is out of date",
            kwargs={
                "study": study,
                "judges": self._judges,
                "of": None if wanted is None else sorted(wanted),
            },
            priority=5,
            visible=False,
            on_done=lambda found: self._keep(study, wanted, found),
            on_failed=self._session.problem.emit,
            on_end=self._go_on,
        )

    def _keep(self, study: Study, wanted: set[str] | None, found: Found) -> None:
        """Take what was found in the place of what was known of the photographs."""
        if self._session.study is not study:
            return
        if wanted is None:
            other = found.tally != self.tally
            self._found, self.tally = found.by_photograph, found.tally
        else:
            now = found.by_photograph
            others = [self._replace(image_id, now.get(image_id, [])) for image_id in wanted]
            other = any(others)
        if other:
            self.changed.emit()

    def _replace(self, image_id: str, now: list[OutOfDate]) -> bool:
        """Put what is out of date of a photograph in place of what was; say whether it is other."""
        before = self._found.pop(image_id, [])
        if now:
            self._found[image_id] = now
        for one in before:
            self.tally.remove(one)
        for one in now:
            self.tally.add(one)
        return now != before

    def _go_on(self) -> None:
        self._busy = False
        if self._wanted is None or self._wanted:
            self._soon.start()


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What is out of date of some photographs, and counted."""

    by_photograph: dict[str, list[OutOfDate]]
    tally: Tally


def _judged(job: Job, *, study: Study, judges: list[Judge], of: list[str] | None) -> Found:
    """Look at maps of photographs; the judge is kept in the list, for the next look."""
    from neopain_gui.pipeline.out_of_date import Judge

    by_photograph: dict[str, list[OutOfDate]] = {}
    try:
        if not judges:
            judges.append(Judge(study))
        for one in judges[0].out_of_date(of, job):
            by_photograph.setdefault(one.image_id, []).append(one)
    except StudyError:
        by_photograph = {}  # closed meanwhile, or damaged: whoever reads a map says so
    everything = (one for some in by_photograph.values() for one in some)
    return Found(by_photograph=by_photograph, tally=Tally(everything))


class OutdatedLine(QWidget):
    """Says which maps are out of date and why, with *Make again*; else it is not there.

    Parameters
    ----------
    session, jobs
        Whose study, and who works.
    models : callable
        Returns the names of the extraction models that stand here; None for all.
    narrow : bool
        Whether the button stands below the sentence.
    """

    def __init__(
        self,
        session: Session,
        jobs: Jobs,
        models: Callable[[], Collection[str] | None],
        parent: QWidget | None = None,
        *,
        narrow: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("outdated")
        self._session, self._models = session, models
        self.outdated = Outdated.of(session, jobs)
        self._picture = PlainLabel()
        self.label = PlainLabel()
        self.label.setAccessibleName("Maps that are out of date")
        self.label.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.label.setSizePolicy(policy)
        self.again = QPushButton("Make again")
        self.again.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # it goes when it is clicked
        self.again.setAccessibleName("Make the maps again that are out of date")
        self.again.setToolTip("Make these maps again, as the study is now")
        self.again.clicked.connect(self._make)
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE)
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.label, 1)
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        outer = QBoxLayout(way, self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.SPACE // 2 if narrow else theme.SPACE)
        outer.addLayout(row, 1)
        where = Qt.AlignmentFlag.AlignLeft if narrow else Qt.AlignmentFlag.AlignTop
        outer.addWidget(self.again, 0, where)
        self.outdated.changed.connect(self.refresh)
        session.shown_model_changed.connect(self.refresh)
        session.choice_changed.connect(self.refresh)
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "again"):
            self._show_picture()

    def _show_picture(self) -> None:
        picture = theme.coloured_icon("warning", theme.level_colour("warning"))
        self._picture.setPixmap(picture.pixmap(QSize(16, 16), self.devicePixelRatioF()))

    def refresh(self, *_: object) -> None:
        """Say what is out of date now."""
        models = self._models()
        said = self.outdated.tally.sentences(models)
        more = len(said) - _SAID
        shown = [*said[:_SAID], f"And {more} more."] if more > 1 else said
        self.label.setText(" ".join(shown))
        self.setToolTip(literal("\n".join(said)))
        self._show_picture()
        self.again.setVisible(self._session.editable and self.outdated.tally.again(models))
        self.setVisible(bool(said))

    def _make(self, _checked: bool = False) -> None:
        self.outdated.make_again(self.outdated.about(self._models()))
