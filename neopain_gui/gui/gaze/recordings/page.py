"""The page: choose files, see what they hold, decide, import."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from neopain_gui.errors import InputError, NeoPainError
from neopain_gui.gaze.participant_tables import scores_of
from neopain_gui.gui.edits import Gaze
from neopain_gui.gui.gaze.recordings.report import report_of
from neopain_gui.gui.gaze.recordings.rows import (
    counted,
    matched_again,
    participants_of,
    person_rows,
    plan_of,
    problem_of,
    stimulus_rows,
    with_table,
)
from neopain_gui.gui.gaze.recordings.view import RecordingsView

if TYPE_CHECKING:
    from neopain_gui.gaze.importing import RecordingsPreview
    from neopain_gui.gaze.participant_tables import ScoreRow
    from neopain_gui.gaze.recordings import ColumnMapping
    from neopain_gui.gaze.trials import Trial
    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.gui.session import Session

_FILES = "Recordings (*.tsv *.csv *.txt *.xlsx *.asc *.gzd *.fxd);;All files (*)"
_TABLES = "Tables (*.csv *.tsv *.txt);;All files (*)"
COLUMNS_SETTING = "gaze columns"
"""Key of the study's setting that remembers what the columns of a table were."""
_INVITATION = (
    "Drop the files that the eye tracker's program exported here: Tobii Studio or Pro Lab, or "
    "another one's. Participants get pseudonyms; names are shown once and not kept."
)


