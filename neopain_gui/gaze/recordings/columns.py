"""What a column is, by its header: every era of Tobii's programs has its own words.

A header is a name and perhaps a unit, ``Gaze point X [DACS px]`` or ``GazePointX (ADCSpx)``. Names
are compared without case, spaces and punctuation.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

READ = (
    "Tobii Studio 1 to 3, Tobii Pro Lab, and dumps of Tobii's SDK, as tab-separated text or as CSV "
    "with one header row, or as XLSX; Tobii ClearView (GZD and FXD); EyeLink ASC, SMI BeGaze, "
    "Gazepoint, Pupil Core, Pupil Neon; any table whose columns are named"
)
"""What can be read, for whoever is told that a file cannot."""

SCREEN = ("", "px", "adcspx", "dacspx")
MEDIA = ("mcspx",)
NORM = ("mcsnorm",)
LENGTH = ("", "mm", "adcsmm", "dacsmm", "ucsmm")
TIME = ("", "ms", "us", "s")
SDK_FOUND = ("validity", "available", "valid")
SDK_EYE = "{}gazeorigininusercoordinatesystemz"
UNIT_VECTOR = ("", "dacsnorm", "adcsnorm")

# Role: the names it may have, best first, and the units that make it so.
ROLES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "clock": (("recordingtimestamp", "timestamp"), TIME),
    "fine_clock": (
        (
            "microsecondtimestamp",
            "eyetrackertimestamp",
            "time",
            "devicetimestamp",
            "systemtimestamp",
        ),
        ("us",),
    ),
    "sensor": (("sensor",), ("",)),
    "participant": (("participantname", "participant"), ("",)),
    "recording": (("recordingname",), ("",)),
    "stimulus": (
        ("presentedmedianame", "recordingmedianame", "medianame", "stimuliname"),
        ("",),
    ),
    "stimulus_else": (("presentedstimulusname",), ("",)),
    "gaze_x": (("gazepointx",), SCREEN),
    "gaze_y": (("gazepointy",), SCREEN),
    "left_x": (
        ("gazepointleftx", "gazepointxleft", "lgazepos2dx", "leftgazepointondisplayareax"),
        SCREEN,
    ),
    "left_y": (
        ("gazepointlefty", "gazepointyleft", "lgazepos2dy", "leftgazepointondisplayareay"),
        SCREEN,
    ),
    "right_x": (
        ("gazepointrightx", "gazepointxright", "rgazepos2dx", "rightgazepointondisplayareax"),
        SCREEN,
    ),
    "right_y": (
        ("gazepointrighty", "gazepointyright", "rgazepos2dy", "rightgazepointondisplayareay"),
        SCREEN,
    ),
    "left_validity": (
        ("validityleft", "lvalidity", *(f"leftgazepoint{one}" for one in SDK_FOUND)),
        ("",),
    ),
    "right_validity": (
        ("validityright", "rvalidity", *(f"rightgazepoint{one}" for one in SDK_FOUND)),
        ("",),
    ),
    "left_distance": (
        ("distanceleft", "eyepositionleftz", "eyeposleftz", "leyepos3dz", SDK_EYE.format("left")),
        LENGTH,
    ),
    "right_distance": (
        (
            "distanceright",
            "eyepositionrightz",
            "eyeposrightz",
            "reyepos3dz",
            SDK_EYE.format("right"),
        ),
        LENGTH,
    ),
    "left_pupil": (("pupilleft", "pupildiameterleft", "lpupildm", "leftpupildiameter"), LENGTH),
    "right_pupil": (("pupilright", "pupildiameterright", "rpupildm", "rightpupildiameter"), LENGTH),
    **{
        f"{eye}_look_{axis}": ((f"gazedirection{eye}{axis}",), UNIT_VECTOR)
        for eye in ("left", "right")
        for axis in "xyz"
    },
    "movement": (("gazeeventtype", "eyemovementtype"), ("",)),
    "index": (("fixationindex", "eyemovementtypeindex"), ("",)),
    "duration": (("eyemovementeventduration", "gazeeventduration", "fixationduration"), ("", "ms")),
    "fixation_x": (("fixationpointx",), SCREEN),
    "fixation_y": (("fixationpointy",), SCREEN),
    "fixation_media_x": (("fixationpointx", "mappedfixationpointx"), MEDIA),
    "fixation_media_y": (("fixationpointy", "mappedfixationpointy"), MEDIA),
    "media_pos_x": (("mediaposx", "presentedmediapositionx"), SCREEN),
    "media_pos_y": (("mediaposy", "presentedmediapositiony"), SCREEN),
    "media_shown_width": (("mediawidth", "presentedmediawidth"), SCREEN),
    "media_shown_height": (("mediaheight", "presentedmediaheight"), SCREEN),
    "media_width": (("originalmediawidth",), SCREEN),
    "media_height": (("originalmediaheight",), SCREEN),
    "mapped_x": (("gazepointx", "mappedgazedatapointx"), MEDIA),
    "mapped_y": (("gazepointy", "mappedgazedatapointy"), MEDIA),
    "norm_x": (("gazepointx",), NORM),
    "norm_y": (("gazepointy",), NORM),
    "screen_width": (("recordingresolutionwidth",), SCREEN),
    "screen_height": (("recordingresolutionheight",), SCREEN),
    "screen": (("recordingresolution",), SCREEN),
    "device": (("eyetrackername", "recordingdevice", "devicename"), ("",)),
    "event": (("event", "studioevent"), ("",)),
    "value": (("eventvalue", "studioeventdata", "descriptor"), ("",)),
    "mouse": (("mouseevent",), ("",)),
    "key": (("keypressevent",), ("",)),
    "external": (("externalevent",), ("",)),
}
# Studio 2 writes no units: these names alone say whose pixels they are.
UNIT_OF_NAME = {
    "mappedfixationpointx": "mcspx",
    "mappedfixationpointy": "mcspx",
    "mappedgazedatapointx": "mcspx",
    "mappedgazedatapointy": "mcspx",
    "microsecondtimestamp": "us",
    "eyetrackertimestamp": "us",
    "devicetimestamp": "us",
    "systemtimestamp": "us",
    "time": "us",
}
TEXT = frozenset(
    [
        "sensor",
        "validity",
        "participant",
        "recording",
        "stimulus",
        "stimulus_else",
        "left_validity",
        "right_validity",
        "movement",
        "screen",
        "device",
        "event",
        "value",
        "mouse",
        "key",
        "external",
        "eyes",
    ]
)
"""Roles whose cells are text; all others hold numbers."""

PERSONAL_WORDS = frozenset(
    [
        "sex",
        "gender",
        "geschlecht",
        "sexo",
        "genero",
        "gênero",
        "ethnic",
        "ethnicity",
        "ethnie",
        "etnia",
        "race",
        "raça",
        "raca",
        "kön",
        "birth",
        "birthday",
        "birthdate",
        "geburtsdatum",
        "nascimento",
        "email",
        "surname",
        "firstname",
        "lastname",
    ]
)
PERSONAL_NAMES = frozenset(
    ["systemusername", "username", "machinename", "computername", "windowsuser", "hostname"]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """A column's header taken apart: ``text`` as written, ``name`` for comparing, ``unit``."""

    text: str
    name: str
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Which dialect a header row is, and at which index each role's column stands."""

    dialect: str
    headers: tuple[Header, ...]
    places: dict[str, int]


