"""Time whole trainings on phantoms: ``python -m benchmarks.train_timed [n_cnn] [vgg_face] [N]``.

The N-CNN: 60 photographs, 5 copies of each, 20 epochs. VGG-Face's head: 200 photographs, 5 copies
of each, what the base gives included. Ten folds each, with the face check of copies, as a study is
trained; with N only so many are, and the others are taken to be like those after the first, which
makes ready what all of them learn from. Processor time is what counts; the clock also counts
whatever else the machine does. Each line says the estimate too, as it is told before a training.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from statistics import mean

from neopain_gui import locations
from neopain_gui.dataset import face_images, preview
from neopain_gui.demo.phantoms.phantom import write_study_folder
from neopain_gui.demo.training.vgg_face import IDENTITY, build_demo_vgg_face
from neopain_gui.jobs import NullJob
from neopain_gui.pipeline.training.estimate import estimate
from neopain_gui.pipeline.training.train import Wanted, train_on
from neopain_gui.study import Study
from neopain_gui.training.epoch import Epoch
from neopain_gui.training.presets import preset
from neopain_gui.training.protocol import with_options
from neopain_gui.training.run_folder import TIMES, fold_folder, folds_there

COPIES, FOLDS = 5, 10
NEONATES = {"n_cnn": 30, "vgg_face": 100}
"""Each has two photographs."""
LIMIT = {"n_cnn": 20 * 60, "vgg_face": 30 * 60}
"""Seconds on two cores that do nothing else."""
CORES = 2


class _Counts(NullJob):
    def __init__(self) -> None:
        self.epochs = 0

    def partial(self, message: object) -> None:
        self.epochs += isinstance(message, Epoch)


def _study(folder: Path, neonates: int) -> Path:
    manifest = write_study_folder(folder / "phantoms", neonates)
    path = folder / "phantoms.neopain"
    with Study.create(path) as study:
        study.images.add(face_images(preview(manifest)), root=manifest.parent, copy=True)
    return path


def _wanted(architecture: str, folder: Path) -> Wanted:
    protocol = with_options(preset("honest", architecture), copies=COPIES)
    if architecture == "n_cnn":
        return Wanted(protocol=with_options(protocol, epochs=20))
    base = locations.cache_folder() / f"{IDENTITY}.weights.h5"
    if not base.is_file():
        base = build_demo_vgg_face(folder)
    return Wanted(protocol=replace(protocol, fine_tuning=None), base=str(base))


def _folds(run: Path, count: int) -> list[float]:
    """Return the processor time of each fold, those that were not trained like the others."""
    times = [
        float(json.loads((fold_folder(run, fold) / TIMES).read_text())["processor_seconds"])
        for fold in folds_there(run)
    ]
    return times + [mean(times[1:] or times)] * (count - len(times))


def timed(architecture: str, folds: int = FOLDS) -> bool:
    """Print what a training took; return whether it is within its limit."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        wanted = _wanted(architecture, folder)
        with Study.open(_study(folder, NEONATES[architecture]), read_only=True) as study:
            told, job = estimate(study, wanted), _Counts()
            clock = time.monotonic()
            train_on(study, wanted, folder / "run", job, only=range(1, folds + 1))
            clock = time.monotonic() - clock
        each = _folds(folder / "run", FOLDS)
    processor = sum(each)
    print(
        f"{architecture}: {processor:.0f} s of processor for ten folds, {each[0]:.0f} for the "
        f"first, {mean(each[1:]):.0f} for another; {folds} trained, {job.epochs} epochs, "
        f"{clock:.0f} s by the clock; limit {CORES} × {LIMIT[architecture]} s; told before: "
        f"{told.seconds_low:.0f} to {told.seconds_high:.0f} s",
        flush=True,
    )
    return processor <= CORES * LIMIT[architecture]


if __name__ == "__main__":
    words = sys.argv[1:]
    some = next((int(word) for word in words if word.isdigit()), FOLDS)
    chosen = [word for word in words if word in NEONATES]
    sys.exit(sum(not timed(name, some) for name in chosen or NEONATES))
