"""What was found in a weight file, in words; the same in the window and on the command line."""

from __future__ import annotations

from neopain_gui.classifiers.foreign.findings import Findings
from neopain_gui.classifiers.preprocessing import Preprocessing

_ENDS = {
    "softmax": "after a softmax",
    "sigmoid": "after a sigmoid",
    "linear": "without an activation",
}


def facts(found: Findings) -> list[tuple[str, str]]:
    """Return what a file is, a pair of name and words each."""
    if not found.outputs:
        inputs = ("Inputs", f"{found.size} × {found.size} pixels, {_order(found.colours)}")
        return [*_said_of_all(found), inputs, ("SHA-256", found.sha256)]
    count = "1 output" if found.outputs == 1 else f"{found.outputs} outputs"
    order = f": {', '.join(found.class_order)}" if found.class_order else ""
    side = "any size" if found.size is None else f"{found.size} × {found.size} pixels"
    channels = "grey" if found.channels == 1 else "three channels"
    explained = len(found.explained)
    layers = "1 layer" if explained == 1 else f"{explained} layers"
    return [
        *_said_of_all(found),
        ("Outputs", f"{count}, {_ENDS[found.ending]}{order}"),
        ("Inputs", f"{side}, {channels}"),
        ("Can be explained", layers if explained else _unknown(found)),
        *found.about,
        ("SHA-256", found.sha256),
    ]


def expects(how: Preprocessing) -> str:
    """Return what a network's inputs expect, in words."""
    means = ", ".join(f"{one:.7g}" for one in how.mean)
    if len(set(how.mean)) == 1:
        means = f"{how.mean[0]:.7g}"
    less = "" if means == "0" else f", less {means}"
    scale = "0 to 255" if how.scale == 1 else f"0 to 255 divided by {how.scale:.7g}"
    return f"{how.size} × {how.size} pixels, {how.channel_order}, {scale}{less}, faces {how.fit}"


def _order(colours: str) -> str:
    if colours == "RGB":
        return "RGB; brought in, its first layer is turned round to BGR"
    return colours


def _unknown(found: Findings) -> str:
    return "known when its size is stated" if found.size is None else "its inputs alone"


def _said_of_all(found: Findings) -> list[tuple[str, str]]:
    return [
        ("File", found.file),
        ("Format", found.format),
        ("Architecture", f"{found.architecture}, {found.parameters:,} weights"),
    ]
