"""The photographs of a study, their labels and their faces."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import closing, nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path
from sqlite3 import Connection

import numpy as np
from numpy.typing import NDArray

from neopain_gui.all_cores import in_order
from neopain_gui.dataset.face_image import FaceImage, PainLabel
from neopain_gui.errors import EnvironmentFault, StudyError, reason
from neopain_gui.imaging import decode, sync_files
from neopain_gui.jobs import NULL_JOB, Job, PartOfJob, track
from neopain_gui.natural_order import natural_key
from neopain_gui.provenance import sha256_file
from neopain_gui.study import images as rows
from neopain_gui.study import photographs
from neopain_gui.study.leftovers import copying, stray_copies
from neopain_gui.study.part import Part

_REMEDY = "say where it is now (File › Find moved photographs), or remove it from the study"
_COMMAND = "say where it is now (neopain find-moved STUDY FOLDER), or remove it (neopain remove)"


class ImageStore(Part):
    """What a study knows about its photographs; part of :class:`~.store.Study`."""

    def add(
        self,
        records: Sequence[FaceImage],
        *,
        root: Path | None = None,
        files: Mapping[str, Path] | None = None,
        copy: bool = False,
        stretched: Collection[str] = (),
        updates: Sequence[FaceImage] = (),
        job: Job = NULL_JOB,
    ) -> None:
        """Add photographs, all or none; those that are in the study already are left as they are.

        A face that a record brings becomes the photograph's face.

        Parameters
        ----------
        records : sequence of FaceImage
            As the importers make them.
        root : Path, optional
            The folder to which ``FaceImage.file`` is relative.
        files : Mapping of str to Path, optional
            Where each ``FaceImage.file`` lies; for files that have no folder in common.
        copy : bool
            Copy the files into the study instead of remembering where they are. A copy has the
            same pixels and leaves out what a camera wrote into the file (ADR 10).
        stretched : collection of str
            Those ``FaceImage.file`` of which a copy stretched to 0…255 is made in any case; the
            record describes that copy.
        updates : sequence of FaceImage
            Photographs of the study about which something else is known now: neonate, label,
            stimulus, NFCS, the data set's box.
        job : Job
            Told about each photograph.

        Raises
        ------
        StudyError
            A file is missing or has changed; another photograph has the same id; a neonate is
            known from another data set; or the path would name a user or machine.
        Cancelled
            The user stopped; nothing was added.
        """
        self._refuse_if_read_only()
        known = {image.id: image.sha256 for image in self.all()}
        copying_in = partial(photographs.copy_into, sync=False)  # all together, when all are there
        place = copying_in if copy else photographs.relative_path
        copied = {record.sha256 for record in records if copy or record.file in stretched}
        note = copying(self.path, sorted(copied)) if copied else nullcontext()
        with note:
            try:
                new: list[tuple[FaceImage, photographs.Placing]] = []
                for record in records:
                    job.check()
                    if record.id not in known:
                        known[record.id] = record.sha256
                        file = photographs.existing_file(root, record, files or {})
                        how = photographs.copy_stretched if record.file in stretched else place
                        new.append((record, (how, file, record)))
                    elif known[record.id] != record.sha256:
                        raise StudyError(
                            f"another photograph is called {record.id}",
                            file=self.path,
                            place=record.file,
                            remedy="give one of the two another name",
                        )
                work = partial(photographs.placed, self.path)
                text, places = "Adding photographs", [placing for _, placing in new]
                with closing(in_order(work, places, job=job, text=text)) as done:
                    found = [(record, where) for (record, _), where in zip(new, done, strict=True)]
                sync_files([self.path / one.path for _, one in found] if copy else [])
                self._write_images(found, updates)
            except BaseException:
                for stray in self.stray_copies():
                    if stray.name[:64] in copied:
                        stray.unlink(missing_ok=True)
                raise

    def _write_images(
        self, new: Sequence[tuple[FaceImage, photographs.Placed]], updates: Sequence[FaceImage]
    ) -> None:
        with self._change() as connection:
            for record, placed in new:
                kept = replace(
                    record,
                    file=photographs.impersonal(record),
                    copy_sha256=placed.copy_sha256,
                )
                rows.add_image(connection, kept, placed.path, self.path)
            self._update(connection, updates)

    def update(self, records: Sequence[FaceImage]) -> None:
        """Write anew what an import says of photographs, of all or of none."""
        with self._change() as connection:
            self._update(connection, records)

    def _update(self, connection: Connection, records: Sequence[FaceImage]) -> None:
        for record in records:
            if not rows.update_image(connection, record, self.path):
                raise rows.unknown(record.id, self.path)
        connection.execute(rows.DROP_NEONATES)

    def stray_copies(self) -> list[Path]:
        """Return copies of photographs in the study folder that no photograph of it is."""
        paths = {row["path"] for row in self._database.rows("SELECT path FROM images")}
        return stray_copies(self.path, paths)

    def remove_stray_copies(self) -> int:
        """Delete them for good; return how many there were."""
        self._refuse_if_read_only()
        strays = self.stray_copies()
        for file in strays:
            file.unlink(missing_ok=True)
        return len(strays)

    def has(self, sha256s: Collection[str]) -> bool:
        """Say whether the study has all of these photographs, by the SHA-256 of their files.

        Whoever computes for long asks before storing: one may have been removed meanwhile.
        """
        return all(
            self._database.rows("SELECT 1 FROM images WHERE sha256 = ? LIMIT 1", (one,))
            for one in sha256s
        )

    def all(self) -> list[FaceImage]:
        """Return all photographs, by neonate, then id, in natural order."""
        found = self._database.rows(rows.SELECT_IMAGES)
        return rows.in_natural_order(self._parsed(rows.images_of, found))

    def get(self, image_id: str) -> FaceImage:
        """Return a photograph's record.

        Raises
        ------
        StudyError
            There is none of this id.
        """
        found = self._database.rows(f"{rows.SELECT_IMAGES} WHERE images.id = ?", (image_id,))
        if not found:
            raise rows.unknown(image_id, self.path)
        return self._parsed(rows.images_of, found)[0]

    def path_of(self, image_id: str) -> Path:
        """Return where a photograph's file should be; whether it is there is not looked at."""
        found = self._database.rows("SELECT path FROM images WHERE id = ?", (image_id,))
        if not found:
            raise rows.unknown(image_id, self.path)
        return photographs.inside(self.path, found[0]["path"])

    def pixels(self, image_id: str) -> NDArray[np.uint8]:
        """Return a photograph's pixels.

        Returns
        -------
        ndarray of uint8, shape (H, W, 3)
            RGB, upright.

        Raises
        ------
        StudyError
            The file is missing or is not the one that was imported.
        ImageError
            The file cannot be decoded.
        """
        record = self.get(image_id)
        path = self.path_of(image_id)
        self._verify(record, path)
        pixels: NDArray[np.uint8] = decode(path)
        if pixels.shape[:2] != (record.height, record.width):
            raise StudyError(
                f"photograph {image_id} is {pixels.shape[1]} × {pixels.shape[0]} pixels, not "
                f"{record.width} × {record.height} as the study says",
                file=path,
                remedy="remove it from the study and import it again",
            )
        return pixels

    def relocate(self, root: Path, *, job: Job = NULL_JOB) -> list[str]:
        """Look below a folder for photographs that are missing or changed.

        A file is taken for a photograph when its SHA-256 agrees, whatever it is called now.

        Returns
        -------
        list of str
            Ids of the photographs that are still missing.

        Raises
        ------
        StudyError
            The path found would name a user or machine; nothing was changed.
        """
        everything = self.all()
        missing = [
            record
            for record in track(
                everything, PartOfJob(job, 0.0, 0.5), total=len(everything), text="Checking"
            )
            if not self._is_there(record)
        ]
        found = photographs.find_moved(Path(root), missing, PartOfJob(job, 0.5, 1.0))
        paths = {
            image_id: photographs.relative_to_study(
                self.path, file, "move the photographs and the study into one folder"
            )
            for image_id, file in found.items()
        }
        with self._change() as connection:
            for image_id, path in paths.items():
                connection.execute("UPDATE images SET path = ? WHERE id = ?", (path, image_id))
        return [record.id for record in missing if record.id not in found]

    def missing(self, job: Job = NULL_JOB) -> list[str]:
        """Return the photographs whose files are not where the study left them.

        Whether a file is still the same one is seen when it is read.
        """
        missing = []
        for row in self._database.rows("SELECT id, path FROM images"):
            job.check()
            if not photographs.inside(self.path, row["path"]).is_file():
                missing.append(row["id"])
        return sorted(missing, key=natural_key)

    def set_label(self, image_id: str, label: PainLabel | None) -> None:
        """Change a photograph's label; None takes it away."""
        self.set_labels({image_id: label})

    def set_labels(self, labels: Mapping[str, PainLabel | None]) -> None:
        """Change the labels of photographs, all or none."""
        with self._change() as connection:
            for image_id, label in labels.items():
                value = None if label is None else PainLabel(label).value
                changed = connection.execute(
                    "UPDATE images SET label = ? WHERE id = ?", (value, image_id)
                )
                if changed.rowcount != 1:
                    raise rows.unknown(image_id, self.path)

    def _is_there(self, record: FaceImage) -> bool:
        try:
            self._verify(record, self.path_of(record.id))
        except (StudyError, EnvironmentFault):
            return False
        return True

    def _verify(self, record: FaceImage, path: Path) -> None:
        """Refuse a file that is not the one that was imported; a copy's own name says nothing."""
        named = f"{record.id} ({record.name}): the file of this photograph"
        try:
            # Only a regular file has an end: a study from elsewhere may name anything.
            sha256 = sha256_file(path) if path.is_file() else None
        except OSError as error:
            raise EnvironmentFault(f"{named} cannot be read: {reason(error)}.") from error
        if sha256 is None:
            raise StudyError(
                f"{named} is missing",
                remedy=_REMEDY,
                command=_COMMAND,
            )
        if sha256 not in (record.sha256, record.copy_sha256):
            raise StudyError(
                f"{named} has changed since it was imported",
                remedy="put the original back, or remove it from the study and import it again",
            )
