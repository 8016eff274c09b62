"""What the file names of the data sets say.

Three patterns are known: UNIFESP (``06_145026.bmp``), iCOPE (``S10_M_friction_2.jpg``) and the
standard names of the group that re-trained on both (``ID341_UNIFESP_S32_nopain.jpg``). People
typed them, so hyphen, underscore and space count alike, an accent may be composed or not, and
the typos that the published index holds are mended.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from neopain_gui.dataset.face_image import PainLabel

UNIFESP = "UNIFESP"
ICOPE = "iCOPE"
_DATASETS = {"unifesp": UNIFESP, "icope": ICOPE, "cope": ICOPE}

_PAIN = {"pain", "dor", "comdor", "withpain", "painful"}
_NO_PAIN = {"nopain", "notpain", "withoutpain", "rest", "resting", "repouso", "semdor"}

STIMULI: dict[str, PainLabel | None] = {
    "pain": PainLabel.PAIN,
    "rest": PainLabel.NO_PAIN,
    "air": None,
    "cry": None,
    "friction": None,
    "pain_post_sucrose": None,
    "sneeze": None,
    "sucrose": None,
    "yawn": None,
}
"""iCOPE's stimuli and the label each gives: only rest and pain are used (dissertation, 3.1)."""
_TYPOS = {"friciton": "friction", "succrose": "sucrose"}

_STEM = re.compile(r"(\d{2})_(?:(\d{5,6})_)?(\d{6})(?:_(\d{1,2}))?")
_ICOPE = re.compile(r"S(\d+)_([MF])_([A-Z]+(?:_[A-Z]+)*?)_?(\d+[A-Z]?)?", re.IGNORECASE)
_STANDARD = re.compile(
    r"(?:(\d{2})_AUG_)?ID(\d+)_([A-Z]+)_(S\d+)_([A-Z]+(?:_[A-Z]+)*)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stem:
    """A UNIFESP photograph's name: subject and time, ``SS_HHMMSS``.

    Attributes
    ----------
    subject : str
        Two digits.
    time : str
        Time stamp of the frame, six digits: what tells the photographs of a subject apart.
    recorded : str
        The earlier time stamp of a name with two (``06_112348_145026``); empty if there is one.
    index : int or None
        Of several frames in the same second.
    """

    subject: str
    time: str
    recorded: str = ""
    index: int | None = None

    @property
    def name(self) -> str:
        """The photograph's name as the data set writes it, without suffix."""
        tail = "" if self.index is None else f"_{self.index}"
        return f"{self.subject}_{self.time}{tail}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What a file name says about a photograph.

    Attributes
    ----------
    pattern : str
        Which pattern it follows, for the preview.
    dataset : str
        ``"UNIFESP"`` or ``"iCOPE"``.
    subject : str
        As the name writes it, for example ``"06"`` or ``"S10"``.
    label : PainLabel or None
        None where the name does not say.
    stimulus : str
        Empty where the name does not say.
    augmented : bool
        It is an altered copy, made for training.
    remarks : tuple of str
        What was mended or is not as it should be.
    """

    pattern: str
    dataset: str
    subject: str
    label: PainLabel | None = None
    stimulus: str = ""
    augmented: bool = False
    remarks: tuple[str, ...] = ()


def tidy(stem: str) -> str:
    """Return a name in NFC with each run of hyphens, underscores and spaces as one underscore.

    >>> tidy("S01_M_pain _1")
    'S01_M_pain_1'
    """
    return re.sub(r"[\s_\-–]+", "_", unicodedata.normalize("NFC", stem)).strip("_")


def folded(text: str) -> str:
    """Return letters and digits alone, without case and accents, for comparing names.

    >>> folded("Sem-Dor") == folded("sem_dor")
    True
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in plain if character.isalnum())


