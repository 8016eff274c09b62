"""A study's maps packed, or one a file as earlier versions kept them; and what is said of it."""

from __future__ import annotations

from neopain_gui.counted import bytes_in_words, counted, matching
from neopain_gui.jobs import NULL_JOB, Job
from neopain_gui.study import Study
from neopain_gui.study.compacting import Moved


def compact(study: Study, job: Job = NULL_JOB) -> tuple[str, bool]:
    """Pack the maps that lie in files of their own.

    Returns
    -------
    (str, bool)
        What was done, in words, and whether anything was.

    Raises
    ------
    StudyError, EnvironmentFault
        The study can only be read, or the machine refused; no map is lost.
    """
    done = study.results.pack(job)
    if not done.maps + done.damaged:
        return "No map lies in a file of its own: the study is as small as it can be.", False
    return _said(done, "packed"), bool(done.maps)


def one_by_one(study: Study, job: Job = NULL_JOB) -> str:
    """Put every map into a file of its own, which an earlier NeoPain reads; see :func:`compact`."""
    done = study.results.unpack(job)
    if not done.maps + done.damaged:
        return "Every map lies in a file of its own already."
    return _said(done, "written one by one")


def _said(done: Moved, how: str) -> str:
    was = matching(done.maps, "was", "were")
    text = (
        f"{counted(done.maps, 'map')} {was} {how}: the files of values have "
        f"{bytes_in_words(done.after)} now, {bytes_in_words(done.before)} before. Every map is the "
        "same to the last bit."
    )
    if done.damaged:
        stays = matching(done.damaged, "stays", "stay")
        text += (
            f" {counted(done.damaged, 'damaged map')} {stays} as before: compute or import "
            f"{matching(done.damaged, 'it', 'them')} again."
        )
    return text
