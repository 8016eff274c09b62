"""Linked panes: up to six maps of the chosen photograph, one zoom, one crosshair."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from neopain_gui.gui.base import theme
from neopain_gui.gui.canvas.linked import Linked
from neopain_gui.gui.panes.arrangement import MOST, SETTING, Arrangement
from neopain_gui.gui.panes.pane import Pane
from neopain_gui.gui.panes.pane_bars import BottomBar, TopBar
from neopain_gui.gui.panes.pane_drawing import Shown
from neopain_gui.gui.panes.pane_maps import PaneMaps
from neopain_gui.gui.panes.pane_models import Offer, offers
from neopain_gui.gui.panes.pane_rules import MARK_FACE, Judged
from neopain_gui.gui.scene.current_scene import CurrentScene
from neopain_gui.gui.scene.drawing import photograph_pyramid
from neopain_gui.gui.scene.overlay import value_at
from neopain_gui.gui.state.depth import chosen_step, steps
from neopain_gui.gui.widgets.empty import command
from neopain_gui.gui.widgets.right_click import belongs_to
from neopain_gui.gui.work.outdated import OutdatedLine
from neopain_gui.gui.work.submit import UnderWay, attribute, under_way

if TYPE_CHECKING:
    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.gui.state.session import Session

_GAP = 12
_PHOTOGRAPH = "photograph"


class PanesPanel(QWidget):
    """The panes with their bars."""

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Linked panes")
        self._session, self._jobs = session, jobs
        self.scenes = CurrentScene.of(session, jobs)
        self.maps = PaneMaps(session, jobs, self)
        self.arrangement = Arrangement()
        self.top, self.bottom = TopBar(), BottomBar()
        self.panes = [Pane(number + 1) for number in range(MOST)]
        self.linked = Linked(self)
        self._photograph: NDArray[np.uint8] | None = None
        self._blinking: Pane | None = None
        self._offered: tuple[tuple[Any, ...], tuple[Offer, ...]] = ((None,), ())
        self._arrange()
        self._connect()
        self._study_changed()

    def _arrange(self) -> None:
        self._grid = QGridLayout()
        self._grid.setSpacing(_GAP)
        self.outdated = OutdatedLine(
            self._session, self._jobs, lambda: set(self.arrangement.places) - {""}, self
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE, 4, theme.SPACE, 4)
        column.setSpacing(theme.SPACE)
        column.addWidget(self.top)
        column.addLayout(self._grid, 1)
        column.addWidget(self.outdated)
        column.addWidget(self.bottom)

    def _connect(self) -> None:
        session, scenes = self._session, self.scenes
        for place, pane in enumerate(self.panes):
            self.linked.add(pane.canvas)
            belongs_to(pane.canvas, "map", before=partial(self._show_on_viewer, place))
            pane.chosen.connect(lambda name, at=place: self.put(at, name))
            pane.removed.connect(lambda at=place: self.put(at, ""))
            pane.added.connect(lambda at=place: self.add(at))
        self.top.layout_chosen.connect(lambda name: self._change(layout=name))
        self.top.modes.chosen.connect(lambda mode: scenes.set_appearance(mode=mode))
        self.top.zoom.fit.connect(self.fit)
        self.top.zoom.by.connect(self.zoom_by)
        self.bottom.colours.chosen.connect(lambda name: scenes.set_appearance(colormap=name))
        self.bottom.shared_chosen.connect(lambda on: self._change(shared=on))
        self.linked.zoomed.connect(self.top.zoom.show_zoom)
        self.linked.pointed.connect(self._read)
        self.maps.changed.connect(self._show)
        self.outdated.outdated.changed.connect(self._show)
        self._jobs.changed.connect(self._say)
        session.study_changed.connect(self._study_changed)
        session.overlay.opacity_changed.connect(self._set_opacity)
        session.overlay.hidden_changed.connect(self._set_hidden)

    def _show_on_viewer(self, place: int) -> None:
        """Let the commands for the map on the viewer work on a pane's."""
        name = self.arrangement.places[place]
        if name:
            self._session.show_model(name)

    # What the main window calls

    def fit(self) -> None:
        """Show the whole photograph in each pane."""
        self.linked.fit()

    def actual_size(self) -> None:
        """Show one pixel of the photograph on one pixel of the screen."""
        self.linked.actual_size()

    def zoom_by(self, factor: float) -> None:
        """Enlarge or make smaller."""
        self.linked.zoom_by(factor)

    def blink(self, on: bool) -> None:
        """Show the next pane's map in the one under the pointer, or its own again.

        Held and let go at the person's own pace: nothing flickers by itself.
        """
        self._blinking = self._pointed_pane() if on else None
        self._show()

    # Which maps

    def _study_changed(self) -> None:
        self._photograph = None
        for pane in self.panes:
            pane.canvas.clear()
            pane.note.say("")
            pane.show_offers((), "")
        study = self._session.study
        stored = study.setting(SETTING, None) if study is not None else None
        self.arrangement = Arrangement.from_setting(stored) or self._begin()
        self._lay_out()

    def _begin(self) -> Arrangement:
        from neopain_gui.pipeline.compare import default_models

        study = self._session.study
        if study is None:
            return Arrangement()
        models = sorted(default_models(study))
        people = [model.name for model in models if not model.of_classifier]
        classifiers = [model.name for model in models if model.of_classifier]
        step = chosen_step(self._session)
        if not models and step is not None:
            classifiers = [step.model]
        return Arrangement.begin(people, classifiers)

    def put(self, place: int, model: str) -> None:
        """Show an extraction model in a place; an empty name takes the pane away."""
        self._keep(self.arrangement.put(place, model))

    def add(self, place: int) -> None:
        """Show in a free place the first model that is nowhere yet; one with a map, if any."""
        taken = set(self.arrangement.visible)
        free = [offer for offer in self._offers() if offer.name not in taken]
        with_map = [offer for offer in free if offer.here]
        first = next(iter(with_map or free or self._offers()), None)
        if first is not None:
            self.put(place, first.name)
            self.panes[place].combo.setFocus()

    def _change(self, **changes: object) -> None:
        self._keep(replace(self.arrangement, **changes))  # type: ignore[arg-type]

    def _keep(self, arrangement: Arrangement) -> None:
        self.arrangement = arrangement
        if self._session.editable and self._session.study is not None:
            self._session.study.set_setting(SETTING, arrangement.as_setting())
        self._lay_out()

    def _offers(self) -> tuple[Offer, ...]:
        """Return what panes can show: all that the study has, and the chosen method's layers."""
        rules, here = self.maps.rules, self.maps.here
        said = self.outdated.outdated
        outdated = {name: said.reasons(name) for name in said.tally.names}
        known = (rules, here, self.arrangement.places, outdated)
        if self._offered[0] != known or self._offered[0][0] is not rules:
            chosen = [step.model for step in steps(self._session)]
            self._offered = (known, offers(rules, here, chosen, known[2], outdated))
        return self._offered[1]

    # Showing

    def _lay_out(self) -> None:
        arrangement = self.arrangement
        visible = len(arrangement.visible)
        for place, pane in enumerate(self.panes):
            self._grid.removeWidget(pane)
            if place < visible:
                self._grid.addWidget(pane, *divmod(place, arrangement.columns))
            pane.setVisible(place < visible)
        for line in range(3):
            used = line < arrangement.columns, line < -(-visible // arrangement.columns)
            self._grid.setColumnStretch(line, int(used[0]))
            self._grid.setRowStretch(line, int(used[1]))
        self.outdated.refresh()
        self.top.show_layout(arrangement.layout)
        self.maps.want(arrangement.visible, shared=arrangement.shared)
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._set_opacity(self._session.overlay.opacity)
        self._set_hidden(self._session.overlay.hidden)
        self.maps.set_active(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._blinking = None
        self.maps.set_active(False)

    def _show(self) -> None:
        if not self.isVisible():
            return
        self._show_photograph()
        offered = self._offers()
        for pane, model in self._visible():
            pane.show_offers(offered, model)
            self._show_map(pane, model)
        self.top.modes.press(self.scenes.mode)
        self._show_range()
        self._say()
        self._read(*self.linked.pixel)

    def _visible(self) -> list[tuple[Pane, str]]:
        return list(zip(self.panes, self.arrangement.visible, strict=False))

    def _show_photograph(self) -> None:
        scene = self.scenes.scene
        photograph = scene.photograph if scene is not None else None
        if photograph is self._photograph:
            return
        self._photograph = photograph
        for pane in self.panes:
            if scene is None:
                pane.canvas.clear()
            else:
                levels = photograph_pyramid(scene.photograph, scene.image.sha256)
                pane.canvas.set_photograph(scene.photograph, levels)

    def _show_map(self, pane: Pane, model: str) -> None:
        name = self._blinked(pane) if pane is self._blinking else model
        pane.tag.say((name or _PHOTOGRAPH) if pane is self._blinking else "")
        shown = self._shown(name)
        drawn = shown.drawn if shown is not None else None
        pane.canvas.set_drawn(drawn)
        own = drawn.maximum if drawn is not None and self._common_top() is None else None
        pane.legend.set_scale(self.scenes.colormap, own)

    def _shown(self, model: str) -> Shown | None:
        """Return a model's map if it belongs to the photograph that is on the glass."""
        scene = self.scenes.scene
        if scene is None or scene.image.id != self._session.image_id:
            return None
        return self.maps.shown.get(model)

    def _common_top(self) -> float | None:
        """Return the upper end of everybody's colours; None while maps have their own.

        What is drawn counts, not what was asked for: drawing takes a moment.
        """
        if not self.arrangement.shared:
            return None
        drawn = [one.drawn for _pane, name in self._visible() if (one := self._shown(name))]
        tops = {one.maximum for one in drawn if one is not None}
        return tops.pop() if len(tops) == 1 else None

    def _show_range(self) -> None:
        self.bottom.show_range(
            self.scenes.appearance, shared=self.arrangement.shared, maximum=self._common_top()
        )

    def _set_opacity(self, opacity: float) -> None:
        for pane in self.panes:
            pane.canvas.set_opacity(opacity)

    def _set_hidden(self, hidden: bool) -> None:
        for pane in self.panes:
            pane.canvas.set_hidden(hidden)

    # Blinking and reading

    def _pointed_pane(self) -> Pane | None:
        taken = [pane for pane, model in self._visible() if model]
        pointed = [pane for pane in taken if pane.canvas.underMouse()]
        focused = [pane for pane in taken if pane.isAncestorOf(self.focusWidget() or self)]
        return next(iter(pointed or focused or taken), None)

    def _blinked(self, pane: Pane) -> str:
        """Return the next pane's model that has a map; empty, for the photograph, if none has."""
        place = self.panes.index(pane)
        visible = self.arrangement.visible
        others = [*visible[place + 1 :], *visible[:place]]
        own = visible[place]
        return next((m for m in others if m != own and self._shown(m) is not None), "")

    def _read(self, column: int, row: int) -> None:
        beside = column < 0 or self._photograph is None
        self.bottom.readout.setText("" if beside else f"x {column}   y {row}")
        said = []
        for pane, model in self._visible():
            name = self._blinked(pane) if pane is self._blinking else model
            shown = self._shown(name)
            value = None
            if shown is not None and not beside:
                value = value_at(shown.relevance, column, row)
            text = "" if value is None else f"{value:.3g}"
            pane.value.setText(text)
            if text:
                said.append(f"{name} {text}")
        self.bottom.readout.setAccessibleDescription(", ".join(said))

    # What is missing

    def _say(self) -> None:
        if not self.isVisible():
            return
        scene, maps = self.scenes.scene, self.maps
        error = self.scenes.error or maps.error
        for pane, model in self._visible():
            judged = maps.judged.get(model)
            if not model or pane is self._blinking or self._shown(model) is not None:
                pane.note.say("")
            elif error is not None:
                pane.note.say(str(error))
            elif scene is None and not self.scenes.loading:
                pane.note.say("Choose a photograph in the list.")
            elif judged is not None and judged.why:
                self._say_why(pane, judged)
            else:
                pane.note.say("")  # it is being read

    def _say_why(self, pane: Pane, judged: Judged) -> None:
        editable, image_id = self._session.editable, self._session.image_id
        maker = judged.maker
        state = under_way(self._jobs, image_id, maker) if maker is not None else UnderWay.NOT
        if state:
            pane.note.say(state.capitalize())
        elif maker is not None and editable:
            pane.note.say(
                judged.why,
                "Compute",
                lambda: self._compute(image_id, maker.classifier, maker.method),
            )
        elif judged.remedy == MARK_FACE and editable:
            pane.note.say(judged.why, "Find face", command(self, "find_faces"))
        else:
            pane.note.say(judged.why)

    def _compute(self, image_id: str, classifier: str, method: str) -> None:
        attribute(
            self._session,
            self._jobs,
            [image_id],
            classifier_id=classifier,
            method=method,
            priority=-1,
        )
        self._say()
