"""What a BIDS data set says of itself: ``dataset_description.json`` and its README."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from neopain_gui import __version__
from neopain_gui.counted import counted
from neopain_gui.pipeline.bids.known import NEVER_KEPT, Told

BIDS_VERSION = "1.11.1"


def dataset_description(name: str, told: Told) -> dict[str, Any]:
    """Return what the data set is; authors and licence where somebody said them."""
    made: dict[str, Any] = {
        "Name": name,
        "BIDSVersion": BIDS_VERSION,
        "DatasetType": "raw",
        "Authors": list(told.authors),
        "License": told.licence,
        "GeneratedBy": [_neopain("Wrote what a study of NeoPain holds of recordings of gaze.")],
    }
    return {key: value for key, value in made.items() if value}


def derivative_description(name: str, how: str) -> dict[str, Any]:
    """Return what the folder of derivatives is; ``how`` says how masks are made."""
    return {
        "Name": f"{name}: contour masks",
        "BIDSVersion": BIDS_VERSION,
        "DatasetType": "derivative",
        "GeneratedBy": [_neopain(how)],
    }


def _neopain(what: str) -> dict[str, str]:
    return {"Name": "NeoPain", "Version": __version__, "Description": what}


def readme(
    name: str,
    *,
    counts: tuple[int, int, int],
    synthetic: bool,
    renamed: Mapping[str, str],
    unknown: Sequence[str],
    told: Told,
    how: str,
    more: Sequence[str],
) -> str:
    """Return the README.

    Parameters
    ----------
    name : str
        Of the study.
    counts : tuple of int
        Participants, trials, masks.
    synthetic : bool
        Whether the photographs are phantoms.
    renamed : Mapping of str to str
        By pseudonym, what file names call those whom they call otherwise.
    unknown : sequence of str
        Fields that were left out.
    told : Told
        What was said for the export.
    how : str
        How fixations were found.
    more : sequence of str
        What else should be known.
    """
    people, trials, masks = counts
    seen = "The photographs are in `stimuli/`, encoded anew without camera data."
    hidden = (
        "The photographs are not in this data set: a neonate can be recognised in them. Ask those "
        "who keep the study."
    )
    parts = [
        f"# {name}",
        "The photographs are phantoms that a program drew, and their recordings are made up: "
        "nothing here says anything about children." * synthetic,
        f"{counted(people, 'participant')} looked at photographs of neonates' faces: "
        f"{counted(trials, 'trial')}. Gaze is in screen pixels from the upper left corner, time in "
        "seconds since the first sample of a recording that is here; what was between the "
        "photographs is not kept. `n/a` stands where no eye was found.",
        f"Fixations: {how}.",
        seen if told.photographs else hidden,
        "Participants are called by pseudonyms. Where somebody has several recordings they are "
        "runs, in no order of time: the study does not keep when a recording took place. Pupils "
        "are not kept either.",
        f"`derivatives/neopain/` has {counted(masks, 'contour mask')} with what made them."
        * bool(masks),
        *more,
        _renamed(renamed),
        "## Left out because the study does not know it\n\n"
        + "\n".join(f"- `{one}`" for one in (*unknown, *NEVER_KEPT)),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _renamed(renamed: Mapping[str, str]) -> str:
    if not renamed:
        return ""
    rows = "\n".join(f"| {_cell(old)} | sub-{new} |" for old, new in renamed.items())
    return (
        "## Called otherwise\n\nBIDS takes letters and digits only.\n\n"
        f"| in the study | here |\n|---|---|\n{rows}"
    )


def _cell(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|")
