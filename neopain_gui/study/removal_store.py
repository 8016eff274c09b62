"""Removing from a study: taken out for as long as it is open, purged for good in the end."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from neopain_gui.errors import EnvironmentFault, NeoPainError, reason, refusal
from neopain_gui.jobs import NULL_JOB, Job
from neopain_gui.study import purge, removal
from neopain_gui.study.part import Part
from neopain_gui.study.removal import Selection, Taken
from neopain_gui.study.trainings import sweep_removed

if TYPE_CHECKING:
    from neopain_gui.study.folder import StudyFolder


class RemovalStore(Part):
    """Removing and putting back; part of :class:`~.store.Study`.

    What is taken out is gone from every list at once. Its values, copies and rows in backups stay
    until :meth:`purge`, which closing the study calls, or the next opening for writing if it was
    never closed.

    Attributes
    ----------
    unpurged : str
        Why what was removed is not gone for good yet, as a sentence; empty where it is.
    """

    unpurged = ""

    def __init__(self, folder: StudyFolder) -> None:
        super().__init__(folder)
        self._purging = threading.Lock()  # a thread may still be at it when the study is closed

    def resume(self) -> tuple[str, ...]:
        """Finish what was removed before the study was opened; say so."""
        if not self._purge_if_due() and not self._sweep_trainings():
            return ()
        now = "This study was not closed properly: what had been removed is now gone for good."
        return (self.unpurged or now,)

    def finish(self) -> None:
        """Purge what was removed, when the study is closed."""
        self._purge_if_due()
        self._sweep_thumbnails()
        self._sweep_trainings()

    def take_out(self, what: Selection) -> Taken:
        """Take photographs, neonates, participants, maps or trials out of the study.

        All that hangs on them goes too: a photograph's face, regions, maps, trials and scores, the
        maps that were made by comparing with it; a participant's trials, scores and the group
        maps that they are part of; a neonate that has no photograph any more. Ids that are unknown
        do not matter.

        Returns
        -------
        Taken
            What :meth:`put_back` needs.
        """
        with self._change() as connection:
            taken = removal.take(connection, what)
            if not taken.empty:
                removal.note_purge(connection)
            return taken

    def would_take(self, what: Selection) -> Taken:
        """Return what :meth:`take_out` would take, and take nothing."""
        self._refuse_if_read_only()
        with self._database.transaction() as connection:
            connection.execute("SAVEPOINT asking")
            taken = removal.take(connection, what)
            connection.execute("ROLLBACK TO asking")
            return taken

    def put_back(self, taken: Taken) -> None:
        """Put back what :meth:`take_out` took in this session, exactly as it was."""
        with self._change() as connection:
            removal.put(connection, taken)

    @property
    def due(self) -> bool:
        """True where something was taken out that is not gone for good."""
        return bool(self._database.rows("SELECT 1 FROM to_purge LIMIT 1"))

    def purge(self, *, job: Job = NULL_JOB) -> list[str]:
        """Remove for good whatever the study has no more: nothing can be put back after it.

        Values, small pictures and copies that no row names are deleted, the backups are written
        anew without what was removed, and so is the database. Nothing may be computed for the
        study when it begins.

        Parameters
        ----------
        job : Job
            Told about each backup. It is not asked whether to stop: the rest would be done on
            closing.

        Returns
        -------
        list of str
            Names of backups that could not be read and were deleted for that.

        Raises
        ------
        EnvironmentFault
            The machine refused, or another program reads the study just now; the purge is still
            due.
        """
        self._refuse_if_read_only()
        try:
            with self._purging:
                lost, done = self._purge(job)
        except OSError as error:
            raise EnvironmentFault(
                f"{self.path.name}: what was removed is not gone for good yet, because "
                f"{reason(error).partition(';')[0]}; it is tried again when the study is closed or "
                "opened."
            ) from error
        if not done:
            raise EnvironmentFault(
                f"{self.path.name}: another program reads the study, so what was removed is not "
                "gone for good yet; it is tried again when the study is closed or opened."
            )
        self.unpurged = ""
        return lost

    def _purge(self, job: Job) -> tuple[list[str], bool]:
        with self._database.alone() as connection:
            removal.note_purge(connection)
            purge.sweep_files(connection, self.path)
            present = purge.Backups(connection, self.path)
        lost = present.clean(job)  # takes longest; the study can be used meanwhile
        purge.sync_folders(self.path)
        with self._database.alone() as connection:
            return lost, purge.shrink(connection)

    def _purge_if_due(self) -> bool:
        """Purge what was removed; say whether something was due."""
        if self._folder.read_only:
            return False
        try:
            if not self.due:
                return False
            self.purge()
        except NeoPainError as error:  # closing and opening go on; the purge stays due
            self.unpurged = str(error)
        return True

    def _sweep_trainings(self) -> bool:
        """Delete trainings that were taken out; say whether there was one."""
        try:
            return sweep_removed(self.path)
        except OSError as error:
            self.unpurged = self.unpurged or refusal(error, self.path)
            return True

    def _sweep_thumbnails(self) -> None:
        """Delete what a thread has written of a photograph that was removed just before."""
        try:
            with self._database.alone() as connection:
                purge.sweep_thumbnails(connection, self.path)
        except (NeoPainError, OSError) as error:
            self.unpurged = self.unpurged or (
                refusal(error, self.path) if isinstance(error, OSError) else str(error)
            )
