"""Putting people's heatmap pictures into a study."""

from __future__ import annotations

from pathlib import Path

from neopain_gui.gaze import HEATMAP_VERSION, read_heatmap
from neopain_gui.geometry import Box
from neopain_gui.maps import ExtractionModel
from neopain_gui.provenance import Provenance, sha256_file
from neopain_gui.study import Result, Study


def import_heatmap(
    study: Study, file: Path, *, image_id: str, group: str, mode: str = "paper"
) -> Result:
    """Read one heatmap picture into the study's blob store; the caller records the row.

    Parameters
    ----------
    study : Study
        Open.
    file : Path
        The picture.
    image_id : str
        The photograph that was looked at.
    group : str
        The observer group, which names the extraction model.
    mode : str, optional
        How colours become numbers (decision 16).
    """
    image = study.image(image_id)
    values = read_heatmap(
        file,
        mode=mode,
        photograph_size=(image.height, image.width),
        photograph=study.photograph(image_id) if mode == "palette" else None,
    )
    provenance = Provenance(
        stage="gaze.heatmap_picture",
        version=HEATMAP_VERSION,
        inputs={
            "image": image.sha256,
            "picture": sha256_file(file),
            "mode": mode,
            "group": group,
            "size": [image.height, image.width],
        },
    )
    study.blobs.put(provenance.key, values)
    return Result(
        image_id=image_id,
        model=ExtractionModel(name=group, kind="gaze"),
        box=Box.whole(image.width, image.height),
        photograph_size=(image.height, image.width),
        provenance=provenance,
        facts={"mode": mode, "empty": not values.any()},
    )
