"""*honest* and *paper* are section 3.3 as printed, and differ visibly."""

from __future__ import annotations

from dataclasses import replace

import pytest

from neopain_gui.classifiers import build_vgg_face
from neopain_gui.errors import InputError
from neopain_gui.training.presets import PRESETS, changes, differences, preset
from neopain_gui.training.protocol import ARCHITECTURES, Division, Kind


@pytest.mark.parametrize("name", PRESETS)
def test_what_the_dissertation_prints(name):
    vgg, n_cnn = (preset(name, architecture) for architecture in ("vgg_face", "n_cnn"))
    for protocol in (vgg, n_cnn):
        assert protocol.division.kind is Kind.FOLDS
        assert protocol.division.folds == 10
        augmentation, optimiser = protocol.augmentation, protocol.optimiser
        assert (augmentation.copies, augmentation.rotation, augmentation.shear) == (20, 30, 0.15)
        assert (augmentation.shift_across, augmentation.shift_down) == (0.2, 0.2)
        assert (augmentation.brightness, augmentation.zoom) == ((0.5, 1.1), (0.7, 1.5))
        assert augmentation.flip
        assert augmentation.face_check
        assert optimiser.batch == 16
        assert (optimiser.rho, optimiser.epsilon) == (0.9, 1e-7)
    assert (vgg.optimiser.rate, n_cnn.optimiser.rate) == (1e-4, 1e-3)  # the second is not printed
    assert (vgg.optimiser.patience, vgg.optimiser.l1, vgg.optimiser.l2) == (5, 5e-4, 0)
    assert (n_cnn.optimiser.patience, n_cnn.optimiser.l1, n_cnn.optimiser.l2) == (10, 0, 0.01)
    assert vgg.head is not None
    assert vgg.fine_tuning is not None
    assert (vgg.head.layers, vgg.head.dropout) == ((512, 512), 0.5)
    assert (vgg.fine_tuning.groups, vgg.fine_tuning.rate) == ((4, 5), 1e-6)


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_the_two_differ_in_what_chooses_the_weights(architecture):
    sentences = differences(preset("honest", architecture), preset("paper", architecture))
    assert sentences == (
        "Weights that are kept: those with the lowest error on neonates taken out of the training "
        "(honest); those with the lowest error on the test itself, which makes its figures too "
        "good (paper).",
    )


@pytest.mark.parametrize("architecture", ARCHITECTURES)
@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_has_no_changes_and_a_changed_one_lists_them(architecture, name):
    start = preset(name, architecture)
    assert changes(start) == ()
    changed = replace(
        start,
        division=Division(kind=Kind.HOLD_OUT, train_from=("iCOPE",)),
        augmentation=replace(start.augmentation, copies=0, flip=False, zoom=(1.0, 1.0)),
        optimiser=replace(start.optimiser, rate=0.02),
    )
    assert changes(changed) == (
        f"Division: into folds ({name}); drawn again and again (here).",
        f"Trained from: all ({name}); iCOPE (here).",
        f"Copies: 20 ({name}); 0 (here).",
        f"Zoom: 0.7, 1.5 ({name}); 1, 1 (here).",
        f"Mirrored: yes ({name}); no (here).",
        f"Learning rate: {start.optimiser.rate:g} ({name}); 0.02 (here).",
    )


def test_leaving_out_the_fine_tuning_is_said():
    assert changes(replace(preset("honest", "vgg_face"), fine_tuning=None)) == (
        "Fine-tuning: left out.",
    )


def test_the_head_is_the_architecture_s():
    head = preset("honest", "vgg_face").head
    assert head is not None
    model = build_vgg_face()
    assert head.layers == tuple(model.get_layer(name).units for name in ("fc1", "fc2"))


@pytest.mark.parametrize(
    ("name", "architecture", "sentence"),
    [
        ("best", "n_cnn", "there is no preset “best”; choose honest or paper"),
        ("paper", "vgg", "“vgg” cannot be trained"),
    ],
)
def test_others_are_refused(name, architecture, sentence):
    with pytest.raises(InputError, match=sentence):
        preset(name, architecture)
