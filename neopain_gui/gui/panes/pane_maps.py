"""The maps of the panes, always those that hold now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from neopain_gui.errors import NeoPainError
from neopain_gui.gui.panes.pane_drawing import (
    Manner,
    Pictures,
    Shown,
    cached_pictures,
    draw_all,
    prepare,
)
from neopain_gui.gui.panes.pane_rules import Judged, Rules, judge
from neopain_gui.gui.scene.current_scene import CurrentScene
from neopain_gui.gui.scene.loading import Rows
from neopain_gui.gui.scene.reader import Rank

if TYPE_CHECKING:
    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.gui.state.session import Session
    from neopain_gui.study.result_types import Result

_AHEAD = 4
"""Photographs whose maps are read ahead, in the direction of travel."""
_SETTLE_MS = 250


class PaneMaps(QObject):
    """Follows the session for some extraction models.

    Whatever changes, :meth:`refresh` asks the database which rows hold and shows only their
    maps: those in memory at once, the others when a thread has read them. What arrives from a
    thread is never shown by itself, it is only looked up under the key of a row that holds. While
    maps that hold are drawn in another way, they stay as they were.

    Signals
    -------
    changed()
        :attr:`judged` or :attr:`shown` may be others.
    """

    changed = Signal()

    def __init__(self, session: Session, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._jobs = session, jobs
        self.scenes = CurrentScene.of(session, jobs)
        self._models: tuple[str, ...] = ()
        self._shared = False
        self._active = False
        self._rows: Rows | None = None
        self._rules: Rules | None = None
        self._arrived: tuple[object, Pictures] = ((), Pictures())
        self._under_way: object = None
        self._begun: set[str] = set()
        self._begun_for: tuple[object, object, Rules | None] = ((), None, None)
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(_SETTLE_MS)
        self._settled.timeout.connect(self.refresh)
        self.judged: Mapping[str, Judged] = {}
        self.shown: Mapping[str, Shown] = {}
        self.error: BaseException | None = None
        session.study_changed.connect(self._everything_changed)
        session.images_changed.connect(self._everything_changed)
        session.choice_changed.connect(self._everything_changed)
        session.results_changed.connect(self._results_changed)
        session.image_selected.connect(self._image_selected)
        self.scenes.changed.connect(self.refresh)
        self.scenes.appearance_changed.connect(self.refresh)

    # What is wanted

    def want(self, models: Sequence[str], *, shared: bool) -> None:
        """Show these extraction models' maps of the chosen photograph."""
        self._models, self._shared = tuple(dict.fromkeys(filter(None, models))), shared
        self.refresh()

    def set_active(self, active: bool) -> None:
        """Do nothing while nobody looks; catch up when somebody does."""
        self._active = active
        if active:
            self._everything_changed()
        else:
            self._jobs.drop("panes")
            self._under_way = None
            self.scenes.reader.want(Rank.PANES, ())

    @property
    def rules(self) -> Rules:
        """What maps have to have been made with now."""
        if self._rules is None:
            self._rules = Rules.of(self._session)
        return self._rules

    @property
    def here(self) -> frozenset[str]:
        """Names of the extraction models of which the photograph has a map."""
        rows = self._rows_now()
        return frozenset(row.model.name for row in rows.rows) if rows is not None else frozenset()

    @property
    def loading(self) -> bool:
        """True while maps are read."""
        return self._under_way is not None

    # What makes them others

    def _everything_changed(self) -> None:
        self._rules = self._rows = None
        self.refresh()

    def _results_changed(self, image_id: str) -> None:
        self._begun.discard(image_id)
        if not image_id:
            self._begun.clear()
        if image_id in ("", self._session.image_id):
            self._everything_changed()

    def _image_selected(self, image_id: str) -> None:
        """Show the next photograph's, unless its scene, which comes first, has done so."""
        if self._rows is None or self._rows.image.id != image_id:
            self.refresh()

    def _rows_now(self) -> Rows | None:
        study, image = self._session.study, self._session.image
        if study is None or image is None:
            return None
        if self._rows is None or self._rows.image.id != image.id:
            self._rows = Rows.read(study, self._session.labels.counted(image))
        return self._rows

    # What is shown

    def refresh(self) -> None:
        """Show what holds now."""
        if not self._active:
            return
        self.error = None
        try:
            rows = self._rows_now()
        except NeoPainError as error:
            rows, self.error = None, error
        rules = self.rules
        judged = {m: judge(rows, m, rules) for m in self._models} if rows is not None else {}
        results = [one.result for one in judged.values() if one.result is not None]
        if self._show(judged, results):
            self._read_ahead()
        else:
            self._load(results)
        self.changed.emit()

    def _show(self, judged: Mapping[str, Judged], results: Sequence[Result]) -> bool:
        """Show what is there; returns whether that is all."""
        question = self._question(results)
        pictures = self._arrived[1] if self._arrived[0] == question else Pictures()
        if not pictures.shown:
            pictures = Pictures(
                shown=cached_pictures(results, self._manner).shown, errors=pictures.errors
            )
        before = {one.key: one for one in self.shown.values()}
        shown, complete = {}, True
        self.judged = dict(judged)
        for result in results:
            name, key = result.model.name, result.key
            if key in pictures.shown:
                shown[name] = pictures.shown[key]
            elif key in pictures.errors:
                self.judged = {**self.judged, name: Judged(model=name, why=pictures.errors[key])}
            else:
                complete = False
                if key in before:
                    shown[name] = before[key]
        self.shown = shown
        return complete

    @property
    def _manner(self) -> Manner:
        return Manner(
            settings=self._session.choices.mask_settings,
            appearance=self.scenes.appearance,
            shared=self._shared,
        )

    def _question(self, results: Sequence[Result]) -> object:
        return tuple(result.key for result in results), self._manner

    def _load(self, results: Sequence[Result]) -> None:
        question = self._question(results)
        if question == self._under_way:
            return
        self._under_way = question
        self._jobs.local(
            draw_all,
            title="Read the panes' maps",
            kwargs={
                "study": self._session.study,
                "results": tuple(results),
                "manner": self._manner,
            },
            priority=-9,
            key="panes",
            visible=False,
            on_done=lambda pictures: self._loaded(question, pictures),
            on_failed=self._failed,
        )

    def _loaded(self, question: object, pictures: Pictures) -> None:
        if question == self._under_way:
            self._under_way = None
            self._arrived = (question, pictures)
            self.refresh()

    def _failed(self, error: BaseException) -> None:
        self._under_way, self.error = None, error
        self.changed.emit()

    # What will be wanted next

    def _read_ahead(self) -> None:
        study = self._session.study
        self._jobs.drop("panes")
        self._under_way = None
        if study is None or not self._models:
            return
        manner, rules = self._manner, self.rules
        before, self._begun_for = self._begun_for, (self._models, manner, rules)
        if before[:2] != self._begun_for[:2] or before[2] is not rules:
            self._begun.clear()
            if before[0] == self._models and before[1] != manner:
                # A slider is dragged: leave the processor to the window until it rests.
                self.scenes.reader.want(Rank.PANES, ())
                self._settled.start()
                return
        near = self.scenes.neighbours(_AHEAD)
        self._begun &= {image.id for image in near}
        wishes = []
        for image in near:
            if image.id not in self._begun:
                wish = partial(
                    prepare,
                    study=study,
                    image=image,
                    models=self._models,
                    rules=rules,
                    manner=manner,
                )
                wishes.append(partial(self._wish, image.id, wish))
        self.scenes.reader.want(Rank.PANES, wishes)

    def _wish(self, image_id: str, wish: partial[None]) -> None:
        self._begun.add(image_id)
        wish()
