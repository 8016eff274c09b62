"""What a training takes, counted from its settings: processor time, disk, memory.

The prices were measured on one machine (``docs/performance.md``); whoever tells a person the time
scales them to theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from neopain_gui.classifiers.architectures import ARCHITECTURES
from neopain_gui.classifiers.n_cnn import FILTERS
from neopain_gui.classifiers.vgg_face import GROUPS
from neopain_gui.training.fold_plan import FoldPlan, positions
from neopain_gui.training.photographs import Photograph
from neopain_gui.training.protocol import Protocol, Search

_FLOAT = 4
_LAST = len(GROUPS)
_MACS = (1.94e9, 2.77e9, 4.62e9, 4.62e9, 1.39e9)
"""Multiplications of each of VGG-Face's groups of convolutions for a face."""

# Seconds of processor on the machine of docs/performance.md.
_MAC = 18e-12
_N_CNN_STEP, _N_CNN_PASS = 14e-3, 4.4e-3
_HEAD_WEIGHT = 0.25e-9
"""Of a weight of the head, for a face that teaches, in batches of 16."""
_CUT = 3e-3
_COPY_CHECKED = 0.11
_BEGIN, _FOLD = 8.0, 4.0
"""TensorFlow's own beginning; a fold's fresh weights, tracing and writing."""
_BASE_BUILT, _BASE_BYTES = 160.0, 111_000_000
"""Of the demo base: phantoms that are drawn, a head that learns; its file."""
_MEMORY = 850_000_000
"""Bytes that Python and TensorFlow take."""
_COPIES = 5
"""Of what learns, in memory: weights, gradients, RMSprop's two numbers, what is being written."""
_ACTIVATIONS = 2
"""Copies of a batch's activations."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a training takes.

    Attributes
    ----------
    once : float
        Seconds of processor before the first fold learns, with TensorFlow's beginning.
    folds : float
        Seconds of processor that folds take whatever they learn.
    epoch : float
        Seconds of processor of one epoch of all folds together.
    tuning_epoch : float
        The same of fine-tuning; 0 without.
    fewest, most : int
        Epochs of learning: what patience permits, and the protocol's limit.
    fewest_tuning, most_tuning : int
        The same of fine-tuning.
    search_epoch : float
        Seconds of processor of one epoch of every head that is drawn, in all folds; 0 without.
    fewest_search, most_search : int
        Epochs of a drawn head.
    kept : int
        Bytes of disk for faces, or what the base gives for them; at most, for copies without a
        face are dropped.
    weights : int
        Bytes of disk for the folds' weights, for what the fold that learns keeps of itself, and
        for a base that is built.
    memory : int
        Bytes of memory, roughly.
    """

    once: float
    folds: float
    epoch: float
    tuning_epoch: float
    fewest: int
    most: int
    fewest_tuning: int
    most_tuning: int
    search_epoch: float
    fewest_search: int
    most_search: int
    kept: int
    weights: int
    memory: int

    @property
    def disk(self) -> int:
        """Bytes of disk in all."""
        return self.kept + self.weights

    @property
    def least(self) -> float:
        """Seconds of processor if nothing gets better after the first epoch."""
        return self._of(self.fewest, self.fewest_tuning, self.fewest_search)

    @property
    def greatest(self) -> float:
        """Seconds of processor if every epoch is learnt."""
        return self._of(self.most, self.most_tuning, self.most_search)

    def _of(self, epochs: int, tuning: int, search: int) -> float:
        learning = epochs * self.epoch + tuning * self.tuning_epoch + search * self.search_epoch
        return self.once + self.folds + learning


def cost_of(
    plan: FoldPlan,
    photographs: Sequence[Photograph],
    *,
    half: bool = False,
    folds: Sequence[int] = (),
    builds: bool = False,
) -> Cost:
    """Count what a training takes.

    Parameters
    ----------
    plan : FoldPlan
        Its folds, with their protocol.
    photographs : sequence of Photograph
    half : bool
        Whether what a base gives is kept in half precision.
    folds : sequence of int, optional
        Those that are trained; all by default.
    builds : bool
        Whether the demo base is built first.
    """
    protocol = plan.protocol
    optimiser, tuning = protocol.optimiser, protocol.fine_tuning
    tuned = tuning.groups if tuning else ()
    each = 1 + protocol.augmentation.copies
    todo = list(folds) or list(range(1, len(plan) + 1))
    learnt, looked_at, said = _rows(plan, photographs, todo)
    step, look, whole = _seconds(protocol, ())
    epoch = each * learnt * step + looked_at * look
    tuning_epoch = 0.0
    if tuned:
        step, look, _ = _seconds(protocol, tuned)
        tuning_epoch = each * learnt * step + looked_at * look
    search_epoch, most_search = 0.0, 0
    if protocol.search is not None and protocol.search.draws:
        heads = protocol.search.draws * _drawn(protocol.search)
        search_epoch = each * learnt * heads * _HEAD_WEIGHT
        most_search = protocol.search.epochs
    most = optimiser.epochs
    return Cost(
        once=_BEGIN + len(photographs) * _once(protocol, each) + builds * _BASE_BUILT,
        folds=len(todo) * _FOLD + said * whole,
        epoch=epoch,
        tuning_epoch=tuning_epoch,
        fewest=min(most, optimiser.patience + 1),
        most=most,
        fewest_tuning=min(most, tuning.patience) if tuning and tuned else 0,
        most_tuning=most if tuned else 0,
        search_epoch=search_epoch,
        fewest_search=min(most_search, optimiser.patience + 1),
        most_search=most_search,
        kept=len(photographs) * each * _kept(protocol, half=half),
        weights=_FLOAT * (len(todo) * _all_weights(protocol) + 4 * _learning(protocol))
        + builds * _BASE_BYTES,
        memory=_memory(protocol),
    )


