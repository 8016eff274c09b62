"""What a person decides about an import: photographs, places, people, groups, scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtWidgets import QWidget

from neopain_gui.counted import counted
from neopain_gui.errors import NeoPainError
from neopain_gui.gaze.import_preview.import_checks import doubts_of, places_of, with_trials
from neopain_gui.gaze.import_preview.stimulus_places import points_of, share_outside
from neopain_gui.gui.base import faults, theme
from neopain_gui.gui.base.messages import Message
from neopain_gui.gui.gaze.recordings.one_person import as_one, dropped_groups, persons
from neopain_gui.gui.gaze.recordings.place_editor import read_small
from neopain_gui.gui.gaze.recordings.recording_rows import (
    matched_again,
    plan_of,
    problem_of,
    remarks_of,
    with_table,
)
from neopain_gui.gui.gaze.recordings.recordings_view import APART, ONE_PERSON, RecordingsView
from neopain_gui.gui.widgets import file_dialogs
from neopain_gui.people.groups import ObserverGroup
from neopain_gui.people.participant_tables import (
    ParticipantRow,
    nobodys,
    other_columns,
    read_participants,
    read_scores,
    said_of_nobodys,
    scores_of,
)
from neopain_gui.people.pseudonyms import said_of_one

if TYPE_CHECKING:
    from neopain_gui.gaze.import_preview.importing import ImportPlan, RecordingsPreview
    from neopain_gui.gaze.trials import Place
    from neopain_gui.gui.gaze.recordings.recording_rows import StimulusRow
    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.gui.state.session import Session
    from neopain_gui.people.participant_tables import ParticipantRow, ScoreRow

ABOUT = "import of recordings"
"""Topic of what is said of an import as long as nothing is imported."""
_TABLES = "Tables (*.csv *.tsv *.txt);;All files (*)"


class Deciding(RecordingsView):
    """The importer's tables and the picture of the screen, and what is decided in them."""

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._jobs = session, jobs
        self.files: list[Path] = []
        self.preview: RecordingsPreview | None = None
        self.scores: list[ScoreRow] = []
        self._drawn = ("", "")
        self.touched = False
        """Whether a person decided something, which is not given up unasked."""
        self.groups.clicked.connect(self.choose_participants)
        self.keep.ticked.connect(lambda: self.say_privacy(self.keep.left))
        self.rate.clicked.connect(self.choose_scores)
        self.least.valueChanged.connect(lambda value: self.people.set_least(value / 100))
        self.set_group.clicked.connect(
            lambda: self.people.set_group(self.group.currentText().strip())
        )
        self.one_person.clicked.connect(self._join_or_part)
        self.people.itemSelectionChanged.connect(self._offer_groups)
        self.stimuli.currentCellChanged.connect(lambda *_: self._show_place())
        self.place.placed.connect(self._placed)
        self.place.for_all.connect(self._placed_everywhere)
        session.images_changed.connect(self._match_again)
        session.gaze_changed.connect(self._people_changed)
        for table in (self.stimuli, self.people):
            table.edited.connect(self._touch)
            table.edited.connect(self._edited)

    def _touch(self) -> None:
        self.touched = True

    def _say(self, level: str, text: str, details: str = "") -> None:
        """Say something of this import: it goes with the import where that is cancelled."""
        message = Message(level=level, text=text, details=details, topic=f"{ABOUT}/{text}")
        self._session.tell(message)

    def _refused(self, error: BaseException) -> None:
        sentence, details = faults.describe(error)
        self._say("error", sentence, details)

    # Photographs and places

    def _image_ids(self) -> list[str]:
        return [image.id for image in self._session.images]

    def _sizes(self) -> dict[str, tuple[int, int]]:
        return {image.id: (image.height, image.width) for image in self._session.images}

    def _match_again(self) -> None:
        """Look again after photographs came or went: a stimulus may have been waiting for one."""
        if self.preview is None or self._image_ids() == self.stimuli.image_ids:
            return
        rows = matched_again(self.stimuli.rows, self._session.images)
        self.stimuli.show_rows(rows, self._image_ids())
        self._edited()

    def _place_of(self, row: StimulusRow) -> Place | None:
        """Return where a stimulus was: as a person says, or as its files do."""
        size = self._sizes().get(row.image_id)
        if self.preview is None or size is None:
            return None
        said = (part.place(size) for part in self.preview.shown(row.key))
        return row.place or next((place for place in said if place is not None), None)

    def _doubt(self) -> None:
        """Look again whether places can be right."""
        if self.preview is None:
            return
        sizes, rows = self._sizes(), []
        for row in self.stimuli.rows:
            place = self._place_of(row)
            doubts = (
                () if place is None
                else doubts_of(self.preview, row.key, place, sizes[row.image_id])
            )  # fmt: skip
            points = points_of(self.preview.shown(row.key))
            within = None
            if place is not None and len(points):
                within = 1 - share_outside(place, points)
            rows.append(replace(row, doubts=doubts, inside=within))
        if rows != self.stimuli.rows:
            self.stimuli.update_rows(rows)

    def _show_place(self) -> None:
        """Show the chosen stimulus on the screen."""
        row, preview = self.stimuli.current, self.preview
        size = None if row is None else self._sizes().get(row.image_id)
        shown = row is not None and preview is not None and size is not None
        self.place.setVisible(shown)
        if row is None or preview is None or size is None:
            self._drawn = ("", "")
            return
        if (row.key, row.image_id) != self._drawn:
            self._drawn = (row.key, row.image_id)
            points = points_of(preview.shown(row.key))
            screen, place = preview.screen(row.key), self._place_of(row)
            self.place.show_stimulus(row.title, size, points, screen, place, known=row.known)
            self._read_photograph(row.image_id)
        others = sum(one.lacking for one in self.stimuli.rows if one.key != row.key)
        self.place.offer_for_all(others)
        self.place.show_doubts(row.doubts)

    def _read_photograph(self, image_id: str) -> None:
        def show(pixels: NDArray[np.uint8]) -> None:
            if self._drawn[1] == image_id:
                self.place.picture.show_photograph(pixels)

        self._jobs.local(
            read_small,
            title="Read a photograph",
            kwargs={"study": self._session.study, "image_id": image_id},
            key="photograph on the screen",
            visible=False,
            on_done=show,
            on_failed=self._session.problem.emit,
        )

    def _placed(self, place: Place | None) -> None:
        row = self.stimuli.current
        if row is not None:
            self._touch()
            self.stimuli.rows[self.stimuli.currentRow()] = replace(row, place=place)
            self.stimuli.update_rows(self.stimuli.rows)
            self._edited()

    def _placed_everywhere(self, place: Place) -> None:
        rows = [replace(row, place=place) if row.lacking else row for row in self.stimuli.rows]
        self.stimuli.update_rows(rows)
        self._touch()
        self._edited()

    # People

    def _people_changed(self) -> None:
        """Offer the participants that the study has by now; decisions stay."""
        if self.preview is not None and self._session.study is not None:
            present = self._session.study.gaze.participants()
            self.people.show_rows(self.people.rows, present, self.people.least)
            self._edited()

    def _offer_groups(self) -> None:
        """Offer the groups that there are, and say for whom one would be set."""
        known = [str(group) for group in ObserverGroup if group is not ObserverGroup.ALL]
        own = [row.group for row in self.people.rows if row.group]
        wanted = list(dict.fromkeys([*known, *own]))
        if wanted != [self.group.itemText(at) for at in range(self.group.count())]:
            typed = self.group.currentText()
            self.group.clear()
            self.group.addItems(wanted)
            self.group.setEditText(typed)
        chosen = len(self.people.selected)
        self.set_group.setText(f"Set for {chosen} selected" if chosen > 1 else "Set for all")
        self.one_person.setText(APART if self.people.are_one else ONE_PERSON)
        self.one_person.setEnabled(chosen > 1 or self.people.are_one)

    def _join_or_part(self) -> None:
        before = self.people.rows
        self.people.join_or_part()
        if dropped := dropped_groups(before, self.people.rows):
            self._say("warning", " ".join(dropped))

    def choose_participants(self) -> None:
        """Ask for a table of participants and take groups and attributes from it."""
        file = file_dialogs.file(self, "recordings", "Participants", _TABLES)
        if file is None:
            return
        try:
            table = read_participants(file)
        except NeoPainError as error:
            self._refused(error)
            return
        self._touch()
        self._join(table, [file.name])

    def _join(self, table: Sequence[ParticipantRow], files: Sequence[str]) -> None:
        study = self._session.study
        if study is None:
            return
        rows, joined = with_table(self.people.rows, table)
        told = rows
        for place, row in enumerate(rows):
            rows = as_one(rows, [place]) if row.one_with else rows
        self.people.show_rows(rows, study.gaze.participants(), self.people.least)
        self.keep.offer(list(dict.fromkeys([*self.keep.boxes, *other_columns(table)])))
        self._tell_joined(joined, files, [row.name for row in table])
        if dropped := dropped_groups(told, rows):
            self._say("warning", " ".join(dropped))
        self._edited()

    def _tell_joined(self, joined: int, files: Sequence[str], said: Sequence[str]) -> None:
        """Say how many people tables name, and which of their rows are nobody's."""
        names = ", ".join(files)
        verb, its = ("name", "their") if len(files) > 1 else ("names", "its")
        if joined:
            everyone = counted(len(self.people.rows), "participant")
            told = f"{names} {verb} {joined} of {everyone}."
            called = {row.name: row.pseudonym for row in self.people.rows}
            strange = said_of_nobodys(names, nobodys(said, called), called)
            if strange:
                self._say("warning", f"{told} {strange}")
            else:
                self._say("info", told)
        else:
            self._say(
                "warning",
                f"{names} {verb} none of the participants; {its} column “participant” has to "
                "hold the names of the recordings, or pseudonyms.",
            )

    def _said_of_one(self) -> list[str]:
        """Say where tables tell different things of the names of one person."""
        people = [row for row in self.people.rows if row.taken and row.one_with]
        return said_of_one(
            {row.name: row.pseudonym for row in people},
            [ParticipantRow(name=row.name, group="", attributes=dict(row.said)) for row in people],
            self.keep.kept,
            self.scores,
        )

    def choose_scores(self) -> None:
        """Ask for a table of scores; they are kept with the import."""
        file = file_dialogs.file(self, "recordings", "Scores", _TABLES)
        if file is None:
            return
        try:
            scores = read_scores(file, self._session.images)
        except NeoPainError as error:
            self._refused(error)
            return
        self._touch()
        self._score(scores, [file.name])

    def _score(self, scores: Sequence[ScoreRow], files: Sequence[str]) -> None:
        before = {(one.name, one.image_id): one for one in self.scores}
        later = {(one.name, one.image_id): one for one in scores}
        others = sum(before[key].score != later[key].score for key in before.keys() & later.keys())
        self.scores = list((before | later).values())
        if others:
            self._say(
                "warning",
                f"{', '.join(files)}: {counted(others, 'score')} other than in the table before; "
                "what was read last counts.",
            )
        given = {score.name for score in scores}
        joined = sum(not given.isdisjoint((row.name, row.pseudonym)) for row in self.people.rows)
        self._tell_joined(joined, files, [score.name for score in scores])
        self._edited()

    # All of it

    def plan(self) -> ImportPlan:
        """Return what is decided."""
        plan = plan_of(self.stimuli.rows, self.people.rows)
        if self.preview is None:
            return plan
        given = {row.key: row.place for row in self.stimuli.rows if row.place is not None}
        places, _ = places_of(self.preview, plan.images, self._sizes(), given)
        return replace(plan, places=places)

    def _edited(self) -> None:
        study = self._session.study
        if study is None or self.preview is None:
            return
        self._doubt()
        images = {row.key: row.image_id for row in self.stimuli.rows if row.image_id}
        # as long as no photograph is chosen it is not known who was shown one
        shown = with_trials(self.preview, images) if images else self.preview.names
        self.people.set_shown(shown)
        people, stimuli = self.people.rows, self.stimuli.rows
        wanted = persons(row for row in people if row.taken)
        self.tabs.setTabText(0, f"Stimuli {len(images)} of {len(stimuli)}")
        self.tabs.setTabText(1, f"Participants {wanted} of {persons(people)}")
        scores = len(scores_of(plan_of(stimuli, people).pseudonyms, self.scores))
        scored = f", {counted(scores, 'score')}" if self.scores else ""
        self.summary.setText(
            f"{counted(len(self.files), 'file')}: {counted(wanted, 'participant')} and "
            f"{counted(len(images), 'stimulus', 'stimuli')} to be imported{scored}."
        )
        unsized = self.preview.without_screen(images)
        problem = problem_of(
            stimuli, people, {one.id for one in study.gaze.participants()}, unsized
        )
        self.problem.setText(problem)
        self.problem.setStyleSheet(f"color: {theme.level_colour('error').name()}")
        self.importing.setEnabled(not problem and not self.waiting.busy)
        nowhere = [row.title for row in stimuli if row.image_id and row.inside == 0]
        remarks = [f"None of the gaze is on {one}: it will be left out." for one in nowhere]
        remarks += remarks_of(stimuli, people)
        remarks += self._said_of_one()
        self.remarks.setText("\n".join(remarks))
        self.remarks.setVisible(bool(remarks))
        self._offer_groups()
        self._show_place()
