"""Model cards (Mitchell et al. 2019, "Model Cards for Model Reporting") of the demo weights."""

from __future__ import annotations

from collections.abc import Mapping

from neopain_gui.training.metrics import Evaluation

_CAUTION = """\
## Intended use
To show how NeoPain works and to test it: the demo study, the tests, the user guide.

**Research use only. Not a medical device.** These weights have never seen a child. They say
nothing about pain, and no figure below says anything about how a network does on photographs of
neonates. For research on photographs, train on them and use those weights.
"""

_DATA = """\
## Data
Phantoms: synthetic neonates drawn by `neopain_gui.dataset.phantom`, {drawn}. All photographs of
one subject are on one side. The demo study's subjects (seeds 1 to 10) are in none of the parts.

| part | photographs | subjects |
|---|---:|---:|
{rows}
Pain and rest are drawn from the Neonatal Facial Coding System's actions; identity, pose, light,
blanket, blur and noise come from one distribution for both. The label decides what is drawn, so
it has no error, and the classes are far easier to tell apart than in a ward.
"""

_ETHICS = """\
## Limits and ethics
- A drawing has neither the variety of faces nor that of cameras; skin tones vary, but from a
  palette. Performance by group was not measured, for the groups would be drawn too.
- Faces are cut out with the true box, shifted and scaled by up to 6 % in training.
- Probabilities are not calibrated.
"""


def n_cnn_card(
    test: Evaluation, counts: Mapping[str, tuple[int, int]], epochs: int, sha256: str
) -> str:
    """Return the card of the demo N-CNN."""
    return "\n".join(
        (
            "# N-CNN, demo weights trained on synthetic phantoms\n",
            "## Model",
            "The adapted Neonatal CNN (dissertation, section 3.3.2 and Appendix B; after Zamzmi "
            "et al. 2019),\n78,234 parameters, input 120 × 120 RGB in [0, 1], outputs "
            "`no pain`, `pain` (softmax).\n",
            f"File `n_cnn_phantoms.weights.h5`, SHA-256\n`{sha256}`, licence MIT.\n",
            _CAUTION,
            "## Training",
            "Categorical cross-entropy, RMSprop (learning rate 0.0003 after a warm-up of 200 "
            "batches, halved when\nthe validation loss stalls; ρ 0.9), batches of 16, L2 of 0.01, "
            "dropout 10 %, first bias of the fully\nconnected layer 0.2; crops jittered, mirrored, "
            "brightness and contrast ± 15 %. From epoch 15 on the mean activation of `merge_conv` "
            "is part of the\nloss (weight 5), so that GradCAM's maps are not filled by "
            "activations that carry no class. Stops after\nten epochs without a better validation "
            f"figure, at most 40; the weights are those of epoch {epochs}.\n"
            "Repeat with `python -m neopain_gui.training.demo_n_cnn`.\n",
            _data(counts, "several photographs per subject and label"),
            "## Figures on held-out subjects",
            "The test part took no part in training nor in choosing the epoch.\n",
            test.as_markdown(),
            _ETHICS,
        )
    )


def vgg_face_card(
    test: Evaluation, counts: Mapping[str, tuple[int, int]], epochs: int, sha256: str
) -> str:
    """Return the card of the demo VGG-Face."""
    return "\n".join(
        (
            "# VGG-Face, demo weights trained on synthetic phantoms\n",
            "## Model",
            "VGG-Face's architecture (dissertation, section 3.3.1 and Appendix A), 27,823,938 "
            "parameters, input\n224 × 224 BGR minus the mean, outputs `no pain`, `pain` "
            "(softmax). **It has not learned from faces**:\nthe thirteen convolutions are random "
            "(see below); these are not the weights of Parkhi et al. 2015.\n",
            f"File `vgg_face_phantoms.weights.h5`, SHA-256\n`{sha256}`, licence MIT.\n",
            _CAUTION,
            "## Training",
            "Convolutions: orthogonal matrices from a fixed seed; then, layer by layer, each "
            "kernel loses\nits answer to the mean activation and each channel is scaled to "
            "variance 1 on 16 phantoms\nbefore the "
            'ReLU (after Mishkin & Matas 2016, "All you need is a good init"). They are not '
            "trained. Head: 2 × 512 neurons on the cached features,\nstandardised while training "
            "(the scaling is folded into `fc1` afterwards), RMSprop, dropout 50 %,\nearly "
            f"stopping on the validation part; the weights are those of epoch {epochs}.\n",
            _data(counts, "one photograph per subject and label"),
            "## Figures on held-out subjects",
            "The test part took no part in training nor in choosing the epoch.\n",
            test.as_markdown(),
            _ETHICS,
        )
    )


def _data(counts: Mapping[str, tuple[int, int]], drawn: str) -> str:
    rows = "".join(f"| {name} | {n} | {subjects} |\n" for name, (n, subjects) in counts.items())
    return _DATA.format(drawn=drawn, rows=rows)
