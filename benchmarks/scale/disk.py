"""What the maps of both classifiers take on the disk: all layers, computed by the program."""

from __future__ import annotations

from pathlib import Path

from benchmarks.scale.figure import Figure
from neopain_gui.dataset import face_images, preview
from neopain_gui.demo.phantoms.phantom import write_study_folder
from neopain_gui.pipeline.photographs.find_faces import find_missing_faces
from neopain_gui.pipeline.runner import compute_maps
from neopain_gui.study import Study
from neopain_gui.study.blobs import BLOBS_FOLDER

CLASSIFIERS = ("vgg_face_phantoms", "n_cnn_phantoms")
MAPS = 20


def make(folder: Path, photographs: int) -> Path:
    """Make a study of phantoms and compute GradCAM of every layer and Integrated Gradients."""
    drawn = write_study_folder(folder / f"phantoms-{photographs}", subjects=photographs // 2).parent
    with Study.create(folder / f"computed-{photographs}") as study:
        study.images.add(face_images(preview(drawn)), root=drawn, copy=True)
        find_missing_faces(study)
        compute_maps(study, classifiers=CLASSIFIERS)
        assert study.results.count() == MAPS * photographs
        return study.path


def megabytes(study: Path) -> float:
    """Return how many megabytes the files of a photograph's maps have."""
    return sum(file.stat().st_size for file in _files(study)) / 1e6 / _photographs(study)


def files(study: Path) -> float:
    """Return how many files a photograph's maps are."""
    return len(_files(study)) / _photographs(study)


def _files(study: Path) -> list[Path]:
    return [file for file in (study / BLOBS_FOLDER).iterdir() if file.is_file()]


def _photographs(study: Path) -> int:
    with Study.open(study, read_only=True) as opened:
        return len(opened.images.all())


FIGURES = (
    Figure(
        name="disk_of_maps",
        title=f"disk for a photograph's {MAPS} maps of classifiers",
        unit="MB",
        measure=megabytes,
        most=0.7,
        flat=True,
    ),
    Figure(
        name="files_of_maps",
        title=f"files of a photograph's {MAPS} maps of classifiers",
        unit="files",
        measure=files,
        most=4.0,
        flat=True,
    ),
)
