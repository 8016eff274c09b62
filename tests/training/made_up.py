"""Photographs and faces of nobody, and a run on them."""

from __future__ import annotations

import shutil
from dataclasses import replace

import numpy as np

from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.training.begin import begin
from neopain_gui.training.cohort import cohort_of
from neopain_gui.training.fold_plan import plan_folds
from neopain_gui.training.photographs import CropsInMemory, Photograph
from neopain_gui.training.presets import preset
from neopain_gui.training.protocol import Division
from neopain_gui.training.run import Material
from neopain_gui.training.run_folder import PREDICTIONS, WEIGHTS, fold_folder
from neopain_gui.training.run_record import RunRecord, plain_protocol


def faces(count, *, seed=0, size=(40, 30)):
    """Noise in which pain has a bright corner."""
    rng = np.random.default_rng(seed)
    found = [rng.integers(0, 120, (*size, 3)).astype(np.uint8) for _ in range(count)]
    for face in found[1::2]:
        face[:15, :12] += 120
    return found


def photographs(count, each=2):
    """Photographs of neonates, ``each`` of every one, in pain and without by turns."""
    return [
        Photograph(
            id=f"photo{number:03d}",
            sha256=f"{number:064x}",
            neonate=f"n{number // each:02d}",
            label=(PainLabel.NO_PAIN, PainLabel.PAIN)[number % 2],
            box=(0, 0, 30, 40),
            dataset=("A", "B")[number // each % 2],
        )
        for number in range(count)
    ]


def protocol(architecture="n_cnn", *, folds=2, epochs=2, copies=0, seed=0, **parts):
    start = preset("honest", architecture)
    return replace(
        start,
        seed=seed,
        division=Division(folds=folds),
        augmentation=replace(start.augmentation, copies=copies, face_check=False),
        optimiser=replace(start.optimiser, epochs=epochs),
        **parts,
    )


def material(settings, some, pictures, **more):
    cohort = cohort_of(
        [one.neonate for one in some], [one.dataset for one in some], [one.label for one in some]
    )
    base = more.pop("base_record", None)
    return Material(
        record=RunRecord(
            protocol=plain_protocol(settings), photographs=some, base=base, **more.pop("record", {})
        ),
        plan=plan_folds(cohort, settings),
        faces=CropsInMemory(pictures),
        **more,
    )


def done_run(folder, weights, settings, some=None, *, folds=None):
    """Make the folder of a training that is done without training any; return its plan.

    ``weights`` are the folds' files, again and again where there are fewer.
    """
    some = photographs(16) if some is None else some
    made = material(settings, some, faces(len(some)))
    begin(folder, made.record, made.plan)
    for fold in range(1, (folds or len(made.plan)) + 1):
        place = fold_folder(folder, fold)
        place.mkdir()
        shutil.copyfile(weights[(fold - 1) % len(weights)], place / WEIGHTS)
        (place / PREDICTIONS).write_text("image,neonate,label,fold,p_pain\n")
    return made.plan


def small_run(folder, *, resume=False, count=16, **settings):
    """Begin a run on made-up photographs; return what it learns from."""
    made = material(protocol(**settings), photographs(count), faces(count))
    begin(folder, made.record, made.plan, resume=resume)
    return made
