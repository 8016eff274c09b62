"""Which augmented copies a run trains with: looked at once, and kept as they are looked at."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from neopain_gui.errors import InputError
from neopain_gui.imaging import write_bytes_atomic
from neopain_gui.jobs import NULL_JOB, Job
from neopain_gui.training.augmentation import Accepted, FindsFace, accept
from neopain_gui.training.photographs import AsSequence, Faces, Photograph
from neopain_gui.training.protocol import Protocol
from neopain_gui.training.run_folder import COPIES, COPIES_BEGUN


def accepted_copies(
    protocol: Protocol,
    photographs: Sequence[Photograph],
    faces: Faces,
    finds_face: FindsFace | None,
    run: Path,
    job: Job = NULL_JOB,
) -> Accepted:
    """Return which augmented copies train, as they were accepted when the run began.

    A check of faces that was stopped or killed goes on with the next photograph.

    Raises
    ------
    InputError
        No copy has a face, or what is kept of them is damaged.
    Cancelled
        The job was stopped.
    """
    path, unfinished = run / COPIES, run / COPIES_BEGUN
    if path.is_file():
        return _read(path)
    begun = _read(unfinished).numbers if unfinished.is_file() else ()
    drawn = protocol.augmentation.copies * len(photographs)

    def keep(numbers: Sequence[Sequence[int]]) -> None:
        some = Accepted(numbers=tuple(map(tuple, numbers)), drawn=drawn)
        write_bytes_atomic(unfinished, _text(some))

    accepted = accept(
        AsSequence(faces, len(photographs)),
        [one.sha256 for one in photographs],
        protocol.augmentation,
        protocol.seed,
        finds_face,
        job,
        begun=begun,
        keep=keep,
    )
    write_bytes_atomic(path, _text(accepted))
    unfinished.unlink(missing_ok=True)
    return accepted


def _text(accepted: Accepted) -> bytes:
    return json.dumps(asdict(accepted)).encode()


def _read(path: Path) -> Accepted:
    try:
        said = json.loads(path.read_text("utf-8"))
        return Accepted(
            numbers=tuple(tuple(map(int, some)) for some in said["numbers"]),
            drawn=int(said["drawn"]),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(
            "what is kept of augmented copies is damaged", file=path, remedy="remove the file"
        ) from error
