"""What a person says of a network from elsewhere, kept beside its file.

``ID.network.json`` lies beside ``ID.keras`` or ``ID.h5`` in the user's folder of models. It holds
what was declared (what the outputs mean, what the inputs expect) and what was found (layers that
can be explained, how long a gradient takes), so that the list of classifiers needs no Keras.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from neopain_gui.classifiers.architecture import Architecture, LayerInfo
from neopain_gui.classifiers.foreign.allowed import LARGEST_SIZE
from neopain_gui.classifiers.preprocessing import CHANNEL_ORDERS, FITS, GREY, Preprocessing
from neopain_gui.classifiers.scorer import GRADIENT, LAYERS, SCORES
from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.errors import InputError, WeightsError
from neopain_gui.provenance import canonical_json

FOREIGN = "foreign"
"""Id of the architecture of every network from elsewhere."""
SUFFIX = ".network.json"
FORMAT = 1
_LARGEST = 1 << 20
_SECONDS_A_MULTIPLICATION = 0.348 / 15.35e9
"""Of a gradient, on two processor cores: as VGG-Face (docs/performance.md)."""
_AT_ONCE = 4 * 224 * 224
_LONGEST_NAME = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What a person says of a network.

    Attributes
    ----------
    outputs : tuple of str
        What each class is: ``"pain"``, ``"no pain"``, or any other name for one that is neither;
        two of a network with a single sigmoid, the one of its 0 first.
    preprocessing : Preprocessing
        What its inputs expect.
    title, licence : str
        For people; empty if unknown.
    """

    outputs: tuple[str, ...]
    preprocessing: Preprocessing
    title: str = ""
    licence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A network in the user's folder: what was declared, and what was found in its file.

    Attributes
    ----------
    declared : Declared
    file : str
        Name of its file.
    sha256 : str
        Of its file.
    parameters : int
    layers : tuple of LayerInfo
        That can be explained.
    multiplications : float
        For one picture.
    """

    declared: Declared
    file: str
    sha256: str
    parameters: int
    layers: tuple[LayerInfo, ...]
    multiplications: float

    @property
    def network(self) -> Architecture:
        """What the program must know of it before it is built."""
        size = self.declared.preprocessing.size
        return Architecture(
            id=FOREIGN,
            short_name="Network",
            preprocessing=self.declared.preprocessing,
            parameters=self.parameters,
            layers=self.layers,
            depth_layers=tuple({layer.group: layer.name for layer in self.layers}.values()),
            gives=frozenset({SCORES, GRADIENT, *((LAYERS,) if self.layers else ())}),
            at_once=max(1, min(16, _AT_ONCE // size**2)),
            gradient_seconds=max(0.005, self.multiplications * _SECONDS_A_MULTIPLICATION),
        )


def preprocessing(
    *, size: int, colours: str, scale: float, mean: tuple[float, ...], fit: str
) -> Preprocessing:
    """Return what a network's inputs expect.

    Raises
    ------
    InputError
        A part of it is none that there is.
    """
    channels = 1 if colours == GREY else 3
    for name, value, known in (("colours", colours, CHANNEL_ORDERS), ("fit", fit, FITS)):
        if value not in known:
            raise InputError(
                f"there are no {name} {value!r}",
                remedy=f"choose one of {', '.join(known)}",
                command=f"give --{name} with one of {', '.join(known)}",
            )
    if not 8 <= size <= LARGEST_SIZE:
        raise InputError(
            f"the input's side cannot be {size} pixels", remedy=f"choose 8 to {LARGEST_SIZE}"
        )
    if not 1e-6 <= scale <= 1e6 or not all(abs(one) <= 1e6 for one in mean):
        raise InputError(
            "scale or mean are out of all proportion",
            remedy="give what values from 0 to 255 are divided by, above 0, and what is then "
            "subtracted",
        )
    if len(mean) == 1:
        mean = mean * channels
    if len(mean) != channels:
        raise InputError(
            f"the mean has {len(mean)} numbers and the input {channels} channels",
            remedy="give one number, or one for each channel",
        )
    return Preprocessing(
        id=FOREIGN, size=size, channel_order=colours, scale=scale, mean=mean, fit=fit
    )


def numbers(text: str) -> tuple[float, ...]:
    """Read what is subtracted from a network's inputs: a number, or one for each channel.

    Raises
    ------
    InputError
        It is not made of numbers.
    """
    try:
        return tuple(float(part) for part in text.replace(";", ",").split(","))
    except ValueError as error:
        raise InputError(
            f"the mean {text[:40]!r} is not made of numbers",
            remedy="give a number, or one for each channel: 93.6, 104.8, 129.2",
            command="give --mean with a number, or with one for each channel: 93.6,104.8,129.2",
        ) from error


def check_outputs(outputs: tuple[str, ...], count: int) -> tuple[str, ...]:
    """Return what the classes are called, two of a network with a single output.

    Raises
    ------
    InputError
        There are more or fewer names than outputs, or two of one name.
    """
    if count == 1 and len(outputs) == 1:
        other = {PainLabel.PAIN: PainLabel.NO_PAIN, PainLabel.NO_PAIN: PainLabel.PAIN}
        said = outputs[0]
        first = other[PainLabel(said)] if said in list(PainLabel) else f"not {said}"
        outputs = (str(first), said)
    wanted = max(count, 2)
    if len(outputs) != wanted:
        raise InputError(
            f"{len(outputs)} classes are named, the network has {wanted}",
            remedy="name what each output means, in their order: pain, no pain, or another name",
        )
    for name in outputs:
        if not 0 < len(name) <= _LONGEST_NAME or not name.isprintable() or name != name.strip():
            raise InputError(
                f"a class cannot be called {name[:_LONGEST_NAME]!r}",
                remedy=f"give it a name of 1 to {_LONGEST_NAME} characters",
            )
    twice = next((name for name in outputs if outputs.count(name) > 1), None)
    if twice:
        raise InputError(
            f"two outputs are called '{twice}'",
            remedy="give one of them a name of its own: it is explained, and counts for neither",
        )
    return outputs


def write(kept: Kept, path: Path) -> None:
    """Write what is kept of a network; the caller sees to it that it is written whole."""
    content = asdict(kept) | {"format": FORMAT}
    path.write_text(canonical_json(content) + "\n", "utf-8")


def read(path: Path) -> Kept:
    """Read what is kept of a network.

    Raises
    ------
    WeightsError
        The file is damaged, or a newer version wrote it.
    """
    from pydantic import ValidationError

    try:
        if path.stat().st_size > _LARGEST:
            raise ValueError("of enormous size")
        content = path.read_text("utf-8")
        if _format(content) > FORMAT:
            raise WeightsError(
                "a newer version of NeoPain wrote this file", file=path, remedy="update NeoPain"
            )
        kept: Kept = _reader().validate_json(content)
        said, how = kept.declared, kept.declared.preprocessing
        check_outputs(said.outputs, len(said.outputs))
        preprocessing(
            size=how.size,
            colours=how.channel_order,
            scale=how.scale,
            mean=how.mean,
            fit=how.fit,
        )
        if Path(kept.file).name != kept.file or how.id != FOREIGN:
            raise ValueError("of another file")
    except (OSError, ValidationError, ValueError, InputError) as error:
        if isinstance(error, WeightsError):
            raise
        raise WeightsError(
            "what was declared of this network cannot be read",
            file=path,
            remedy="bring the network in again",
            command="bring it in again: neopain weights FILE --import --name ID",
        ) from error
    return kept


def beside(file: Path) -> Path:
    """Return where what is kept of a network's file lies."""
    return file.with_name(f"{file.stem}{SUFFIX}")


@cache
def _reader() -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(Kept)


def _format(content: str) -> int:
    from pydantic import BaseModel

    class Head(BaseModel):
        format: int

    return Head.model_validate_json(content).format
