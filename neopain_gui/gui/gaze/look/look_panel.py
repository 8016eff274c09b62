"""The gaze view: scanpaths and heatmaps over the photograph, played in time, group by group."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QTimer
from PySide6.QtGui import QColor, QShowEvent
from PySide6.QtWidgets import QWidget

from neopain_gui.counted import matching
from neopain_gui.geometry import Box
from neopain_gui.gui.base import theme
from neopain_gui.gui.base.counts import fixations, participants
from neopain_gui.gui.gaze.look import in_the_way as in_the_way_of
from neopain_gui.gui.gaze.look.look_loading import Looks, mean_map, read_looks
from neopain_gui.gui.gaze.look.look_view import LookView
from neopain_gui.gui.gaze.look.participant_colours import colours_of
from neopain_gui.gui.gaze.look.people_actions import PeopleActions
from neopain_gui.gui.gaze.look.scanpath_data import Path
from neopain_gui.gui.state.study_settings import UNSET
from neopain_gui.gui.widgets import file_dialogs
from neopain_gui.gui.work.outdated import OutdatedLine
from neopain_gui.gui.work.submit import make_gaze_maps
from neopain_gui.imaging import colormaps
from neopain_gui.pipeline.settings.study_settings import GAZE_SETTINGS, SUBGROUPS, gaze_settings
from neopain_gui.pipeline.work import EXPORT_GAZE_TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from neopain_gui.gaze.settings import GazeSettings
    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.gui.state.session import Session
    from neopain_gui.people.subgroups import Subgroup

_SETTLE_MS = 80
_CLEAR, _OPAQUE = 0.02, 0.35
"""Shares of the largest value below which the heatmap is clear, and from which it is opaque."""


class LookPanel(LookView):
    """Shows the looks at the session's photograph."""

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._jobs = session, jobs
        self.looks: Looks | None = None
        self.values: NDArray[np.float32] | None = None
        self._stale = True
        self._excluded: Mapping[str, str] | None = None
        self._colours: dict[str, QColor] = {}
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_SETTLE_MS)
        self.outdated = OutdatedLine(session, jobs, self._group_names, self, narrow=True)
        self.outdated.setContentsMargins(theme.SPACE, theme.SPACE // 2, theme.SPACE, 0)
        self.left_column.insertWidget(0, self.outdated)
        self._connect()
        self._study_changed()

    def _connect(self) -> None:
        session = self._session
        session.study_changed.connect(self._study_changed)
        session.image_selected.connect(lambda *_: self.refresh())
        session.gaze_changed.connect(self._gaze_changed)
        session.setting_changed.connect(self._setting_changed)
        self._later.timeout.connect(self._read)
        self.outdated.outdated.changed.connect(self._mark_groups)
        self.people.ticked.connect(self._show_wanted)
        self.with_paths.toggled.connect(self._show_paths)
        self.with_map.toggled.connect(lambda *_: self._show_map())
        self.playback.moved.connect(self.scanpaths.show_until)
        self.form.changed.connect(self._settings_changed)
        self.groups.added.connect(self._add_group)
        self.groups.removed.connect(self._remove_group)
        self.groups.asked.connect(self.make_maps)
        self.next_step.asked.connect(self._make_maps_of)
        self.actions_of_people = PeopleActions(session, self.people, self.change)
        session.results_changed.connect(lambda *_: self._offer_maps())
        self.tables.clicked.connect(self.export_tables)

    # What there is

    def _study_changed(self) -> None:
        self._forget()
        study = self._session.study
        if study is not None:
            self.form.show_settings(gaze_settings(study))
        self.form.setEnabled(self._session.editable)
        self._gaze_changed()

    def _forget(self) -> None:
        """Leave nothing of one study in the next: people off, scanpaths, photograph, messages."""
        self.looks = self.values = None
        self._jobs.drop("looks")
        self._jobs.drop("mean map")
        self.people.forget()
        self.groups.forget()
        self.next_step.show_groups((), possible=False)
        self._colours = {}
        self.playback.set_end(0.0)
        self.canvas.clear()
        self._show_paths()
        self._show_map()
        self.summary.clear()

    def _gaze_changed(self) -> None:
        self._excluded = None
        self._list_groups()
        self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def refresh(self) -> None:
        """Read the looks at the present photograph, once nothing else is chosen any more."""
        self._stale = True
        if self._invite() or not self.isVisible():
            return
        self._later.start()

    def _invite(self) -> bool:
        """Say what to do where there is nothing to show."""
        study = self._session.study
        if study is None:
            self.empty.say("No study is open", "Open one to see what people looked at.")
        elif not study.gaze.has_trials:
            self.empty.say(
                "No recordings yet",
                "Import an eye tracker's recordings to see scanpaths, fixations and heatmaps of "
                "each participant.",
            )
        elif not self._session.image_id:
            self.empty.say("No photograph is chosen", "Choose one in the list of photographs.")
        else:
            if self.looks is None:  # of this study: nothing of the last one is seen meanwhile
                self.empty.say("Reading the recordings…", "Finding the fixations of each trial.")
            self._pages.setCurrentWidget(self.empty if self.looks is None else self.page)
            return False
        self._pages.setCurrentWidget(self.empty)
        return True

    def _read(self) -> None:
        study, image_id = self._session.study, self._session.image_id
        if study is None or not image_id:
            return
        self._stale = False
        settings = self.form.settings

        def show(looks: Looks) -> None:
            wanted = (self._session.study, self._session.image_id, self.form.settings)
            if wanted == (study, image_id, settings) and not self._stale:
                self._show(looks)

        self._jobs.local(
            read_looks,
            title="Find fixations",
            kwargs={
                "study": study,
                "image_id": image_id,
                "settings": settings,
                "excluded": self._excluded,
            },
            key="looks",
            visible=False,
            on_done=show,
            on_failed=self._not_read,
        )

    def _not_read(self, error: BaseException) -> None:
        if self.looks is None:
            self.empty.say("The recordings cannot be read", str(error))
        self._session.problem.emit(error)

    # Showing it

    def _show(self, looks: Looks) -> None:
        self.looks, self._excluded = looks, looks.excluded
        self._pages.setCurrentWidget(self.page)
        height, width = looks.photograph.shape[:2]
        self.canvas.set_photograph(looks.photograph)
        self.scanpaths.set_photograph(width, height)
        self._colours = colours_of([person.id for person in self._everyone()])
        self.people.show_people(looks.paths, self._colours)
        self._show_wanted()

    def _everyone(self) -> list[Any]:
        study = self._session.study
        return [] if study is None else study.gaze.participants()

    def _wanted(self) -> list[Path]:
        if self.looks is None:
            return []
        wanted = self.people.wanted
        return [path for path in self.looks.paths if path.participant in wanted]

    def _show_wanted(self) -> None:
        paths = self._wanted()
        self.playback.set_end(max((path.end_ms for path in paths), default=0.0))
        self._show_paths()
        self._say(paths)
        self.values = None
        self._show_map()
        if not paths or self.looks is None:
            return
        looks = self.looks

        def show(values: NDArray[np.float32]) -> None:
            if self.looks is looks and self._wanted() == paths:
                self.values = values
                self._show_map()

        self._jobs.local(
            mean_map,
            title="Spread fixations",
            kwargs={
                "paths": paths,
                "size": looks.photograph.shape[:2],
                "settings": self.form.settings,
            },
            key="mean map",
            visible=False,
            on_done=show,
            on_failed=self._session.problem.emit,
        )

    def _show_paths(self) -> None:
        paths = self._wanted() if self.with_paths.isChecked() else []
        self.scanpaths.show_paths(paths, self._colours)
        self.canvas.setAccessibleDescription("; ".join(path.in_words() for path in paths))

    def _show_map(self) -> None:
        values = self.values
        if values is None or not self.with_map.isChecked() or not values.any():
            self.canvas.set_overlay(None, None)
            self.legend.set_scale(colormaps.GREEN_YELLOW_RED, None)
            return
        top = float(values.max())
        rgba = colormaps.apply_opaque(values / top)
        opacity = np.clip((values / top - _CLEAR) / (_OPAQUE - _CLEAR), 0, 1)
        rgba[..., 3] = np.rint(180 * opacity).astype(np.uint8)
        height, width = values.shape
        self.canvas.set_overlay(rgba, Box.whole(width, height))
        self.legend.set_scale(colormaps.GREEN_YELLOW_RED, top)

    def _say(self, paths: list[Path]) -> None:
        found = fixations(sum(len(path.fixations) for path in paths))
        people = len({path.participant for path in paths})
        out = len({path.participant for path in paths if path.excluded})
        text = f"{people} of {participants(len(self.people.everybody))}, {found}."
        if out:
            who = f"{participants(out)} {matching(out, 'is', 'are')}"
            text += f" {who} left out of group maps (grey)."
        self.summary.setText(text)

    # Changing it

    def _settings_changed(self, settings: GazeSettings) -> None:
        if self._session.study is not None and self._session.editable:
            value = UNSET if settings == type(settings)() else settings.as_dict()
            self._session.settings.put(
                GAZE_SETTINGS, value, "changing the gaze settings", merge="gaze"
            )

    def _setting_changed(self, key: str) -> None:
        """Follow what the person or undo changed."""
        study = self._session.study
        if study is not None and key == GAZE_SETTINGS:
            self.form.show_settings(gaze_settings(study))
            self._excluded = None
            self.refresh()
        elif key == SUBGROUPS:
            self._list_groups()

    def _list_groups(self) -> None:
        from neopain_gui.pipeline.eye_tracking.group_maps import subgroups

        study = self._session.study
        if study is None:
            self.groups.show_groups((), frozenset(), (), editable=False)
            return
        own = frozenset(str(one.get("name")) for one in study.setting(SUBGROUPS, []))
        self.groups.show_groups(
            subgroups(study), own, study.gaze.participants(), editable=self._session.editable
        )

        self._mark_groups()
        self._offer_maps()

    def _group_names(self) -> set[str]:
        """Return the names of the people's maps that the study has."""
        study = self._session.study
        models = study.results.models() if study is not None else []
        return {model.name for model in models if model.of_gaze}

    def _mark_groups(self) -> None:
        said = self.outdated.outdated
        self.groups.mark({name: said.reasons(name) for name in self._group_names()})

    def _offer_maps(self) -> None:
        """Offer the maps of groups that have none."""
        from neopain_gui.pipeline.eye_tracking.group_maps import groups_without_maps

        study = self._session.study
        lacking = groups_without_maps(study) if study is not None and study.gaze.has_trials else []
        possible = self._session.editable and not self.groups.waiting.busy
        self.next_step.show_groups(lacking, possible=possible)

    def _make_maps_of(self, names: tuple[str, ...]) -> None:
        from neopain_gui.pipeline.eye_tracking.group_maps import subgroups

        if self._session.study is not None:
            self.make_maps([one for one in subgroups(self._session.study) if one.name in names])

    def _add_group(self, subgroup: Subgroup) -> None:
        self._keep_groups(
            lambda stored: [*stored, subgroup.as_dict()], f"adding the group {subgroup.name}"
        )

    def _remove_group(self, name: str) -> None:
        self._keep_groups(
            lambda stored: [one for one in stored if one.get("name") != name],
            f"removing the group {name}",
        )

    def _keep_groups(self, change: Any, text: str) -> None:
        study = self._session.study
        if study is not None and self._session.editable:
            self._session.settings.put(SUBGROUPS, change(study.setting(SUBGROUPS, [])), text)

    def make_maps(self, chosen: list[Subgroup]) -> None:
        """Make the maps of groups for all photographs, in the engine."""
        chosen = self._beside_pictures(chosen)
        if self._session.study is None or not chosen:
            return
        task = make_gaze_maps(self._session, self._jobs, chosen, self.form.settings)
        task.ended.connect(self.groups.refresh)
        task.ended.connect(self._offer_maps)
        self.groups.waiting.follow(task)
        self.groups.refresh()
        self.next_step.make.setEnabled(False)

    def _beside_pictures(self, chosen: list[Subgroup]) -> list[Subgroup]:
        """Ask where maps from imported pictures would be replaced; return what is to be made."""
        from neopain_gui.pipeline.eye_tracking.group_maps import beside, maps_in_the_way
        from neopain_gui.study import Selection

        study = self._session.study
        in_the_way = [] if study is None else maps_in_the_way(study, chosen)
        if study is None or not in_the_way:
            return chosen
        names = sorted({one.model.name for one in in_the_way})
        answer = in_the_way_of.ask(self.window(), names, len(in_the_way))
        if answer == in_the_way_of.BOTH:
            made = beside(study, chosen, names)
            new = [one.as_dict() for one in made if one not in chosen]
            text = f"adding the group {', '.join(str(one['name']) for one in new)}"
            self._session.settings.put(SUBGROUPS, [*study.setting(SUBGROUPS, []), *new], text)
            return made
        if answer == in_the_way_of.REPLACE:
            maps = frozenset((one.image_id, one.model.name) for one in in_the_way)
            which = f"the imported maps of {', '.join(names)}"
            removed = self._session.upkeep.remove(
                Selection(maps=maps), f"removing {which}", f"{which[:1].upper()}{which[1:]} went."
            )
            return chosen if removed else []
        return []

    def export_tables(self) -> None:
        """Ask for a folder and write the study's gaze as tables."""
        study = self._session.study
        folder = file_dialogs.folder(self, "exports", "Folder for the tables")
        if folder is not None and study is not None:
            self._jobs.start(
                EXPORT_GAZE_TABLES,
                title="Tables of gaze",
                kwargs={
                    "study": study,
                    "folder": folder,
                    "settings": self.form.settings,
                    "decimal_comma": file_dialogs.decimal_comma(self),
                },
                on_done=lambda count: self._session.notice.emit(f"{count} tables were written."),
                on_failed=self._session.problem.emit,
            )