def parse_header(text: str) -> Header:
    """Take a header apart; what follows the name in brackets or parentheses is its unit."""
    text = text.strip()
    match = re.fullmatch(r"(.*\S)\s*[\[(]([^\[\]()]*)[\])]", text)
    name, unit = match.groups() if match else (text, "")
    name = re.sub(r"[\W_]+", "", name.casefold())
    unit = re.sub(r"\s+", "", unit.casefold()).replace("µ", "u").replace("μ", "u")
    return Header(text=text, name=name, unit=unit or UNIT_OF_NAME.get(name, ""))


def find_dialect(headers: Sequence[Header]) -> str | None:
    """Return the dialect that these headers are of, or None."""
    names = {header.name for header in headers}
    texts = {header.text for header in headers}
    if {"time", "lgazepos2dx", "rgazepos2dx"} <= names:
        return "TX300 SDK dump"
    if {"leftgazepointondisplayareax", "rightgazepointondisplayareax"} <= names:
        return "Tobii SDK"
    if "recordingtimestamp" in names and "RecordingTimestamp" not in texts:
        bracketed = any(re.search(r"\[[^\]]*(ms|px|mm|norm|[µμu]s)\]$", text) for text in texts)
        return "Tobii Pro Lab 2x" if bracketed else "Tobii Pro Lab 1.x"
    if "RecordingTimestamp" in texts:
        return "Tobii Studio 3.x"
    if "timestamp" in names and names & {
        "fixationindex",
        "gazepointx",
        "gazepointxleft",
        "stimuliname",
    }:
        whole = names & {"gazepointx", "gazepointxleft"}
        return "Tobii Studio 1/2" if whole else "Tobii Studio 1/2, fixations only"
    return None


def find_columns(headers: Sequence[Header]) -> dict[str, int | tuple[int, ...]]:
    """Return each role's column: the best name's, as a tuple where several share it."""
    found: dict[str, int | tuple[int, ...]] = {}
    for role, (names, units) in ROLES.items():
        for name in names:
            at = [
                place
                for place, header in enumerate(headers)
                if header.name == name and header.unit in units
            ]
            if at:
                found[role] = at[0] if len(at) == 1 else tuple(at)
                break
    return found


def is_personal(text: str) -> bool:
    """Whether a column or a line of the preamble with this name tells who somebody is."""
    spaced = re.sub(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])", " ", text)
    words = set(re.findall(r"[^\W\d_]+", spaced.casefold()))
    return bool(words & PERSONAL_WORDS) or parse_header(text).name in PERSONAL_NAMES
