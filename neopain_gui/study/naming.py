"""Which folder a person means by the name of a study."""

from __future__ import annotations

from pathlib import Path

from neopain_gui.errors import EnvironmentFault, StudyError, refusal
from neopain_gui.study.database import DATABASE_FILE
from neopain_gui.study_opener import folder_of, opens

SUFFIX = ".neopain"


def with_suffix(path: Path) -> Path:
    """Return the folder of a study of this name; refuse what is no name."""
    if path.name in ("", ".."):
        raise StudyError(
            f"'{path}' is no name of a study", remedy=f"write one, for example ward{SUFFIX}"
        )
    return path if path.name.endswith(SUFFIX) else path.with_name(path.name + SUFFIX)


def existing_study(path: Path) -> Path:
    """Return the study folder that the user means, by a file that opens it too; or refuse."""
    folder = folder_of(path.absolute())
    try:
        if not folder.exists() and folder.name and with_suffix(folder).is_dir():
            folder = with_suffix(folder)
        there, is_study = folder.exists(), (folder / DATABASE_FILE).is_file()
    except OSError as error:
        raise EnvironmentFault(refusal(error, folder)) from error
    if not there:
        raise StudyError("there is no such study", file=folder)
    if not is_study and opens(path) and folder != path.absolute():
        raise StudyError(
            "it lies in no study",
            file=path,
            remedy="open the file of this kind in the study's own folder, or that folder",
        )
    if not is_study:
        raise StudyError(
            "it is not a NeoPain study",
            file=folder,
            remedy=f"choose a folder whose name ends in {SUFFIX}",
        )
    return folder
