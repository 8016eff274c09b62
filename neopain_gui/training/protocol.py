"""How a classifier is trained and tested, as data: everything that determines a run but the data.

A protocol is written to and read from a file (:mod:`~neopain_gui.training.protocol_file`) and
begins as one of two presets (:mod:`~neopain_gui.training.presets`).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from neopain_gui.errors import InputError
from neopain_gui.training.augmentation import Augmentation
from neopain_gui.training.setting import check, setting


class Kind(StrEnum):
    """How neonates are divided into those that train and those that test."""

    FOLDS = "folds"
    HOLD_OUT = "hold-out"
    ONE_OUT = "leave-one-neonate-out"


class Choice(StrEnum):
    """On what the weights that are kept are chosen (decision 22)."""

    INNER = "inner"
    TEST = "paper"


@dataclass(frozen=True, slots=True, kw_only=True)
class Division:
    """How neonates are divided (sections 2.4 and 3.3.3)."""

    kind: Kind = setting(
        Kind.FOLDS,
        "Division",
        "folds: neonates are dealt into folds, each tested once (leave-some-subjects-out). "
        "hold-out: some are drawn for the test, again and again. leave-one-neonate-out: each "
        "neonate is a fold of its own.",
    )
    folds: int = setting(
        10, "Folds", "Of the kind folds: how many; each holds as much of every data set.", (2, 1000)
    )
    repetitions: int = setting(
        10, "Repetitions", "Of the kind hold-out: how many times it is drawn.", (1, 1000)
    )
    test_share: float = setting(
        0.20, "Test share", "Of the kind hold-out: of each data set’s neonates.", (0.01, 0.9)
    )
    train_from: tuple[str, ...] = setting(
        (), "Trained from", "Data sets whose neonates train; an empty list means all."
    )
    test_on: tuple[str, ...] = setting(
        (), "Tested on", "Data sets whose neonates are tested; an empty list means all."
    )

    def __post_init__(self) -> None:
        check(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """On what the weights of a fold are chosen."""

    by: Choice = setting(
        Choice.INNER,
        "Weights that are kept",
        "inner: of the epoch with the lowest error on neonates taken out of the training. paper: "
        "of the one with the lowest error on the test itself, which is optimistic.",
    )
    share: float = setting(
        0.15, "Inner validation", "Share of the training neonates, of each data set.", (0.01, 0.5)
    )

    def __post_init__(self) -> None:
        check(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Optimiser:
    """RMSprop without momentum, and what is added to the cross-entropy (section 3.3.1)."""

    epochs: int = setting(200, "Epochs", "At most, of each phase.", (1, 100_000))
    patience: int = setting(
        10, "Patience", "A phase ends after so many epochs without a lower error.", (1, 100_000)
    )
    batch: int = setting(16, "Batch", "Pictures for each adjustment of the weights.", (1, 4096))
    rate: float = setting(1e-4, "Learning rate", "Of RMSprop.", (1e-12, 1))
    rho: float = setting(0.9, "Rho", "RMSprop’s memory of squared gradients.", (0, 0.999999))
    epsilon: float = setting(1e-7, "Epsilon", "RMSprop’s ε.", (1e-16, 1))
    l1: float = setting(0.0, "L1", "Weight of equation 2, on kernels.", (0, 100))
    l2: float = setting(0.0, "L2", "Weight of equation 4, on kernels.", (0, 100))
    class_weights: bool = setting(
        False, "Class weights", "Photographs of the rarer class count more, in inverse proportion."
    )

    def __post_init__(self) -> None:
        check(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The fully connected layers of VGG-Face (section 3.3.1); N-CNN's are part of it."""

    layers: tuple[int, ...] = setting(
        (512, 512), "Layers", "Neurons of each fully connected layer.", (1, 8192), (1, 8)
    )
    dropout: float = setting(0.5, "Dropout", "After each of them.", (0, 0.95))

    def __post_init__(self) -> None:
        check(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class FineTuning:
    """The second phase of VGG-Face, in which some convolutions are trained too (section 3.3.3)."""

    groups: tuple[int, ...] = setting(
        (4, 5), "Groups", "Of convolutions that are trained too; an empty list: none.", (1, 5)
    )
    rate: float = setting(1e-6, "Fine-tuning rate", "Of RMSprop, in this phase.", (1e-12, 1))
    patience: int = setting(
        5,
        "Fine-tuning patience",
        "It ends after so many epochs without a lower error; the dissertation says only that the "
        "error converged.",
        (1, 100_000),
    )

    def __post_init__(self) -> None:
        check(self)
        expected = tuple(range(self.groups[0], 6)) if self.groups else ()
        if self.groups != expected:
            raise InputError(
                f"groups {list(self.groups)} cannot be fine-tuned, for groups are trained from one "
                "of them to the last",
                remedy="name all from the first one to group 5, for example 4 and 5",
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """Heads of VGG-Face that are drawn and tried inside each fold's training (section 3.3.1).

    The dissertation draws layers, neurons, learning rate and L1; of the last two it does not say
    between what.
    """

    draws: int = setting(
        0,
        "Drawn heads",
        "So many heads are tried in each fold, and the one with the lowest error on its inner "
        "validation is trained; 0 trains the head as it stands.",
        (0, 10_000),
    )
    epochs: int = setting(20, "Epochs of a drawn head", "At most.", (1, 100_000))
    layers: tuple[int, ...] = setting(
        (1, 3), "Drawn layers", "The fewest and the most.", (1, 8), (2, 2)
    )
    units: tuple[int, ...] = setting(
        (50, 2048), "Drawn neurons", "Of each layer: the fewest and the most.", (1, 8192), (2, 2)
    )
    rate: tuple[float, ...] = setting(
        (1e-5, 1e-3),
        "Drawn learning rates",
        "The lowest and the highest; as many are drawn below their geometric mean as above.",
        (1e-12, 1),
        (2, 2),
    )
    l1: tuple[float, ...] = setting(
        (1e-5, 1e-2), "Drawn L1", "The lowest and the highest, likewise.", (1e-12, 100), (2, 2)
    )

    def __post_init__(self) -> None:
        check(self)
        for name in ("layers", "units", "rate", "l1"):
            low, high = getattr(self, name)
            if low > high:
                raise InputError(
                    f"{name} of the search lie between {low:g} and {high:g}, the larger first",
                    remedy="put the smaller first",
                )


ARCHITECTURES = ("vgg_face", "n_cnn")
"""What can be trained."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Protocol:
    """Everything that determines a run, but for photographs, base and software.

    Attributes
    ----------
    head, fine_tuning, search : Head, FineTuning, Search or None
        Of VGG-Face alone; None for N-CNN.
    """

    architecture: str = setting("n_cnn", "Architecture", "vgg_face or n_cnn.")
    preset: str = setting(
        "honest", "Preset", "honest or paper: what the protocol began as; changes are listed."
    )
    seed: int = setting(
        0, "Seed", "All random numbers follow from it; equal seeds give equal runs.", (0, 2**31 - 1)
    )
    one_output: bool = setting(
        False,
        "One output",
        "Of the N-CNN: the original's single sigmoid in place of an output for each class (Zamzmi "
        "et al. 2019).",
    )
    division: Division = Division()
    selection: Selection = Selection()
    augmentation: Augmentation = field(default_factory=Augmentation)
    optimiser: Optimiser = Optimiser()
    head: Head | None = None
    fine_tuning: FineTuning | None = None
    search: Search | None = None

    def __post_init__(self) -> None:
        check(self)
        if self.architecture not in ARCHITECTURES:
            raise InputError(
                f"the architecture “{self.architecture}” cannot be trained",
                remedy=f"choose {' or '.join(ARCHITECTURES)}",
            )
        if self.architecture == "n_cnn" and (self.head or self.fine_tuning or self.search):
            raise InputError(
                "head, search and fine-tuning are VGG-Face’s; the N-CNN is trained as a whole",
                remedy="leave these parts out",
            )
        if self.searches and self.optimistic:
            raise InputError(
                "heads are tried on the inner validation, and this protocol has none, for the "
                "test itself chooses its weights",
                remedy="draw no heads, or let the inner validation choose",
            )
        if self.architecture == "vgg_face" and self.one_output:
            raise InputError(
                "VGG-Face has an output for each class; one output is the original N-CNN's",
                remedy="take one_output out",
            )
        if self.architecture == "vgg_face" and self.head is None:
            raise InputError(
                "VGG-Face needs a head that is trained", remedy="say which layers it has"
            )

    @property
    def searches(self) -> bool:
        """Whether heads are drawn and tried before a fold is trained."""
        return self.search is not None and self.search.draws > 0

    @property
    def optimistic(self) -> bool:
        """Whether what is tested also chose the weights, so that the figures are too good."""
        return self.selection.by is Choice.TEST


def with_options(
    protocol: Protocol,
    *,
    folds: int | None = None,
    epochs: int | None = None,
    copies: int | None = None,
    seed: int | None = None,
) -> Protocol:
    """Return a protocol with what is given in place of its own.

    Raises
    ------
    InputError
        It cannot be that, or the protocol has no number of folds.
    """
    division, optimiser = protocol.division, protocol.optimiser
    augmentation = protocol.augmentation
    if folds is not None:
        if division.kind is not Kind.FOLDS:
            raise InputError(
                f"the protocol’s division is {division.kind}, whose number of folds is not chosen",
                remedy="leave the number of folds out",
                command="leave --folds out, or change the division in the protocol’s file",
            )
        division = replace(division, folds=folds)
    if epochs is not None:
        optimiser = replace(optimiser, epochs=epochs)
    if copies is not None:
        augmentation = replace(augmentation, copies=copies)
    return replace(
        protocol,
        division=division,
        optimiser=optimiser,
        augmentation=augmentation,
        seed=protocol.seed if seed is None else seed,
    )