class RecordingsPage(RecordingsView):
    """Importer of recordings; what it takes in are trials of participants."""

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._jobs = session, jobs
        self.files: list[Path] = []
        self.preview: RecordingsPreview | None = None
        self.scores: list[ScoreRow] = []
        self.mapping: ColumnMapping | None = None
        self._connect()
        self._leave()

    def _connect(self) -> None:
        self._session.study_changed.connect(self._leave)
        self.choose.clicked.connect(self.choose_files)
        self.groups.clicked.connect(self.choose_participants)
        self.rate.clicked.connect(self.choose_scores)
        self.importing.clicked.connect(self.import_recordings)
        self.least.valueChanged.connect(lambda value: self.people.set_least(value / 100))
        self.columns.accepted.connect(self._columns_named)
        self.columns.cancelled.connect(self._leave)
        self._session.images_changed.connect(self._match_again)
        self._session.gaze_changed.connect(self._people_changed)
        for table in (self.stimuli, self.people):
            table.edited.connect(self._edited)

    # Choosing files

    def _leave(self) -> None:
        self.files, self.preview, self.scores = [], None, []
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
                [("Choose files…", self.choose_files)],
            )

    def choose_files(self) -> None:
        """Ask for recordings and read them."""
        files, _ = QFileDialog.getOpenFileNames(self, "Recordings of gaze", "", _FILES)
        if files:
            self.open_files([Path(file) for file in files])

    def open_files(self, files: Sequence[Path], mapping: ColumnMapping | None = None) -> None:
        """Read recordings and show what they hold; ``mapping`` names the columns of tables."""
        from neopain_gui.pipeline.jobs import preview_recordings

        study = self._session.study
        if study is None or not self._session.editable:
            return
        self.files, self.mapping, self.preview = list(files), mapping, None
        wanted = list(files)
        task = self._jobs.local(
            preview_recordings,
            title=f"Read {counted(len(wanted), 'recording')}",
            kwargs={
                "files": wanted,
                "images": list(self._session.images),
                "mapping": mapping,
            },
            key="recordings",
            on_done=lambda found: self._found(wanted, found),
            on_failed=self._not_read,
        )
        self._pages.setCurrentWidget(self.empty)
        self.empty.say("Reading…", ", ".join(file.name for file in wanted))
        self.waiting.follow(task)
        task.ended.connect(self._read_ended)

    def _read_ended(self) -> None:
        if self.preview is None and self.empty.heading.text() == "Reading…":
            self._invite()

    def _not_read(self, error: BaseException) -> None:
        self.preview = None
        self.waiting.clear()  # the page itself says it
        if not isinstance(error, NeoPainError):
            self._invite()
            self._session.problem.emit(error)
            return
        self._invite(str(error))
        if isinstance(error, InputError) and error.file is not None and self._headers(error.file):
            self.empty.say(
                "This recording cannot be read yet",
                str(error),
                [
                    ("Name its columns…", partial(self.name_columns, error.file)),
                    ("Choose other files…", self.choose_files),
                ],
            )

    @staticmethod
    def _headers(file: Path) -> tuple[str, ...]:
        """Return the columns of a table; none where it is none, or has too few."""
        from neopain_gui.gaze.recordings import headers_of

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

    def _columns_named(self, mapping: ColumnMapping) -> None:
        study = self._session.study
        if study is not None and self._session.editable:
            study.set_setting(COLUMNS_SETTING, mapping.to_dict())
        self.open_files(self.files, mapping)

    def _found(self, files: list[Path], found: RecordingsPreview) -> None:
        study = self._session.study
        if files != self.files or study is None:
            return
        self.preview, self.scores = found, []
        self.report.setHtml(report_of(found))
        self.place.setVisible(not all(file.placed for file in found.files))
        self.stimuli.show_rows(stimulus_rows(found), self._image_ids())
        least = self.least.value() / 100
        rows = person_rows(found, study.participants(), study.trials(), least)
        self.people.show_rows(rows, study.participants(), least)
        undecided = sum(not row.image_id for row in self.stimuli.rows)
        self.tabs.setCurrentIndex(0 if undecided else 1)
        self._pages.setCurrentWidget(self._page)
        self._edited()

    def _image_ids(self) -> list[str]:
        return [image.id for image in self._session.images]

    def _match_again(self) -> None:
        """Look again after photographs came or went: a stimulus may have been waiting for one."""
        if self.preview is None or self._image_ids() == self.stimuli.image_ids:
            return
        rows = matched_again(self.stimuli.rows, self._session.images)
        self.stimuli.show_rows(rows, self._image_ids())
        self._edited()

    def _people_changed(self) -> None:
        """Offer the participants that the study has by now; decisions stay."""
        if self.preview is not None and self._session.study is not None:
            present = self._session.study.participants()
            self.people.show_rows(self.people.rows, present, self.people.least)
            self._edited()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._session.editable and self._dropped(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = self._dropped(event)
        if files:
            event.acceptProposedAction()
            self.open_files(files)

    @staticmethod
    def _dropped(event: QDropEvent) -> list[Path]:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        return [path for path in paths if path.is_file()]

    # Deciding

    def choose_participants(self) -> None:
        """Ask for a table of participants and take groups and attributes from it."""
        from neopain_gui.gaze.participant_tables import read_participants

        file, _ = QFileDialog.getOpenFileName(self, "Participants", "", _TABLES)
        if not file:
            return
        study = self._session.study
        try:
            table = read_participants(Path(file))
        except NeoPainError as error:
            self._session.problem.emit(error)
            return
        if study is None:
            return
        rows, joined = with_table(self.people.rows, table)
        self.people.show_rows(rows, study.participants(), self.people.least)
        self._tell_joined(joined, Path(file))
        self._edited()

    def _tell_joined(self, joined: int, file: Path) -> None:
        if joined:
            everyone = counted(len(self.people.rows), "participant")
            self._session.notice.emit(f"{file.name} names {joined} of {everyone}.")
        else:
            self._session.warning.emit(
                f"{file.name} names none of the participants; its column “participant” has to "
                "hold the names of the recordings, or pseudonyms."
            )

    def choose_scores(self) -> None:
        """Ask for a table of scores; they are kept with the import."""
        from neopain_gui.gaze.participant_tables import read_scores

        file, _ = QFileDialog.getOpenFileName(self, "Scores", "", _TABLES)
        if not file:
            return
        try:
            self.scores = read_scores(Path(file), self._session.images)
        except NeoPainError as error:
            self._session.problem.emit(error)
            return
        given = {score.name for score in self.scores}
        joined = sum(not given.isdisjoint((row.name, row.pseudonym)) for row in self.people.rows)
        self._tell_joined(joined, Path(file))
        self._edited()

    def _edited(self) -> None:
        study = self._session.study
        if study is None or self.preview is None:
            return
        people, stimuli = self.people.rows, self.stimuli.rows
        wanted = sum(row.wanted for row in people)
        matched = sum(bool(row.image_id) for row in stimuli)
        self.tabs.setTabText(0, f"Stimuli {matched} of {len(stimuli)}")
        self.tabs.setTabText(1, f"Participants {wanted} of {len(people)}")
        scores = len(scores_of(plan_of(stimuli, people, None).pseudonyms, self.scores))
        scored = f", {counted(scores, 'score')}" if self.scores else ""
        self.summary.setText(
            f"{counted(len(self.files), 'file')}: {counted(wanted, 'participant')} and "
            f"{counted(matched, 'stimulus', 'stimuli')} to be imported{scored}."
        )
        taken = {one.id for one in study.participants()}
        problem = problem_of(stimuli, people, taken)
        self.problem.setText(problem)
        self.importing.setEnabled(not problem and not self.waiting.busy)

    # Importing

    def import_recordings(self) -> None:
        """Take the ticked participants in: all of it, or nothing."""
        from neopain_gui.pipeline.jobs import import_recordings

        study = self._session.study
        if study is None:
            return
        plan = replace(
            plan_of(self.stimuli.rows, self.people.rows, self.place.place), mapping=self.mapping
        )
        people = participants_of(self.people.rows)
        scores = scores_of(plan.pseudonyms, self.scores)

        def keep(trials: list[Trial]) -> None:
            if self._session.study is study:
                added = Gaze(participants=people, trials=trials, scores=scores)
                if self._session.import_gaze(added):
                    who = counted(len(people), "participant")
                    self._session.notice.emit(f"{counted(len(trials), 'trial')} of {who} imported.")
                    self._leave()

        def refuse(error: BaseException) -> None:
            if not isinstance(error, NeoPainError):
                self._session.problem.emit(error)

        task = self._jobs.local(
            import_recordings,
            title=f"Import {counted(len(self.files), 'recording')}",
            kwargs={"study_path": study.path, "files": list(self.files), "plan": plan},
            repeatable=False,
            on_done=keep,
            on_failed=refuse,
            on_end=self._edited,
        )
        self.waiting.follow(task)
        self._edited()
