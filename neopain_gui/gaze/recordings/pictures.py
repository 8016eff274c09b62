"""Pictures that messages in a recording name, where the table has no column of stimuli."""

from __future__ import annotations

import re
from dataclasses import dataclass

ENDINGS = r"\.(?:bmp|png|jpe?g|gif|tiff?)"
_NAMED = re.compile(rf".*{ENDINGS}", re.IGNORECASE)
_LOADED = re.compile(
    rf"!V IMGLOAD\s+(CENTER|TOP_LEFT|FILL)\s+(\S.*?{ENDINGS})((?:\s+-?[\d.]+)*)\s*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A picture, and where on the screen it is shown as far as its message says it, pixels."""

    name: str
    left: float | None = None
    top: float | None = None
    width: float | None = None
    height: float | None = None


def picture_name(text: str) -> str:
    r"""Return the file's name where a text is a picture's path, else ``""``.

    >>> picture_name(r"C:\faces\S1_080000.BMP")
    'S1_080000.BMP'
    """
    text = text.strip()
    return re.split(r"[\\/]", text)[-1].strip() if _NAMED.fullmatch(text) else ""


def picture_in(message: str, screen: tuple[int, int] | None) -> Shown | None:
    """Return the picture that an EyeLink message names, or None.

    A message is one for SR Research's Data Viewer, ``!V IMGLOAD CENTER face.png 640 512 320 233``
    (or TOP_LEFT, or FILL), or any whose last word is a picture's file.
    """
    match = _LOADED.fullmatch(message.strip())
    if match is None and message.startswith("!"):  # other commands name pictures in passing
        return None
    if match is None:
        name = picture_name(message.rpartition(" ")[2])
        return Shown(name=name) if name else None
    how, name = match[1].upper(), picture_name(match[2])
    if how == "FILL" and screen is not None:
        return Shown(name=name, left=0, top=0, width=screen[0], height=screen[1])
    numbers = [float(one) for one in match[3].split() if _is_number(one)]
    if len(numbers) >= 4 and how != "FILL":
        x, y, width, height = numbers[:4]
        back = 0.5 if how == "CENTER" else 0.0
        return Shown(
            name=name, left=x - back * width, top=y - back * height, width=width, height=height
        )
    if len(numbers) >= 2 and how == "TOP_LEFT":
        return Shown(name=name, left=numbers[0], top=numbers[1])
    return Shown(name=name)


def _is_number(text: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d*)?|-?\.\d+", text) is not None
