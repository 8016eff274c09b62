"""Model cards (Mitchell et al. 2019, "Model Cards for Model Reporting") of the demo weights."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping

from neopain_gui.training.evaluation.held_out import as_markdown
from neopain_gui.training.evaluation.predictions import Predictions

_CAUTION = """\
## Intended use
To show how NeoPain works and to test it: the demo study, the tests, the user guide.

**Research use only. Not a medical device.** These weights have never seen a child. They say
nothing about pain, and no figure below says anything about how a network does on photographs of
neonates. For research on photographs, train on them and use those weights.
"""

_DATA = """\
Phantoms: synthetic neonates drawn by `neopain_gui.demo.phantoms.phantom`, {drawn} per neonate and \
label. All photographs of one neonate are on one side. The demo study's neonates (seeds 1 to 10) \
are in none of the parts. Pain and rest are drawn from the Neonatal Facial Coding System's \
actions; identity, pose, light, blanket, blur and noise come from one distribution for both. The \
label decides what is drawn, so it has no error, and the classes are far easier to tell apart \
than in a ward."""

_LIMITS = """\
## Limits and ethics
- A drawing has neither the variety of faces nor that of cameras; skin tones vary, but from a
  palette. Performance by group was not measured, for the groups would be drawn too.
- Every face is cut out with its true box{jitter}; a detector's box is less exact.
- Class scores are not calibrated.
"""

_N_CNN = """\
The adapted Neonatal CNN (dissertation, section 3.3.2 and Appendix B; after Zamzmi et al. 2019), \
78,234 parameters, input 120 × 120 RGB in [0, 1], outputs `no pain`, `pain` (softmax)."""

_N_CNN_TRAINING = """\
Categorical cross-entropy, RMSprop (learning rate 0.0003 after a warm-up of 200 batches, halved \
when the validation loss stalls; ρ 0.9), batches of 16, L2 of 0.01, dropout 10 %, first bias of \
the fully connected layer 0.2; crops jittered, mirrored, brightness and contrast ± 15 %. From \
epoch 15 on the mean activation of `merge_conv` is part of the loss (weight 5), so that GradCAM's \
maps are not filled by activations that carry no class. Stops after ten epochs without a better \
validation figure, at most 40; the weights are those of epoch {epochs}. Repeat with \
`python -m neopain_gui.demo.training.n_cnn`."""

_VGG_FACE = """\
VGG-Face's architecture (dissertation, section 3.3.1 and Appendix A), 27,823,938 parameters, \
input 224 × 224 BGR minus the mean, outputs `no pain`, `pain` (softmax). **It has not learned \
from faces**: the thirteen convolutions are random (see below); these are not the weights of \
Parkhi et al. 2015. The file is built on the machine where it is first needed; another machine's \
rounding may give another SHA-256 and slightly other figures: those of a build lie beside it."""

_VGG_FACE_TRAINING = """\
Convolutions: orthogonal matrices from a fixed seed, the first layer a mixture of colours; then, \
layer by layer, each kernel loses its answer to the mean activation and each channel is scaled to \
variance 1 on 16 phantoms before the ReLU (after Mishkin & Matas 2016, "All you need is a good \
init"). They are not trained. Head: 2 × 512 neurons on the cached features, scaled to variance 1 \
and freed of what they share while training (both are folded into `fc1` afterwards), RMSprop \
(learning rate 0.0001), L1 of 0.0005, dropout 50 %, label smoothing 0.1, early stopping on the \
validation part; the weights are those of epoch {epochs}."""

Counts = Mapping[str, tuple[int, int]]
"""Photographs and neonates of each part."""


def n_cnn_card(test: Predictions, counts: Counts, epochs: int, sha256: str) -> str:
    """Return the card of the demo N-CNN."""
    return _card(
        title="N-CNN, demo weights trained on synthetic phantoms",
        file=f"`n_cnn_phantoms.weights.h5`, SHA-256 `{sha256}`",
        model=_N_CNN,
        training=_N_CNN_TRAINING.format(epochs=epochs),
        data=_DATA.format(drawn="three photographs"),
        counts=counts,
        test=test,
        limits=_LIMITS.format(jitter=", shifted and scaled by up to 6 % in training"),
    )


def vgg_face_card(test: Predictions, counts: Counts, epochs: int, sha256: str) -> str:
    """Return the card of the demo VGG-Face."""
    return _card(
        title="VGG-Face, demo weights trained on synthetic phantoms",
        file=f"`vgg_face_phantoms.weights.h5`, SHA-256 `{sha256}`",
        model=_VGG_FACE,
        training=_VGG_FACE_TRAINING.format(epochs=epochs),
        data=_DATA.format(drawn="one photograph"),
        counts=counts,
        test=test,
        limits=_LIMITS.format(jitter=""),
    )


def _card(
    *,
    title: str,
    file: str,
    model: str,
    training: str,
    data: str,
    counts: Counts,
    test: Predictions,
    limits: str,
) -> str:
    rows = "\n".join(f"| {name} | {n} | {neonates} |" for name, (n, neonates) in counts.items())
    wrap = textwrap.TextWrapper(width=100, break_long_words=False, break_on_hyphens=False).fill
    return "\n".join(
        (
            f"# {title}\n",
            f"## Model\n{wrap(model)}\n",
            f"File {file}, licence MIT.\n",
            _CAUTION,
            f"## Training\n{wrap(training)}\n",
            f"## Data\n{wrap(data)}\n",
            f"| part | photographs | neonates |\n|---|---:|---:|\n{rows}\n",
            "## Figures on neonates held out",
            "The test part took no part in training nor in choosing the epoch.\n",
            as_markdown(test),
            limits.rstrip("\n") + "\n",
        )
    )
