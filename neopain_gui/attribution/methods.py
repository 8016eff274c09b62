"""Which attribution methods there are. Imports no TensorFlow: the window asks it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from neopain_gui.attribution.baselines import BASELINES, BLACK
from neopain_gui.attribution.channels import CHANNELS, SUM_OF_ABSOLUTE
from neopain_gui.attribution.method import Method
from neopain_gui.attribution.parameters import Parameter
from neopain_gui.classifiers.scorer import GRADIENT, LAYERS, SCORES
from neopain_gui.errors import InputError

__all__ = ["METHODS", "PAPER_METHODS", "Method", "chosen_methods", "find_method"]


def _by_name(*parameters: Parameter) -> Mapping[str, Parameter]:
    return MappingProxyType({parameter.name: parameter for parameter in parameters})


_SCORE_TIP = "What is explained: the class's score after the softmax, or its logit before it"
_LOGIT = Parameter(
    name="score",
    title="Score",
    default="logit",
    choices=("logit", "probability"),
    tip=_SCORE_TIP,
)
_PROBABILITY = Parameter(
    name="score",
    title="Score",
    default="probability",
    choices=("probability", "logit"),
    tip=_SCORE_TIP,
)
_ACTIVATIONS = Parameter(
    name="activations",
    title="Activations",
    default="after ReLU",
    choices=("after ReLU", "before ReLU"),
    tip="What of a layer is looked at: its output, or what its activation function is given",
)
_STEPS = Parameter(
    name="steps",
    title="Steps",
    default="auto",
    choices=("auto", "paper"),
    low=1,
    high=5000,
    tip="Gradients on the way from the baseline: as many as the contour mask needs (auto), the "
    "dissertation's 50 with the trapezoid rule (paper), or a number of midpoints",
)
_CHANNELS = Parameter(
    name="channels",
    title="Channels",
    default=SUM_OF_ABSOLUTE,
    choices=CHANNELS,
    tip="How the attributions of the three colours become one relevance",
)
_SEED_TIP = "What the random numbers start from; the same seed gives the same map"
_SEED = Parameter(
    name="seed",
    title="Seed",
    default=0,
    low=0,
    high=2**31 - 1,
    tip=_SEED_TIP,
)
_NOISE = Parameter(
    name="noise",
    title="Noise",
    default=0.15,
    low=0.0,
    high=1.0,
    tip="Standard deviation of the noise as a share of the picture's range of values",
)
_FILL = Parameter(
    name="fill",
    title="Fill",
    default="black",
    choices=("black", "mean", "blurred"),
    tip="What covers a part of the face: black, the crop's mean colour, or the face blurred",
)


def _whole(name: str, title: str, default: int, high: int, tip: str) -> Parameter:
    return Parameter(name=name, title=title, default=default, low=1, high=high, tip=tip)


GRAD_CAM = Method(
    id="grad_cam",
    title="GradCAM",
    name="Gradient-weighted Class Activation Mapping",
    paper="Selvaraju et al. 2017, ICCV",
    version=1,
    module="gradient_cam",
    needs=(SCORES, GRADIENT, LAYERS),
    by_layer=True,
    parameters=_by_name(_LOGIT, _ACTIVATIONS),
)
GRAD_CAM_PP = Method(
    id="grad_cam_pp",
    title="GradCAM++",
    name="Grad-CAM++",
    paper="Chattopadhay et al. 2018, WACV",
    version=1,
    module="grad_cam_pp",
    needs=(SCORES, GRADIENT, LAYERS),
    by_layer=True,
    parameters=_by_name(_LOGIT, _ACTIVATIONS),
)
HIRES_CAM = Method(
    id="hires_cam",
    title="HiResCAM",
    name="High-Resolution Class Activation Mapping",
    paper="Draelos and Carin 2020, arXiv:2011.08891",
    version=1,
    module="hires_cam",
    needs=(SCORES, GRADIENT, LAYERS),
    by_layer=True,
    parameters=_by_name(_LOGIT, _ACTIVATIONS),
)
INTEGRATED_GRADIENTS = Method(
    id="integrated_gradients",
    title="I.G.",
    name="Integrated Gradients",
    paper="Sundararajan et al. 2017, ICML",
    version=3,
    module="integrated",
    needs=(SCORES, GRADIENT),
    parameters=_by_name(
        _PROBABILITY,
        _STEPS,
        Parameter(
            name="baseline",
            title="Baseline",
            default=BLACK,
            choices=BASELINES,
            tip="Where the way to the photograph starts",
        ),
        _CHANNELS,
    ),
)
SMOOTH_GRAD = Method(
    id="smooth_grad",
    title="SmoothGrad",
    name="SmoothGrad",
    paper="Smilkov et al. 2017, arXiv:1706.03825",
    version=1,
    module="smooth_grad",
    needs=(SCORES, GRADIENT),
    parameters=_by_name(
        _LOGIT,
        _whole("samples", "Samples", 50, 5000, "Noisy copies whose gradients are averaged"),
        _NOISE,
        _CHANNELS,
        _SEED,
    ),
)
SMOOTH_INTEGRATED_GRADIENTS = Method(
    id="smooth_integrated_gradients",
    title="SmoothGrad-I.G.",
    name="SmoothGrad with Integrated Gradients",
    paper="Smilkov et al. 2017, arXiv:1706.03825",
    version=1,
    module="smooth_integrated",
    needs=(SCORES, GRADIENT),
    parameters=_by_name(
        _PROBABILITY,
        _whole("samples", "Samples", 40, 1000, "Noisy copies whose attributions are averaged"),
        _whole("midpoints", "Midpoints", 4, 1000, "Gradients on the way to each noisy copy"),
        _NOISE,
        _CHANNELS,
        _SEED,
    ),
)
EXPECTED_GRADIENTS = Method(
    id="expected_gradients",
    title="E.G.",
    name="Expected Gradients",
    paper="Erion et al. 2021, Nature Machine Intelligence 3",
    version=1,
    module="expected",
    needs=(SCORES, GRADIENT),
    needs_references=True,
    parameters=_by_name(
        _PROBABILITY,
        _whole(
            "samples",
            "Samples",
            96,
            5000,
            "Gradients on the ways from the references, at least; each reference has as many",
        ),
        _CHANNELS,
        _SEED,
    ),
)
OCCLUSION = Method(
    id="occlusion",
    title="Occlusion",
    name="Occlusion",
    paper="Zeiler and Fergus 2014, ECCV",
    version=2,
    module="occlusion",
    parameters=_by_name(
        _PROBABILITY,
        Parameter(
            name="patch",
            title="Patch",
            default=0.125,
            low=0.02,
            high=1.0,
            tip="Side of the patch that is covered, as a share of the face crop's",
        ),
        Parameter(
            name="stride",
            title="Stride",
            default=0.5,
            low=0.05,
            high=1.0,
            tip="From one patch to the next, as a share of the patch's side. Where they overlap, "
            "a pixel has the mean over those that cover it",
        ),
        _FILL,
    ),
)
RISE = Method(
    id="rise",
    title="RISE",
    name="Randomized Input Sampling for Explanation",
    paper="Petsiuk et al. 2018, BMVC",
    version=1,
    module="rise",
    parameters=_by_name(
        _PROBABILITY,
        _whole("masks", "Masks", 1000, 20000, "Random masks: more are less noisy and take longer"),
        _whole("cells", "Cells", 7, 50, "Cells of a mask along a side: more show finer detail"),
        Parameter(
            name="shown",
            title="Shown",
            default=0.5,
            low=0.01,
            high=0.99,
            tip="The chance that a cell of a mask is left",
        ),
        _FILL,
        _SEED,
    ),
)
EDGES = Method(
    id="edges",
    title="Edges",
    name="Edge detector",
    paper="Adebayo et al. 2018, NeurIPS",
    version=1,
    module="edges",
    control=True,
    parameters=_by_name(
        Parameter(
            name="operator",
            title="Operator",
            default="sobel",
            choices=("sobel", "scharr", "prewitt"),
            tip="How the brightness's slope is measured",
        ),
        Parameter(
            name="blur",
            title="Blur",
            default=1.0,
            low=0.0,
            high=20.0,
            tip="Standard deviation of the Gaussian before it, in pixels of the classifier's input",
        ),
    ),
)
RANDOM_WEIGHTS = Method(
    id="random_weights",
    title="Random weights",
    name="GradCAM with random weights",
    paper="Adebayo et al. 2018, NeurIPS",
    version=1,
    module="random_weights",
    needs=(SCORES, GRADIENT, LAYERS),
    by_layer=True,
    control=True,
    parameters=_by_name(
        _LOGIT,
        _ACTIVATIONS,
        # 1, not 0: with 0 a part of the N-CNN is dead from the start and some maps are empty
        Parameter(name="seed", title="Seed", default=1, low=0, high=2**31 - 1, tip=_SEED_TIP),
    ),
)

METHODS: Mapping[str, Method] = MappingProxyType(
    {
        method.id: method
        for method in (
            GRAD_CAM,
            INTEGRATED_GRADIENTS,
            GRAD_CAM_PP,
            HIRES_CAM,
            SMOOTH_GRAD,
            SMOOTH_INTEGRATED_GRADIENTS,
            EXPECTED_GRADIENTS,
            OCCLUSION,
            RISE,
            EDGES,
            RANDOM_WEIGHTS,
        )
    }
)
"""The dissertation's two come first, the controls last."""
PAPER_METHODS = (GRAD_CAM.id, INTEGRATED_GRADIENTS.id)
"""The dissertation's two, which a study is compared with unless told otherwise."""


def find_method(method: str) -> Method:
    """Return the method with this id.

    Raises
    ------
    InputError
        There is none.
    """
    if method not in METHODS:
        raise InputError(
            f"there is no method '{method}'",
            remedy=f"choose one of {', '.join(METHODS)}",
            command=f"give one of these with --method: {', '.join(METHODS)}",
        )
    return METHODS[method]


def chosen_methods(methods: Iterable[str]) -> tuple[str, ...]:
    """Return the ids that are meant, each once: ``"all"`` stands for every method.

    Raises
    ------
    InputError
        One is unknown.
    """
    named = tuple(dict.fromkeys(methods))
    if "all" in named:
        return tuple(METHODS)
    return tuple(find_method(method).id for method in named)
