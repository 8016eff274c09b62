"""What the page that looks at photographs before they come in says of them. Knows nothing of Qt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from neopain_gui.counted import counted, matching
from neopain_gui.dataset import FaceImage, ImportRow
from neopain_gui.gui.base.counts import photographs

__all__ = ["about_copies", "about_row", "became", "becomes", "summary"]


def about_row(row: ImportRow) -> str:
    """Say everything about a photograph that comes in."""
    holds = f"holds {row.camera_data}" if row.camera_data else ""
    return f"{row.image.file}: {'; '.join(filter(None, [row.matched, *row.to_check, holds]))}."


def summary(images: Sequence[FaceImage]) -> str:
    """Say of whom photographs are and which labels they have."""
    labels = Counter(image.label.value if image.label else "unlabelled" for image in images)
    neonates = len({image.neonate.id for image in images if image.neonate})
    without = sum(image.neonate is None for image in images)
    whose = f" of {counted(neonates, 'neonate')}" if neonates else ""
    parts = [f"{photographs(len(images))}{whose}"]
    parts += [
        f"{labels[name]} {name}" for name in ("pain", "no pain", "unlabelled") if labels[name]
    ]
    if without:
        parts.append(f"{without} without a neonate")
    return "  ·  ".join(parts)


def becomes(*, new: int, there: int, changed: int, left_out: int) -> str:
    """Say what an import would do.

    >>> becomes(new=1, there=2, changed=0, left_out=1)
    '1 photograph is new, 2 are already in the study and 1 file is left out.'
    """
    return _said(
        [
            (new, "is new", "are new"),
            (there, "is already in the study", "are already in the study"),
            (changed, "differs from what the study says", "differ from what the study says"),
        ],
        (left_out, "is left out", "are left out"),
    )


def became(*, new: int, there: int, taken: int, kept: int, left_out: int) -> str:
    """Say what an import did.

    >>> became(new=2, there=0, taken=1, kept=1, left_out=0)
    '2 photographs were imported, 1 was changed and 1 was left as the study has it.'
    """
    return _said(
        [
            (new, "was imported", "were imported"),
            (taken, "was changed", "were changed"),
            (kept, "was left as the study has it", "were left as the study has them"),
            (there, "was already in the study", "were already in the study"),
        ],
        (left_out, "was left out", "were left out"),
    )


def about_copies(rows: Iterable[ImportRow], copy: bool) -> str:
    """Say what becomes of what cameras wrote into the files."""
    telling = [row for row in rows if row.camera_data]
    if not telling:
        return ""
    placed = sum("GPS" in row.camera_data for row in telling)
    where = f", {placed} with the place (GPS)" if placed else ""
    many = photographs(len(telling))
    if copy:
        return f"Camera data of {many}{where} are left out of the copies; every pixel stays."
    if len(telling) == 1:
        return f"{many} holds camera data{where}; the file stays as it is."
    return f"{many} hold camera data{where}; the files stay as they are."


def _said(kinds: Sequence[tuple[int, str, str]], files: tuple[int, str, str]) -> str:
    """Join what there is of each to one sentence; the first names the photographs."""
    parts: list[str] = []
    for count, alone, together in kinds:
        if count:
            noun = str(count) if parts else photographs(count)
            parts.append(f"{noun} {matching(count, alone, together)}")
    count, alone, together = files
    if count:
        parts.append(counted(count, f"file {alone}", f"files {together}"))
    if not parts:
        return "There are no photographs here."
    *before, last = parts
    return f"{', '.join(before)} and {last}." if before else f"{last}."