def parse_stem(stem: str) -> Stem | None:
    """Read ``SS_HHMMSS``, ``SS_HHMMSS_k`` or ``SS_HHMMSS_HHMMSS``; None for anything else.

    Of two time stamps the last is the photograph's. The first may lack a digit, as one that is
    printed in the dissertation does; the last may not.

    >>> parse_stem("06-12348-145026").name
    '06_145026'
    """
    match = _STEM.fullmatch(tidy(stem))
    if match is None:
        return None
    subject, recorded, time, index = match.groups()
    return Stem(
        subject=subject,
        time=time,
        recorded=recorded or "",
        index=None if index is None else int(index),
    )


def parse_label(text: str) -> PainLabel | None:
    """Return the label that a folder or a table calls by ``text``; None if it is no label.

    >>> parse_label("Sem dor").value
    'no pain'
    """
    word = folded(text)
    if word in _PAIN:
        return PainLabel.PAIN
    return PainLabel.NO_PAIN if word in _NO_PAIN else None


def parse_stimulus(text: str) -> str | None:
    """Return iCOPE's stimulus that ``text`` names, its known typos mended; None if it is none.

    >>> parse_stimulus("pain post succrose")
    'pain_post_sucrose'
    """
    words = [_TYPOS.get(word, word) for word in tidy(text).casefold().split("_")]
    stimulus = "_".join(words)
    return stimulus if stimulus in STIMULI else None


def parse_dataset(text: str) -> str | None:
    """Return the data set's proper name; None if it is not one that we know."""
    return _DATASETS.get(folded(text))


def parse_name(stem: str) -> Named | None:
    """Return what a file name without its suffix says; None if it follows no known pattern."""
    name = tidy(stem)
    unifesp = parse_stem(name)
    if unifesp is not None:
        return Named(pattern="UNIFESP name", dataset=UNIFESP, subject=unifesp.subject)
    return _parse_standard(name) or _parse_icope(name)


def _parse_standard(name: str) -> Named | None:
    match = _STANDARD.fullmatch(name)
    if match is None:
        return None
    augmented, _, dataset, subject, what = match.groups()
    known = parse_dataset(dataset)
    label, stimulus = read_class(what)
    if known is None or (label is None and not stimulus):
        return None
    return Named(
        pattern="standard name",
        dataset=known,
        subject=subject.upper(),
        label=label,
        stimulus=stimulus if known == ICOPE else "",
        augmented=augmented is not None,
    )


def _parse_icope(name: str) -> Named | None:
    match = _ICOPE.fullmatch(name)
    if match is None:
        return None
    number, _, written, _ = match.groups()
    stimulus = parse_stimulus(written)
    if stimulus is None:
        return None
    mended = stimulus != written.casefold()
    return Named(
        pattern="iCOPE name",
        dataset=ICOPE,
        subject=f"S{number}",
        label=STIMULI[stimulus],
        stimulus=stimulus,
        remarks=(f"'{written}' was read as '{stimulus}'",) if mended else (),
    )


def read_class(text: str) -> tuple[PainLabel | None, str]:
    """Return label and stimulus of a class: a label's name, or a stimulus of iCOPE.

    ``(None, "")`` means that it is neither.
    """
    stimulus = parse_stimulus(text) or ""
    label = parse_label(text)
    return (label if label is not None else STIMULI.get(stimulus)), stimulus


def near(name: str, known: Iterable[str], *, count: int = 3) -> tuple[str, ...]:
    """Return the known names that resemble ``name``, the most similar first.

    Parameters
    ----------
    name : str
        What was found.
    known : iterable of str
        What it might have been meant to be.
    count : int
        At most so many.

    Returns
    -------
    tuple of str
        Members of ``known`` with a similarity of at least 0.75 (difflib) to ``name``, both
        compared without case, accents and separators.
    """
    by_fold: dict[str, str] = {}
    for candidate in known:
        by_fold.setdefault(folded(candidate), candidate)
    close = difflib.get_close_matches(folded(name), list(by_fold), n=count, cutoff=0.75)
    return tuple(by_fold[fold] for fold in close)


def nearly_a_class(text: str) -> tuple[str, ...]:
    """Return the labels and stimuli that ``text`` nearly, but not quite, names."""
    if read_class(text) != (None, ""):
        return ()
    return near(text, ("pain", "no_pain", "rest", "repouso", "sem_dor", "dor", *STIMULI), count=2)
