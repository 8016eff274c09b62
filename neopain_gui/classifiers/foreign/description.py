"""A network's description from a stranger's file, made clean: every part known, nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from neopain_gui.classifiers.foreign.allowed import (
    ACTIVATIONS,
    DESCRIPTION,
    INITIALISERS,
    LAYERS,
    MODELS,
    MOST_LAYERS,
)
from neopain_gui.errors import WeightsError

REMEDY = "take a network that is made of Keras's own layers"
_UNUSED = ("_regularizer", "_constraint")
"""What acts in training alone; it is left out."""
_NOT_KEPT = frozenset({"dtype", "build_config", "compile_config", "shared_object_id"})
"""Numbers are computed in single precision, whatever a network was trained in."""
_MODULES = {"Functional": "keras.src.models.functional", "Sequential": "keras"}
_LARGEST = 1 << 31


def cleaned(text: str | bytes, path: Path) -> dict[str, Any]:
    """Return a description (class name and configuration) of which every part is known.

    Parameters
    ----------
    text : str or bytes
        JSON, as the file has it.
    path : Path
        The file, for what is said of it.

    Raises
    ------
    WeightsError
        It has a part that is not known to compute and nothing else; the first one is named.
    """
    if len(text) > DESCRIPTION:
        raise _refused(path, "its description is of enormous size")
    try:
        found = json.loads(text)
        count = iter(range(MOST_LAYERS))
        return _model(found, path, count)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise _refused(path, "its description cannot be read") from error


def _model(entry: Mapping[str, Any], path: Path, count: Iterator[int]) -> dict[str, Any]:
    kind, config = str(entry["class_name"]), entry["config"]
    if kind not in MODELS:
        raise _unknown(path, kind, "")
    _check_origin(entry, path)
    if isinstance(config, list):  # Keras 2.2 and older, of a sequential network
        config = {"name": "sequential", "layers": config}
    kept: dict[str, Any] = {"name": _name(config.get("name", "network"))}
    kept["layers"] = [_layer(layer, path, count) for layer in config["layers"]]
    for end in ("input_layers", "output_layers"):
        if end in config:
            kept[end] = _plain(config[end], path, end)
    if kind == "Sequential" and config.get("build_input_shape") is not None:
        kept["build_input_shape"] = _plain(config["build_input_shape"], path, kind)
    return {"class_name": "Sequential" if kind == "Sequential" else "Functional", "config": kept}


def _layer(entry: Mapping[str, Any], path: Path, count: Iterator[int]) -> dict[str, Any]:
    if next(count, None) is None:
        raise _refused(path, f"it has more than {MOST_LAYERS:,} layers")
    kind, config = str(entry["class_name"]), entry["config"]
    if kind in MODELS:
        clean = _model(entry, path, count)
        name = _name(entry.get("name") or clean["config"]["name"])
    else:
        name = _name(entry.get("name") or config["name"])
        if kind not in LAYERS:
            raise _unknown(path, kind, name)
        _check_origin(entry, path)
        clean = {"class_name": kind, "config": _settings(config, path, name)}
    if "module" in entry:
        clean["module"] = _MODULES.get(clean["class_name"], "keras.layers")
        clean["registered_name"] = None
    if "inbound_nodes" in entry:
        clean["inbound_nodes"] = [_node(node, path, name) for node in entry["inbound_nodes"]]
    return clean | {"name": name}


def _check_origin(entry: Mapping[str, Any], path: Path) -> None:
    """A class of one's own may have the name of one of Keras's."""
    module, registered = entry.get("module"), entry.get("registered_name")
    if module is not None and str(module).split(".")[0] != "keras":
        raise _unknown(path, str(entry["class_name"]), "")
    if registered not in (None, entry["class_name"]):
        raise _unknown(path, str(registered), "")


def _settings(config: Mapping[str, Any], path: Path, name: str) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for key, value in config.items():
        if key in _NOT_KEPT or value is None:
            continue
        if str(key).endswith(_UNUSED):
            continue
        if key == "activation":
            kept[key] = _activation(value, path, name)
        elif str(key).endswith("_initializer"):
            kept[key] = _initialiser(value, path, name)
        elif key == "data_format" and value != "channels_last":
            raise _refused(path, f"the layer '{name}' has its channels first")
        else:
            kept[str(key)] = _plain(value, path, name)
    return kept


def _activation(value: Any, path: Path, name: str) -> str:
    if isinstance(value, str) and value in ACTIVATIONS:
        return value
    raise _refused(path, f"the layer '{name}' has an activation that is not one of Keras's")


def _initialiser(value: Any, path: Path, name: str) -> Any:
    if isinstance(value, str):
        if value.replace("_", "").casefold() not in {one.casefold() for one in INITIALISERS}:
            raise _unknown(path, value, name)
        return value
    if value["class_name"] not in INITIALISERS:
        raise _unknown(path, str(value["class_name"]), name)
    kind = {"class_name": value["class_name"], "config": _plain(value["config"], path, name)}
    return kind | ({"module": "keras.initializers"} if "module" in value else {})


def _node(node: Any, path: Path, name: str) -> Any:
    """Return a call of a layer: which layers it takes; a switch to training is left out."""
    if isinstance(node, Mapping):
        kwargs = {key: one for key, one in node.get("kwargs", {}).items() if key != "training"}
        if any(one is not None for one in kwargs.values()):
            raise _refused(path, f"the layer '{name}' is called in a way that is not known")
        return {"args": _arguments(node["args"], path, name), "kwargs": {}}
    calls = []
    for source in node:
        layer, at, tensor, *rest = source
        switches = {key: one for key, one in (rest[0] if rest else {}).items() if key != "training"}
        if any(one is not None for one in switches.values()):
            raise _refused(path, f"the layer '{name}' is called in a way that is not known")
        calls.append([_name(layer), int(at), int(tensor), {}])
    return calls


def _arguments(value: Any, path: Path, name: str) -> Any:
    if isinstance(value, list):
        return [_arguments(one, path, name) for one in value]
    if isinstance(value, Mapping) and value.get("class_name") == "__keras_tensor__":
        source, at, tensor = value["config"]["keras_history"]
        history = [_name(source), int(at), int(tensor)]
        shape = _plain(value["config"]["shape"], path, name)
        inside = {"shape": shape, "dtype": "float32", "keras_history": history}
        return {"class_name": "__keras_tensor__", "config": inside}
    raise _refused(path, f"the layer '{name}' is given something else than another layer's output")


def _plain(value: Any, path: Path, name: str, depth: int = 0) -> Any:
    """Return numbers, texts and lists of them; anything that names a class is refused."""
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int | float):
        if not -_LARGEST < value < _LARGEST:
            raise _refused(path, f"the layer '{name}' has a setting of enormous size")
        return value
    if isinstance(value, list) and depth < 5:
        return [_plain(one, path, name, depth + 1) for one in value]
    if isinstance(value, Mapping) and depth < 5 and "class_name" not in value:
        return {str(key): _plain(one, path, name, depth + 1) for key, one in value.items()}
    raise _refused(path, f"the layer '{name}' has a setting that is not a number or a word")


def _name(value: Any) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= 200 or not value.isprintable():
        raise ValueError("no name")
    return value


def _unknown(path: Path, kind: str, name: str) -> WeightsError:
    what = f"a part of the kind '{kind[:60]}'" if not name else f"a layer '{name}' ({kind[:60]})"
    why = "which could run a program" if "ambda" in kind else "which is not among those known here"
    return WeightsError(f"the network has {what}, {why}", file=path, remedy=REMEDY)


def _refused(path: Path, why: str) -> WeightsError:
    return WeightsError(f"the network cannot be used: {why}", file=path, remedy=REMEDY)
