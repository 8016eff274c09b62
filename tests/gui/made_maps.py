"""Maps for the window's tests: made up here, kept in a real study."""

from functools import cache

import numpy as np

from neopain_gui.classifiers.registry import find
from neopain_gui.geometry import Box
from neopain_gui.maps import ExtractionModel
from neopain_gui.pipeline.settings.method_options import study_options
from neopain_gui.provenance import Provenance
from neopain_gui.study.result_types import Result

SIDE = 40
LAYERS = {"n_cnn_phantoms": ("merge", "merge_conv")}
MODELS = ("GradCAM|VGG-Face", "I.G.|VGG-Face", "GradCAM|N-CNN", "I.G.|N-CNN")
SCORES = {"pain": 0.8, "no pain": 0.2}


def blob(height, width, x, y, spread=0.2):
    """A smooth hill at (x, y), as shares of the width and height."""
    rows, columns = np.mgrid[:height, :width]
    distance = (columns / width - x) ** 2 + (rows / height - y) ** 2
    return np.exp(-distance / (2 * spread**2)).astype(np.float32)


@cache
def weights():
    """SHA-256 of the demo N-CNN's weights."""
    return find("n_cnn_phantoms").sha256


def attribution(
    study,
    image_id,
    *,
    values=None,
    layer="merge_conv",
    method="grad_cam",
    target="predicted",
    name=None,
    **facts,
):
    """Put an attribution of the demo N-CNN into the study's blobs and return its row."""
    image, box = study.images.get(image_id), study.faces.get(image_id).box
    values = blob(SIDE, SIDE, 0.4, 0.5) if values is None else values
    explained = "no pain" if target == "no pain" else "pain"
    title = {"grad_cam": "GradCAM", "integrated_gradients": "I.G."}[method]
    plain = f"{title}|N-CNN"
    name = name or (plain if layer in ("merge_conv", None) else f"{plain}|{layer}")
    provenance = Provenance(
        stage=f"attribution.{method}",
        version=1,
        inputs={
            "image": image.sha256,
            "box": list(box.as_tuple()),
            "layer": layer,
            "architecture": "n_cnn",
            "target": explained,
            "choice": target,
            "parameters": study_options(study, method),
            "weights": weights(),
            "sum": float(values.sum()),
        },
    )
    study.blobs.put(provenance.key, values)
    return Result(
        image_id=image_id,
        model=ExtractionModel(name=name, kind="attribution"),
        box=box,
        photograph_size=(image.height, image.width),
        provenance=provenance,
        facts={
            "scores": SCORES,
            "predicted": "pain",
            "target": explained,
            "classifier": "n_cnn_phantoms",
            "method": method,
            "layer": _named_layer(name) or layer,
            "target_choice": target,
            "synthetic": True,
            **facts,
        },
    )


def _named_layer(name):
    return name.split("|")[2] if name.count("|") == 2 else None


def gaze(study, image_id, group="Experts", values=None):
    """Put a group's heatmap into the study's blobs and return its row."""
    image = study.images.get(image_id)
    values = blob(image.height, image.width, 0.5, 0.4) if values is None else values
    provenance = Provenance(
        stage="gaze.heatmap_picture",
        version=1,
        inputs={"image": image.sha256, "group": group, "sum": float(values.sum())},
    )
    study.blobs.put(provenance.key, values)
    return Result(
        image_id=image_id,
        model=ExtractionModel(name=group, kind="gaze"),
        box=Box.whole(image.width, image.height),
        photograph_size=(image.height, image.width),
        provenance=provenance,
        facts={"mode": "paper", "empty": False},
    )


def fill(session):
    """Give every photograph of a session two GradCAM layers and two groups' gaze."""
    study = session.study
    rows = []
    for place, image in enumerate(study.images.all()):
        for layer, x in (("merge", 0.3), ("merge_conv", 0.5)):
            values = blob(SIDE, SIDE, x, 0.3 + 0.1 * place)
            rows.append(attribution(study, image.id, layer=layer, values=values))
        rows.append(gaze(study, image.id, "Experts"))
        wide = blob(image.height, image.width, 0.4, 0.3 + 0.1 * place, 0.3)
        rows.append(gaze(study, image.id, "Parents", wide))
    session.record(rows)


def fill_models(session, attributions, groups=("Experts", "Parents"), seed=0):
    """Give every photograph maps of many extraction models, each at its own place."""
    study, rows = session.study, []
    random = np.random.default_rng(seed)
    for image in study.images.all():
        for name in attributions:
            x, y = random.uniform(0.2, 0.8, 2)
            rows.append(attribution(study, image.id, values=blob(SIDE, SIDE, x, y), name=name))
        for group in groups:
            x, y = random.uniform(0.3, 0.6, 2)
            values = blob(image.height, image.width, x, y, 0.25)
            rows.append(gaze(study, image.id, group, values))
    session.record(rows)


def named(panel):
    """Return the controls of a panel that take the keyboard but have no name or no tooltip."""
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QAbstractScrollArea, QLineEdit, QSplitterHandle, QWidget

    missing = []
    for widget in panel.findChildren(QWidget):
        inner = isinstance(widget, QSplitterHandle) or widget.objectName().startswith("qt_")
        if inner or widget.focusPolicy() == Qt.FocusPolicy.NoFocus or not widget.isVisibleTo(panel):
            continue
        around = widget.parentWidget()
        if isinstance(around, QAbstractScrollArea) and around.viewport() is widget:
            continue  # the area itself has the name
        if isinstance(widget, QLineEdit) and widget.parent() is not panel:
            continue  # the field inside a spin box: the box has the name
        tip = widget.toolTip() or isinstance(widget, QAbstractScrollArea)
        if not widget.accessibleName() or not tip:
            missing.append(widget)
    return missing
