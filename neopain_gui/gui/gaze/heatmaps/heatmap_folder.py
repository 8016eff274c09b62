"""What a folder of heatmap pictures holds. Knows nothing of Qt; runs in a thread."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from neopain_gui.errors import ImageError
from neopain_gui.jobs import Job
from neopain_gui.provenance import sha256_file

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from neopain_gui.dataset.face_image import FaceImage
    from neopain_gui.gaze import HeatmapPreview


def look_into(
    job: Job,
    *,
    folder: Path,
    images: Sequence[FaceImage],
    imported: Mapping[tuple[str, str], str],
) -> tuple[HeatmapPreview, dict[Path, tuple[int, int]], set[Path]]:
    """Match the pictures of a folder, take their sizes, and find those imported before.

    In a thread of the window; ``imported`` are the SHA-256 of pictures by photograph and group.
    """
    from neopain_gui.gaze import match_heatmaps
    from neopain_gui.imaging import probe

    preview = match_heatmaps(folder, images, job)
    files = {row.file for row in preview.rows} | {each.file for each in preview.unmatched}
    sizes = {}
    for file in files.union(*(same.files for same in preview.duplicates)):
        job.check()
        try:
            width, height = probe(file)
        except ImageError:
            continue  # the import says what is wrong with it
        sizes[file] = (height, width)
    again = {
        row.file
        for row in preview.rows
        if (known := imported.get((row.image_id, str(row.group))))
        and known == sha256_file(row.file)
    }
    return preview, sizes, again
