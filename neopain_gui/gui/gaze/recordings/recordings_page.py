"""The page: choose files, see what they hold, decide, import."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from neopain_gui.counted import counted
from neopain_gui.errors import InputError, NeoPainError
from neopain_gui.gaze.import_preview.on_picture import on_photographs, said_of_elsewhere
from neopain_gui.gaze.recordings import headers_of
from neopain_gui.gaze.recordings.mapping import NAMED
from neopain_gui.gui.base.drops import accept_copy, dropped_paths
from neopain_gui.gui.gaze.recordings.deciding import ABOUT, Deciding
from neopain_gui.gui.gaze.recordings.one_person import participants_of
from neopain_gui.gui.gaze.recordings.reading_report import report_of
from neopain_gui.gui.gaze.recordings.recording_rows import (
    keeping,
    person_rows,
    stimulus_rows,
)
from neopain_gui.gui.state.edits import Gaze
from neopain_gui.gui.widgets import file_dialogs
from neopain_gui.gui.widgets import questions as asking
from neopain_gui.people.participant_tables import scores_of
from neopain_gui.pipeline.work import GATHER_RECORDINGS, IMPORT_RECORDINGS

if TYPE_CHECKING:
    from neopain_gui.gaze.import_preview.gathering import Gathered
    from neopain_gui.gaze.import_preview.importing import RecordingsPreview
    from neopain_gui.gaze.recordings import ColumnMapping
    from neopain_gui.gaze.trials import Trial
    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.gui.state.session import Session

_FILES = "Recordings and tables (*.tsv *.csv *.txt *.xlsx *.asc *.gzd *.fxd);;All files (*)"
COLUMNS_SETTING = "gaze columns"
"""Key of the study's setting that remembers what the columns of a table were."""
_INVITATION = (
    "Drop here what the eye tracker's program exported (Tobii, EyeLink, SMI, Gazepoint, Pupil "
    "Labs), as files or a folder, with tables of participants and scores if there are some. "
    "Participants get pseudonyms; names are shown once and not kept."
)


