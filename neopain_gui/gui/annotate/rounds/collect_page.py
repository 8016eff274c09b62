"""What raters said on other machines: what taking it in would do, before it is done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QCheckBox,
    QVBoxLayout,
    QWidget,
)

from neopain_gui.counted import counted
from neopain_gui.gui.annotate.intake_page import IntakePage, Words, sentences_list, text_label
from neopain_gui.gui.annotate.rounds.whose_files import WhoseFiles
from neopain_gui.gui.base.plain import breakable
from neopain_gui.gui.jobs import Jobs
from neopain_gui.gui.state.session import Session
from neopain_gui.jobs import NULL_JOB, Job

if TYPE_CHECKING:
    from neopain_gui.pipeline.rounds.collection import Collection
    from neopain_gui.study import Study

_WORDS = Words(
    title="Collect rounds",
    about="Files of raters (ratings-….json), or the folders of rounds that were made for other "
    "machines. Nothing is taken in before you say so.",
    topic="collect rounds",
    kind="rounds",
    files="Files of raters",
    filters="Raters’ files (ratings-*.json);;All files (*)",
    folder="Folder of a round (its name ends in .neopain)",
    reading="Read what raters said",
)


class CollectPage(IntakePage):
    """Files and folders of raters, what they bring, and where they differ from the study."""

    found: Collection | None
    whose: WhoseFiles

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        self._said: dict[Path, str] = {}
        super().__init__(session, jobs, _WORDS, parent)

    def _arrange(self, outer: QVBoxLayout) -> None:
        outer.addWidget(self.bar)
        self.whose = WhoseFiles()
        self.whose.chosen.connect(self._say_whose)
        outer.addWidget(self.whose)
        self.brings = sentences_list("What the files bring")
        outer.addWidget(self.brings, 1)
        self.heading = text_label("")
        outer.addWidget(self.heading)
        self.conflicts = sentences_list("Answers that differ")
        outer.addWidget(self.conflicts, 2)
        self.theirs = QCheckBox("Where they differ, let the &files’ answers count")
        self.theirs.toggled.connect(self.look)
        outer.addWidget(self.theirs)

    def _look(self, files: list[Path]) -> None:
        study = self._session.study
        if study is not None:
            asked = {"theirs": self.theirs.isChecked(), "whose": dict(self._said)}
            self._read(look, files, {"study": study, **asked})

    def _say_whose(self, file: Path, rater: str) -> None:
        self._said[file] = rater
        self.look()

    # -- showing -----------------------------------------------------------------------------
    def _show(self, found: Collection | None) -> None:
        self.found = found
        self.whose.show_files(found.whose if found is not None else ())
        self.brings.clear()
        self.conflicts.clear()
        sentences = found.sentences if found is not None else ()
        differing = found.conflicts if found is not None else ()
        self.brings.addItems([breakable(one) for one in sentences])
        self.conflicts.addItems([breakable(one.sentence) for one in differing])
        for widget in (self.conflicts, self.theirs):
            widget.setVisible(bool(differing))
        count = counted(len(differing), "turn differs", "turns differ")
        if found is None:
            self.heading.setText("")
        elif differing:
            whose = "the files’ answers" if self.theirs.isChecked() else "the study’s answers stay"
            counts = " count" if self.theirs.isChecked() else ""
            self.heading.setText(f"{count} from what the study says; {whose}{counts}:")
        elif found.changes_nothing:
            self.heading.setText("The study knows all of it already.")
        else:
            self.heading.setText("No answer differs from one that the study has.")
        self._refresh()

    # -- taking in ---------------------------------------------------------------------------
    def _take_in(self) -> None:
        from neopain_gui.pipeline.rounds.collecting import take_in

        study, found = self._session.study, self.found
        if study is None or found is None:
            return
        names = ", ".join(one.name for one in self.files)
        kept = self._session.edits.edit(
            f"collecting {names}",
            found.before,
            found.after,
            partial(take_in, study),
            changed=self._tell,
            said=f"Collected. {' '.join(found.sentences)}",
        )
        if kept:
            self.closed.emit()


def look(
    study: Study,
    files: Sequence[Path],
    theirs: bool,
    whose: Mapping[Path, str],
    job: Job = NULL_JOB,
) -> Collection:
    """Say what taking files in would do."""
    from neopain_gui.pipeline.rounds.collecting import look_at

    return look_at(study, files, theirs=theirs, whose=whose)
