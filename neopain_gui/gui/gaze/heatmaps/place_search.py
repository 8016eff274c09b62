"""Looking for photographs on the listed pictures of the screen, while the person goes on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from neopain_gui.gui.gaze.heatmaps.heatmap_table import HeatmapModel
from neopain_gui.jobs import JobMessage
from neopain_gui.pipeline.messages import Placed
from neopain_gui.pipeline.work import PLACE_HEATMAPS

if TYPE_CHECKING:
    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.pipeline.eye_tracking.heatmap_import import Placing
    from neopain_gui.study import Study

KEY = "placing"


class Places(QObject):
    """Keeps in the list where on each picture its photograph is.

    Signals
    -------
    learnt()
        One more is known.
    """

    learnt = Signal()

    def __init__(self, pictures: HeatmapModel, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pictures, self._jobs = pictures, jobs

    def look(self, study: Study | None) -> None:
        """Look for those that are not known, one after the other; begins anew if asked again."""
        todo = [
            {"file": row.file, "image_id": row.image_id}
            for row in self._pictures.rows
            if row.screen and row.placing is None and not row.imported
        ]
        if study is None or not todo:
            self.stop()
            return

        def found(message: JobMessage) -> None:
            if isinstance(message, Placed):
                self.learn(message.file, message.image_id, message.placing)

        self._jobs.start(
            PLACE_HEATMAPS,
            title="Look for photographs on pictures of the screen",
            kwargs={"study_path": study.path, "rows": todo},
            key=KEY,
            repeatable=False,
            on_partial=found,
        )

    def stop(self) -> None:
        """Look for no more."""
        self._jobs.drop(KEY)

    def learn(self, file: Path, image_id: str, placing: Placing) -> None:
        """Keep where a photograph was found, unless that is known by now."""
        for row in self._pictures.rows:
            if (row.file, row.image_id) == (file, image_id) and row.screen and not row.placing:
                self._pictures.place(file, image_id, placing)
                self.learnt.emit()
                return