class RecordingsPage(Deciding):
    """Importer of recordings; what it takes in are trials of participants.

    Signals
    -------
    pictures_found(folder: Path)
        Nothing but heatmap pictures was dropped: they have a page of their own.
    """

    pictures_found = Signal(object)

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(session, jobs, parent)
        self.mapping: ColumnMapping | None = None
        self.screen_size: tuple[int, int] | None = None
        self._wanted: list[Path] = []
        self._said: tuple[str, ...] = ()
        self._left_out: list[Path] = []
        session.study_changed.connect(self._leave)
        self.choose.clicked.connect(self.choose_files)
        self.name_again.clicked.connect(self._name_again)
        self.importing.clicked.connect(self.import_recordings)
        self.cancel.clicked.connect(self._cancel)
        self.columns.accepted.connect(self._columns_named)
        self.columns.cancelled.connect(self._back)
        self.screen_form.said.connect(self._screen_said)
        self._leave()

    # Choosing files

    def _cancel(self) -> None:
        if not self.touched or asking.may_drop(self.window()):
            self._leave()
            self._session.settle(ABOUT)

    def _leave(self) -> None:
        self.touched = False
        self.files, self.preview, self.scores, self.mapping = [], None, [], None
        self._wanted, self._said, self.screen_size = [], (), None
        self.keep.offer(())
        self._jobs.drop("recordings")
        self.waiting.clear()
        self.stimuli.show_rows((), ())
        self.people.show_rows((), (), self.people.least)
        self._show_place()
        self._invite()

    def _invite(self, problem: str = "") -> None:
        self._pages.setCurrentWidget(self.empty)
        if self._session.study is None:
            self.empty.say("No study is open", "Open one to add recordings of gaze.")
        elif not self._session.editable:
            self.empty.say("Open for reading only", "Recordings can be added to a writable study.")
        else:
            self.empty.say(
                "Import recordings of gaze",
                problem or _INVITATION,
                [
                    ("Choose files…", self.choose_files),
                    ("Choose a folder…", self.choose_folder),
                ],
            )

    def choose_files(self) -> None:
        """Ask for recordings and read them."""
        files = file_dialogs.files(self, "recordings", "Recordings of gaze", _FILES)
        if files:
            self.open_files(files)

    def choose_folder(self) -> None:
        """Ask for a folder and read what is in it."""
        folder = file_dialogs.folder(self, "recordings", "Folder of recordings")
        if folder is not None:
            self.open_files([folder])

    def open_files(
        self,
        files: Sequence[Path],
        mapping: ColumnMapping | None = None,
        *,
        left_out: Sequence[Path] = (),
    ) -> None:
        """Sort files and folders, read them and add them to what is listed.

        ``mapping`` names the columns of tables, ``left_out`` are files that are not wanted.
        """
        study = self._session.study
        if study is None or not self._session.editable:
            return
        self.mapping = mapping or self.mapping
        self._left_out = list(left_out)
        wanted = self._wanted = [Path(file) for file in files]
        task = self._jobs.start(
            GATHER_RECORDINGS,
            title=f"Read {counted(len(wanted), 'recording')}",
            kwargs={
                "paths": wanted,
                "images": list(self._session.images),
                "present": list(self.files) if self.preview is not None else [],
                "leave_out": self._left_out,
                "mapping": self.mapping,
                "screen_size": self.screen_size,
            },
            key="recordings",
            on_done=lambda found: self._gathered(wanted, found),
            on_failed=self._not_read,
        )
        self._pages.setCurrentWidget(self.empty)
        self.empty.say("Reading…", ", ".join(file.name for file in wanted))
        self.waiting.follow(task)
        task.ended.connect(self._read_ended)

    def _read_ended(self) -> None:
        if self.empty.heading.text() == "Reading…":
            self._back()
        self._edited()  # nothing is busy any more

    def _back(self) -> None:
        """Go back to what was listed before, or to the invitation."""
        if self.preview is None:
            self._invite()
        else:
            self._pages.setCurrentWidget(self._page)

    def _not_read(self, error: BaseException) -> None:
        if not isinstance(error, NeoPainError):
            self._back()
            self._session.problem.emit(error)
            return
        buttons = [("Choose other files…", self.choose_files)]
        if isinstance(error, InputError) and error.file is not None:
            if len(self._wanted) > 1 or self._wanted[0].is_dir():
                buttons.insert(0, ("Leave it out", partial(self._open_without, error.file)))
            if self._headers(error.file):
                buttons.insert(0, ("Name its columns…", partial(self.name_columns, error.file)))
        if self.preview is not None:
            buttons.append(("Back", self._back))
        self.empty.say("This recording cannot be read yet", str(error), buttons)

    def _open_without(self, file: Path) -> None:
        """Read everything but one file."""
        left_out = [*self._left_out, Path(file)]
        self.open_files(self._wanted, left_out=left_out)

    @staticmethod
    def _headers(file: Path) -> tuple[str, ...]:
        """Return the columns of a table; none where it is none, or has too few."""
        try:
            headers = headers_of(file)
        except NeoPainError:
            return ()
        return headers if len(headers) >= 3 else ()

    def name_columns(self, file: Path) -> None:
        """Ask which column of a table is what."""
        study = self._session.study
        if study is not None:
            known = study.setting(COLUMNS_SETTING, {})
            self.columns.ask(file.name, self._headers(file), known)
            self._pages.setCurrentWidget(self.columns)

    def _named(self) -> list[Path]:
        """Return the tables that were read by columns that a person named."""
        files = () if self.preview is None else self.preview.files
        return [one.file for one in files if one.dialect.name == NAMED]

    def _name_again(self) -> None:
        """Ask once more what the columns are: only the report showed that a unit is another."""
        self._wanted = self._named()
        self.name_columns(self._wanted[0])

    def _columns_named(self, mapping: ColumnMapping) -> None:
        study = self._session.study
        if study is not None and self._session.editable:
            study.set_setting(COLUMNS_SETTING, mapping.to_dict())
        self._touch()
        self.open_files(self._wanted, mapping, left_out=self._left_out)

    def _screen_said(self, size: tuple[int, int]) -> None:
        """Read again, with the screen's size as a person says it."""
        self.screen_size = size
        self._touch()
        self.open_files(self.files)

    def _gathered(self, wanted: list[Path], found: Gathered) -> None:
        if wanted != self._wanted or self._session.study is None:
            return
        # what was left out stays left out when a file is added, or all is read once more
        self._said = tuple(dict.fromkeys((*self._said, *found.files.said)))
        for problem in found.problems:
            self._refused(problem)
        if found.preview is not None:
            self._found(found.preview)
        elif self.preview is None and found.files.pictures and not found.people:
            self._invite()
            self.pictures_found.emit(wanted[0] if wanted[0].is_dir() else wanted[0].parent)
            return
        else:
            self._back()
        if self.preview is None:
            said = " ".join(found.files.said) or "There is no recording among these files."
            self._invite(said)
            return
        if found.people:
            self._join(found.people, [file.name for file in found.files.participants])
        if found.scores:
            self._score(found.scores, [file.name for file in found.files.scores])

    def _found(self, found: RecordingsPreview) -> None:
        study = self._session.study
        if study is None:
            return
        before = self.stimuli.rows, self.people.rows
        self.preview, self.files = found, [file.file for file in found.files]
        self.report.setHtml(report_of(found, self._said))
        self.name_again.setVisible(bool(self._named()))
        unsized = [one.file.name for one in found.files if one.screen_guessed]
        others = len(found.files) > len(unsized)
        self.screen_form.ask(unsized, self.screen_size, others=others)
        least = self.least.value() / 100
        people = person_rows(found, study.gaze.participants(), study.gaze.trials(), least)
        stimuli, people = keeping((stimulus_rows(found), people), before)
        self._drawn = ("", "")
        self.stimuli.show_rows(stimuli, self._image_ids())
        self.people.show_rows(people, study.gaze.participants(), least)
        undecided = any(not row.image_id or row.lacking for row in stimuli)
        self.tabs.setCurrentIndex(0 if undecided else 1)
        self._pages.setCurrentWidget(self._page)
        self._edited()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._session.editable:
            accept_copy(event)

    def dropEvent(self, event: QDropEvent) -> None:
        if self._session.editable and accept_copy(event):
            self.open_files(dropped_paths(event))

    # Importing

    def import_recordings(self) -> None:
        """Take the ticked participants in: all of it, or nothing."""
        study = self._session.study
        if study is None:
            return
        plan = replace(self.plan(), mapping=self.mapping, screen_size=self.screen_size)
        rows, scores = list(self.people.rows), scores_of(plan.pseudonyms, self.scores)
        kept = self.keep.kept

        def keep(read: list[Trial]) -> None:
            trials, elsewhere = on_photographs(read)
            if self._session.study is study:
                with_trial = {trial.participant_id for trial in trials}
                people = [one for one in participants_of(rows, kept) if one.id in with_trial]
                marks = [one for one in scores if one.participant_id in with_trial]
                added = Gaze(participants=people, trials=trials, scores=marks)
                if self._session.edits.import_gaze(added):
                    self._leave()
                    if elsewhere:
                        self._session.warning.emit(" ".join(said_of_elsewhere(elsewhere)))

        def refuse(error: BaseException) -> None:
            if not isinstance(error, NeoPainError):
                self._session.problem.emit(error)

        task = self._jobs.start(
            IMPORT_RECORDINGS,
            title=f"Import {counted(len(self.files), 'recording')}",
            kwargs={"study_path": study.path, "files": list(self.files), "plan": plan},
            repeatable=False,
            on_done=keep,
            on_failed=refuse,
            on_end=self._edited,
        )
        self.waiting.follow(task)
        self._edited()
