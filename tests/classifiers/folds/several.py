"""Networks that differ, and a cross-validated classifier made of them, without any training."""

from __future__ import annotations

import numpy as np

from neopain_gui import locations
from neopain_gui.classifiers import load, save_weights
from neopain_gui.classifiers.bringing import bring_in_folds
from neopain_gui.classifiers.folds.record import Fold, FoldsRecord, Neonate
from neopain_gui.classifiers.registry import find
from neopain_gui.classifiers.weights import WeightsMetadata, build
from neopain_gui.dataset.face_image import PainLabel

ORDER = (PainLabel.NO_PAIN, PainLabel.PAIN)


def own_folder(monkeypatch, folder):
    """Let a folder be that of the user's own models."""
    monkeypatch.setattr(locations, "user_models", lambda: folder)
    return folder


def networks(folder, count):
    """Write the weights of N-CNNs that know pain about as well as the demo's, each its own way."""
    trained = load(find("n_cnn_phantoms")).model.get_weights()
    network, files = build("n_cnn"), []
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(1, count + 1):
        rng = np.random.default_rng(number)
        network.set_weights(
            [one + rng.normal(0, 0.2 * one.std() + 1e-9, one.shape) for one in trained]
        )
        said = WeightsMetadata(
            architecture="n_cnn", class_order=ORDER, training="", synthetic=False, title="one"
        )
        file = folder / f"{number}.weights.h5"
        files.append((file, save_weights(network, file, said)))
    return files


def record(files, neonates, photographs=(), **more):
    """Say who was kept from which of the networks."""
    return FoldsRecord(
        title="Several",
        architecture="n_cnn",
        class_order=ORDER,
        synthetic=False,
        folds=tuple(
            Fold(file=f"fold-{number:02d}.weights.h5", sha256=sha256)
            for number, (_, sha256) in enumerate(files, start=1)
        ),
        neonates={
            name: Neonate(dataset="", unseen=tuple(unseen)) for name, unseen in neonates.items()
        },
        photographs=dict(photographs),
        **more,
    )


def brought_in(files, made, identity="cv"):
    """Bring them in; the folder of models is the test's own."""
    bring_in_folds(made, [file for file, _ in files], identity)
    return find(identity)
