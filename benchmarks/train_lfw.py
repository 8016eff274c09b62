"""Train where the answer is known: ``python -m benchmarks.train_lfw [true|shuffled|planted …]``.

Scikit-learn's neighbour scikit-image carries 100 faces and 100 pictures of anything else, 25 × 25.
They are trained on as a study is, in five folds, with the whole picture as face and no copies:

- *true*: faces against the others, so that the N-CNN has to tell them apart;
- *shuffled*: who is what has been drawn, so that nothing can be learnt: the interval holds 0.5;
- *planted*: each neonate's pictures carry a mark of its own and all have its one label, so that
  whoever let a neonate both train and test would be told the answer: by neonates it is chance;
- *leaked*: the same dealt by picture, to show that the mark does tell it.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.training.begin import begin
from neopain_gui.training.cohort import cohort_of
from neopain_gui.training.evaluation import Bounds, evaluation_of, read_csv
from neopain_gui.training.fold_plan import plan_folds
from neopain_gui.training.photographs import CropsInMemory, Photograph
from neopain_gui.training.presets import preset
from neopain_gui.training.protocol import Division
from neopain_gui.training.run import Material, train_run
from neopain_gui.training.run_record import RunRecord, plain_protocol

NEONATES = {"true": 20, "shuffled": 20, "planted": 50, "leaked": 50}
"""Made up. Of 20 marks one pixel or another tells the labels apart by chance: they need more."""
FOLDS, EPOCHS = 5, 20
MARK = 12
"""Pixels across of what is planted, in blocks of four."""
WANTED = 0.95
"""The least AUC of faces against the others."""
KINDS = ("true", "shuffled", "planted", "leaked")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Known:
    """Pictures with their answers."""

    pictures: list[NDArray[np.uint8]]
    neonates: list[str]
    pain: NDArray[np.bool_]


def known(kind: str, pictures: int = 200) -> Known:
    """Return pictures: half of them faces, called pain; as many of each neonate."""
    from skimage.data import lfw_subset

    faces = pictures // 2
    grey = np.round(lfw_subset()[[*range(faces), *range(100, 100 + faces)]] * 255)
    shown = np.repeat(grey.astype(np.uint8)[..., None], 3, axis=-1)
    rng = np.random.default_rng(5)
    neonates = NEONATES[kind]
    whose = np.arange(pictures) % neonates
    pain = np.arange(pictures) < faces
    if kind == "shuffled":
        pain = rng.permutation(pain)
    elif kind in ("planted", "leaked"):
        pain = rng.permutation(neonates)[whose] % 2 == 1
        blocks = rng.integers(0, 2, (neonates, MARK // 4, MARK // 4, 3)).astype(np.uint8) * 255
        shown[:, :MARK, :MARK] = blocks.repeat(4, axis=1).repeat(4, axis=2)[whose]
    names = np.arange(pictures) if kind == "leaked" else whose
    return Known(
        pictures=list(shown),
        neonates=[f"n{number:03d}" for number in names],
        pain=pain,
    )


def material(what: Known, *, folds: int = FOLDS, epochs: int = EPOCHS) -> Material:
    """Return what a training learns from: the honest protocol without copies."""
    start = preset("honest", "n_cnn")
    protocol = replace(
        start,
        division=Division(folds=folds),
        augmentation=replace(start.augmentation, copies=0),
        optimiser=replace(start.optimiser, epochs=epochs),
    )
    photographs = [
        Photograph(
            id=f"lfw{number:03d}",
            sha256=f"{number:064x}",
            neonate=neonate,
            label=PainLabel.PAIN if pain else PainLabel.NO_PAIN,
            box=(0, 0, *picture.shape[1::-1]),
        )
        for number, (picture, neonate, pain) in enumerate(
            zip(what.pictures, what.neonates, what.pain, strict=True)
        )
    ]
    cohort = cohort_of(what.neonates, [""] * len(photographs), [one.label for one in photographs])
    return Material(
        record=RunRecord(protocol=plain_protocol(protocol), photographs=photographs),
        plan=plan_folds(cohort, protocol),
        faces=CropsInMemory(what.pictures),
    )


def achieved(made: Material, folder: Path) -> Mapping[str, Bounds]:
    """Train; return what the folds achieve together, with intervals over neonates."""
    begin(folder, made.record, made.plan)
    train_run(made, folder)
    return evaluation_of(read_csv(folder / "predictions.csv")).table.pooled


def main(kinds: list[str]) -> int:
    """Print a line a kind; return whether any is not as it has to be."""
    wrong = 0
    for kind in kinds or KINDS:
        begun = time.process_time()
        with tempfile.TemporaryDirectory() as place:
            pooled = achieved(material(known(kind)), Path(place, "run"))
        auc, spent = pooled["auc"], time.process_time() - begun
        chance = auc.low <= 0.5 <= auc.high
        fits = {"true": auc.value >= WANTED, "leaked": auc.low > 0.5}.get(kind, chance)
        wrong += not fits
        print(
            f"{kind}: AUC {auc.value:.3f} ({auc.low:.3f} to {auc.high:.3f}), "
            f"accuracy {pooled['accuracy'].value:.3f}, {spent:.0f} s of processor"
            f"{'' if fits else ': NOT AS IT HAS TO BE'}",
            flush=True,
        )
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