def _rows(
    plan: FoldPlan, photographs: Sequence[Photograph], folds: Sequence[int]
) -> tuple[int, int, int]:
    """Return how many photographs folds learn from, validate on, and say something of."""
    neonates = [one.neonate for one in photographs]
    counts = np.zeros(3, int)
    for fold in folds:
        parts = plan.parts(fold)
        train, held, test = (
            len(positions(neonates, part)) for part in (parts.train, parts.validation, parts.test)
        )
        counts += (train, held, held + test)
    return int(counts[0]), int(counts[1]), int(counts[2])


def _seconds(protocol: Protocol, groups: Sequence[int]) -> tuple[float, float, float]:
    """Return the price of a face that teaches, one that is looked at, one that is predicted."""
    if protocol.architecture == "n_cnn":
        return _N_CNN_STEP, _N_CNN_PASS, _N_CNN_PASS
    head = _HEAD_WEIGHT * _head_weights(protocol)
    macs = sum(_MACS[group - 1] for group in groups)
    return head + 3 * macs * _MAC, head / 8 + macs * _MAC, head / 8 + sum(_MACS) * _MAC


def _once(protocol: Protocol, each: int) -> float:
    """Return the price of a photograph before anything is learnt."""
    augmentation = protocol.augmentation
    price = each * _CUT
    if augmentation.face_check:
        price += augmentation.copies * _COPY_CHECKED
    if protocol.architecture == "vgg_face":
        price += each * sum(_MACS) * _MAC  # once for all layers: pool3 comes before flatten
        if protocol.fine_tuning and protocol.fine_tuning.groups:
            price += each * sum(_MACS[: protocol.fine_tuning.groups[0] - 1]) * _MAC
    return price


def _kept(protocol: Protocol, *, half: bool) -> int:
    """Return the bytes that are kept of a face."""
    tuning = protocol.fine_tuning
    crop: int = 3 * ARCHITECTURES[protocol.architecture].input_size ** 2
    if protocol.architecture == "n_cnn":
        return crop
    bytes_each = 2 if half else _FLOAT
    found = _pooled(_LAST) * bytes_each
    if tuning and tuning.groups:
        first = tuning.groups[0]
        found += _pooled(first - 1) * bytes_each if first > 1 else crop
    return found


def _pooled(group: int) -> int:
    """Return how many numbers the pooling after a group gives."""
    side: int = ARCHITECTURES["vgg_face"].input_size // 2**group
    return side**2 * GROUPS[group - 1][0]


def _head_weights(protocol: Protocol) -> int:
    return _dense_weights(protocol.head.layers if protocol.head else ())


def _dense_weights(layers: Sequence[int]) -> int:
    widths = [_pooled(_LAST), *layers, 2]
    return sum((before + 1) * after for before, after in pairwise(widths))


def _drawn(search: Search) -> int:
    """Return the weights of a head of middling size among those that are drawn."""
    return _dense_weights([sum(search.units) // 2] * (sum(search.layers) // 2))


def _convolution_weights(groups: Iterable[int]) -> int:
    found = 0
    for group in groups:
        filters, count = GROUPS[group - 1]
        before = GROUPS[group - 2][0] if group > 1 else 3
        found += (9 * before + 1) * filters + (count - 1) * (9 * filters + 1) * filters
    return found


def _all_weights(protocol: Protocol) -> int:
    if protocol.architecture == "n_cnn":
        return ARCHITECTURES["n_cnn"].parameters
    return _head_weights(protocol) + _convolution_weights(range(1, _LAST + 1))


def _learning(protocol: Protocol) -> int:
    """Return how many weights learn at once, at most."""
    if protocol.architecture == "n_cnn":
        return ARCHITECTURES["n_cnn"].parameters
    groups = protocol.fine_tuning.groups if protocol.fine_tuning else ()
    return _head_weights(protocol) + _convolution_weights(groups)


def _memory(protocol: Protocol) -> int:
    """Return roughly what the process takes at its most."""
    weights = _all_weights(protocol) + _COPIES * _learning(protocol)
    active = protocol.optimiser.batch * _active(protocol)
    return _MEMORY + _FLOAT * (weights + _ACTIVATIONS * active)


def _active(protocol: Protocol) -> int:
    """Return how many activations the layers have that learn from one face."""
    if protocol.architecture == "n_cnn":  # two branches begin at its full size
        return 2 * FILTERS * ARCHITECTURES["n_cnn"].input_size ** 2
    groups = protocol.fine_tuning.groups if protocol.fine_tuning else ()
    return sum(GROUPS[group - 1][1] * 4 * _pooled(group) for group in groups)
