"""The importer of heatmap pictures: choose a folder, see what they are, import them."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from neopain_gui.counted import counted, matching
from neopain_gui.errors import NeoPainError
from neopain_gui.gui.base.counts import maps
from neopain_gui.gui.base.drops import accept_copy
from neopain_gui.gui.base.messages import Message
from neopain_gui.gui.gaze.heatmaps.beside import Beside, read_beside
from neopain_gui.gui.gaze.heatmaps.heatmap_folder import look_into
from neopain_gui.gui.gaze.heatmaps.heatmap_rows import Row, State, There, ready, rows_of
from neopain_gui.gui.gaze.heatmaps.heatmaps_view import HeatmapView
from neopain_gui.gui.widgets import file_dialogs
from neopain_gui.gui.widgets import questions as asking
from neopain_gui.jobs import JobMessage
from neopain_gui.pipeline.messages import Made, Refused
from neopain_gui.pipeline.work import IMPORT_HEATMAPS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from neopain_gui.gaze import HeatmapPreview
    from neopain_gui.geometry import Box
    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.gui.state.session import Session
    from neopain_gui.study import Result

_REFUSED = "heatmap pictures/refused"
_EMPTY = "heatmap pictures/empty"
"""Topics of the messages on pictures that could not be read, or held nothing."""
_NAMED = 5
_EXAMPLE = (
    "Photograph and group are recognised by the name: for example “{image}__Experts.png”, a "
    "folder “Experts” with “{image}.png”, or the eye tracker's own export names."
)


class GazePanel(HeatmapView):
    """Importer of heatmap pictures; what it takes in becomes an extraction model per group."""

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(jobs, parent)
        self._session = session
        self.folder: Path | None = None
        self._touched = False
        self._connect()
        self._leave()

    def _connect(self) -> None:
        self._session.study_changed.connect(self._leave)
        self.choose.clicked.connect(self.choose_folder)
        self.importing.clicked.connect(self.import_pictures)
        self.cancel.clicked.connect(self._cancel)
        self.set_group.clicked.connect(self._group_chosen)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._offer())
        for button, how in (
            (self.keep_both, "both"),
            (self.replace, "replace"),
            (self.leave_out, "leave out"),
        ):
            button.clicked.connect(partial(self._resolve, how))
        self._session.results_changed.connect(self._maps_changed)
        self.table.pictures.edited.connect(self._touch)
        self.table.pictures.edited.connect(self._decided)
        self._places.learnt.connect(self._count)
        self.beside.placed.connect(self._placed)
        self.beside.look_again.connect(self._look_again)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_beside())

    # Choosing a folder

    def _cancel(self) -> None:
        lost = any(row.wanted and not row.imported for row in self.table.pictures.rows)
        if not (self._touched and lost) or asking.may_drop(self.window()):
            self._leave()

    def _leave(self) -> None:
        self.folder, self._touched = None, False
        self._places.stop()
        self.table.pictures.show((), {})
        self.beside.clear()
        self._invite()

    def _invite(self, problem: str = "") -> None:
        self._pages.setCurrentWidget(self.empty)
        if self._session.study is None:
            self.empty.say("No study is open", "Open one to add what people looked at.")
        elif not self._session.editable:
            self.empty.say("Open for reading only", "Heatmaps can be added to a writable study.")
        else:
            image = self._session.images[0].id if self._session.images else "N01"
            self.empty.say(
                "Add heatmaps of people's gaze",
                problem
                or "Drop a folder of heatmap pictures here. " + _EXAMPLE.format(image=image),
                [("Choose a folder…", self.choose_folder)],
            )

    def choose_folder(self) -> None:
        """Ask for a folder and list its pictures."""
        folder = file_dialogs.folder(self, "heatmaps", "Folder with heatmap pictures")
        if folder is not None:
            self.open_folder(folder)

    def open_folder(self, folder: Path) -> None:
        """List the heatmap pictures of a folder."""
        if not self._session.editable:
            return
        self.folder = folder
        self._jobs.local(
            look_into,
            title="Look for heatmap pictures",
            kwargs={
                "folder": folder,
                "images": list(self._session.images),
                "imported": self._there().pictures,
            },
            key="heatmaps",
            visible=False,
            on_done=lambda found: self._found(folder, *found),
            on_failed=self._not_found,
        )

    def _there(self) -> There:
        study = self._session.study
        return There() if study is None else There.of(study)

    def _maps_changed(self, image_id: str) -> None:
        """Look again what the study has, after an import, undo or new group maps."""
        pictures, study = self.table.pictures, self._session.study
        if not pictures.rows:
            return
        if image_id and study is not None:
            there = pictures.there.with_photograph(study, image_id)
        else:
            there = self._there()
        if there is not pictures.there:
            pictures.show_there(there)
            self._count()

    def _found(
        self,
        folder: Path,
        preview: HeatmapPreview,
        sizes: dict[Path, tuple[int, int]],
        again: set[Path],
    ) -> None:
        if folder != self.folder:
            return
        photographs = {one.id: (one.height, one.width) for one in self._session.images}
        rows = rows_of(preview, again, sizes, photographs)
        self.table.pictures.show(rows, photographs, self._there())
        self._touched = False
        self._pages.setCurrentWidget(self._page)
        self.table.fit_columns()
        self.table.selectRow(0)
        self._decided()

    def _not_found(self, error: BaseException) -> None:
        if isinstance(error, NeoPainError):
            self._invite(str(error))
        else:
            self._session.problem.emit(error)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._session.editable and self._dropped(event) is not None:
            accept_copy(event)

    def dropEvent(self, event: QDropEvent) -> None:
        folder = self._dropped(event)
        if folder is not None:
            accept_copy(event)
            self.open_folder(folder)

    @staticmethod
    def _dropped(event: QDropEvent) -> Path | None:
        """Return the folder that is dropped, or the one of a dropped picture."""
        for url in event.mimeData().urls():
            if url.isLocalFile():
                path = Path(url.toLocalFile())
                return path if path.is_dir() else path.parent
        return None

    # Deciding

    def _touch(self) -> None:
        """Remember that a person decided something: it is not given up unasked."""
        self._touched = True

    def _decided(self) -> None:
        """Begin anew with what is not known after something was decided."""
        self._edited()
        self._places.look(self._session.study)

    def _chosen(self) -> Row | None:
        place = self.table.currentIndex().row()
        rows = self.table.pictures.rows
        return rows[place] if 0 <= place < len(rows) else None

    def _placed(self, box: Box) -> None:
        """Keep where the person says that the photograph is."""
        from neopain_gui.pipeline.eye_tracking.heatmap_import import Placing

        row = self._chosen()
        if row is not None and row.screen and not row.imported:
            self.table.pictures.place(row.file, row.image_id, Placing(box=box))
            self._touch()
            self._edited()

    def _look_again(self) -> None:
        row = self._chosen()
        if row is not None:
            self.table.pictures.place(row.file, row.image_id, None)
            self._edited()

    def _group_chosen(self) -> None:
        group = self.group.currentText().strip()
        if group:
            self.table.pictures.set_group(self.table.chosen(), group)
            self.table.fit_columns()

    def _resolve(self, how: str) -> None:
        self.table.pictures.resolve(self.table.chosen(), how)
        self.table.fit_columns()

    def _edited(self) -> None:
        self._count()
        self._show_beside()

    def _count(self) -> None:
        rows = self.table.pictures.rows
        states = [self.table.pictures.state(place) for place in range(len(rows))]
        take = len(ready(rows, self.table.pictures.there))
        parts = [f"{counted(len(rows), 'picture')}: {take} ready"]
        for state, word in (
            (State.UNDECIDED, "without a photograph or group"),
            (State.UNPLACED, "without the photograph's place"),
            (State.CLASH, "for the same map twice"),
            (State.TAKEN, "for a map that is there"),
            (State.LEFT_OUT, "left out"),
            (State.IMPORTED, "imported"),
        ):
            if states.count(state):
                parts.append(f"{states.count(state)} {word}")
        self.counts.setText(", ".join(parts) + ".")
        self.importing.setText(f"Impor&t {take}" if take else "Impor&t")
        self.importing.setEnabled(bool(take) and not self.waiting.busy)
        self._offer()

    def _offer(self) -> None:
        """Say for which pictures a choice would be."""
        pictures, chosen = self.table.pictures, self.table.chosen()
        taken = sum(pictures.state(at) is State.TAKEN for at in chosen)
        self.offer(taken, len(self.table.selected), [row.group for row in pictures.rows])

    def _show_beside(self) -> None:
        study, row = self._session.study, self._chosen()
        if study is None or row is None:
            self.beside.clear()
            return

        def show(beside: Beside) -> None:
            self.beside.show_beside(beside, row.file, row.image_id)
            if beside.placing is not None:
                self._places.learn(row.file, row.image_id, beside.placing)

        self._jobs.local(
            read_beside,
            title="Read a heatmap",
            kwargs={
                "study": study,
                "file": row.file,
                "image_id": row.image_id,
                "placing": row.placing,
            },
            key="beside",
            visible=False,
            on_done=show,
        )

    # Importing

    def import_pictures(self) -> None:
        """Take the ticked pictures into the study, in a thread."""
        study = self._session.study
        rows = ready(self.table.pictures.rows, self.table.pictures.there)
        if study is None or not rows:
            return
        place = study.path
        kept: list[Result] = []
        refused: dict[Path, str] = {}

        def collect(message: JobMessage) -> None:
            match message:
                case Refused():
                    refused[message.file] = message.why
                case Made():
                    kept.append(message.result)

        def keep() -> None:
            """Keep what was read, also where a later picture failed or the job was stopped."""
            found, lost = list(kept), dict(refused)
            kept.clear()  # doing it again tells only of itself
            refused.clear()
            if self._session.study is not None and self._session.study.path == place:
                self._keep(found)
                self._tell_refused(lost)
            self._edited()

        task = self._jobs.start(
            IMPORT_HEATMAPS,
            title=f"Import {counted(len(rows), 'heatmap')}",
            kwargs={
                "study_path": place,
                "rows": [
                    {
                        "file": str(row.file),
                        "image_id": row.image_id,
                        "group": row.group,
                        "placing": row.placing,
                    }
                    for row in rows
                ],
                "mode": self.mode,
            },
            on_partial=collect,
            on_end=keep,
        )
        self.waiting.follow(task)
        self._edited()

    def _tell_refused(self, refused: Mapping[Path, str]) -> None:
        """Say which pictures could not be read, in the list as well."""
        self._session.settle(_REFUSED)
        self.table.pictures.mark_refused(refused)
        if refused:
            first, more = next(iter(refused.values())), len(refused) - 1
            others = f" The list says why {more} more could not be read." if more else ""
            text = f"{_heatmaps(len(refused))} not imported. {first}{others}"
            self._session.tell(Message(level="warning", text=text, topic=_REFUSED))

    def _tell_empty(self, empty: list[Result]) -> None:
        """Say which maps hold nothing: they agree with nobody's, whoever looked."""
        self._session.settle(_EMPTY)
        if empty:
            which = ", ".join(f"{one.image_id} ({one.model.name})" for one in empty[:_NAMED])
            more = f" and {len(empty) - _NAMED} more" if len(empty) > _NAMED else ""
            is_ = matching(len(empty), "is", "are")
            what = f"{maps(len(empty))} {is_} empty, without any colour of the scale"
            text = f"{what}: {which}{more}."
            self._session.tell(Message(level="warning", text=text, topic=_EMPTY))

    def _keep(self, found: list[Result]) -> None:
        """Record maps as one edit; what the study would refuse keeps none of the others out."""
        study = self._session.study
        if study is None:
            return
        kinds = {model.name: model.kind for model in study.results.models()}
        images = {image.id for image in study.images.all()}
        fitting = [
            one
            for one in found
            if one.image_id in images and kinds.get(one.model.name, "gaze") == "gaze"
        ]
        if len(fitting) < len(found):
            lost = _heatmaps(len(found) - len(fitting))
            self._session.warning.emit(
                f"{lost} not imported: the photograph is gone, or the group has a method's name."
            )
        if fitting:
            groups = ", ".join(sorted({one.model.name for one in fitting}))
            said = f"{_heatmaps(len(fitting))} imported: {groups}."
            self._session.edits.import_maps(fitting, "the import of heatmap pictures", said)
            self._tell_empty([one for one in fitting if one.facts.get("empty")])
            there = self._there().keys
            new = {(one.image_id, one.model.name): one.key for one in fitting}
            self.table.pictures.mark_imported(
                {place: key for place, key in new.items() if there.get(place) == key}
            )


def _heatmaps(count: int) -> str:
    return counted(count, "heatmap was", "heatmaps were")
