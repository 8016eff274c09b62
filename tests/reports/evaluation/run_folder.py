"""A training's folder, as a training leaves it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from neopain_gui.training.evaluation.predictions_file import write_csv
from tests.training.evaluation.made import made

PROTOCOL = {
    "architecture": "n_cnn",
    "preset": "honest",
    "seed": 3,
    "division": {"kind": "folds", "folds": 3, "train_from": []},
    "selection": {"by": "inner", "share": 0.15},
    "head": None,
}


def run_folder(folder: Path, *, neonates: int = 12, inner: bool = True, **record: Any) -> Path:
    """Write the folder of a training of three folds."""
    folder.mkdir(parents=True, exist_ok=True)
    some = made(neonates)
    known = zip(
        some.image.tolist(), some.dataset.tolist(), some.sex.tolist(), some.stimulus.tolist(),
        strict=True,
    )  # fmt: skip
    photographs = [
        {"id": image, "dataset": dataset, "sex": sex, "stimulus": stimulus}
        for image, dataset, sex, stimulus in known
    ]
    said = {"format": 1, "protocol": PROTOCOL, "photographs": photographs, "base": None,
            "synthetic": False, "software": {"keras": "3.15.1"}, **record}  # fmt: skip
    (folder / "run.json").write_text(json.dumps(said), encoding="utf-8")
    (folder / "folds.csv").write_text("neonate,fold\nN00,1\n", encoding="utf-8")
    (folder / "copies.json").write_text('{"numbers": [[1, 2], [1]], "drawn": 4}', encoding="utf-8")
    plain = some.with_facts({})
    write_csv(plain, folder / "predictions.csv")
    for fold in (1, 2, 3):
        place = folder / f"fold-{fold:02d}"
        place.mkdir(exist_ok=True)
        (place / "classifier.weights.h5").write_bytes(b"weights %d" % fold)
        (place / "curve.csv").write_text(
            "epoch,phase,loss,val_loss,val_accuracy\n1,1,0.7,0.69,0.5\n2,1,0.5,0.6,0.7\n"
            "3,2,0.4,0.55,0.75\n",
            encoding="utf-8",
        )
        if inner:
            other = made(neonates, seed=9)
            write_csv(other.some(other.fold == fold), place / "validation.csv")
    return folder
