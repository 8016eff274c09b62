"""Files that are known and not read: what each is, and the way from it to one that is read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from neopain_gui.errors import InputError
from neopain_gui.gaze.recordings.columns import parse_header
from neopain_gui.gaze.recordings.layout import Head

_RAW_DATA = "export 'Raw Data' with BeGaze, or the samples with the IDF Converter"
_AS_CSV = "save its samples as CSV with the program that wrote it, and name the columns"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A format by name.

    Attributes
    ----------
    what : str
        Follows "this is".
    remedy : str
        How to get a file that is read.
    """

    what: str
    remedy: str

    def refusal(self, file: Path) -> InputError:
        """Return the error that says so."""
        return InputError(f"this is {self.what}, which is not read", file=file, remedy=self.remedy)


EDF = Known(
    what="an EyeLink recording as the tracker writes it (EDF)",
    remedy="convert it with SR Research's edf2asc, and choose the ASC file",
)
XDF = Known(
    what="a recording of Lab Streaming Layer (XDF)",
    remedy="save the stream of gaze as CSV, with pyxdf for example, and name its columns",
)
MAT = Known(
    what="a MATLAB file (MAT)",
    remedy="save the samples with MATLAB's writetable as CSV, and name their columns",
)
METRICS = Known(
    what="a table of metrics, with sums in the place of samples",
    remedy="export the samples: in Tobii Pro Lab 'Data export', in Tobii Studio 'Raw data'",
)
BEGAZE_EVENTS = Known(
    what="a BeGaze export of events (fixations, saccades, blinks) without samples",
    remedy=_RAW_DATA,
)
DATA_VIEWER = Known(
    what="a report of EyeLink's Data Viewer",
    remedy="convert the recording with edf2asc, and choose the ASC file",
)
PUPIL_FIXATIONS = Known(
    what="Pupil Labs' table of fixations or blinks, without samples",
    remedy="choose the table of gaze beside it: gaze.csv, gaze_positions.csv or one on a surface",
)
_HDF5 = b"\x89HDF\r\n\x1a\n"
_RULES: tuple[tuple[tuple[bytes, ...], str, Known], ...] = (
    (
        (b"0       ",),
        ".edf",
        Known(
            what="a recording of EEG or the like (European Data Format)",
            remedy="choose the eye tracker's export; an EyeLink EDF is converted with edf2asc",
        ),
    ),
    ((b"XDF:",), "", XDF),
    ((b"MATLAB 5.0 MAT", b"MATLAB 7"), "", MAT),
    ((_HDF5,), ".mat", MAT),
    ((_HDF5,), "", Known(what="an HDF5 file", remedy=_AS_CSV)),
    (
        (b"\xd0\xcf\x11\xe0",),
        "",
        Known(what="an old Excel workbook (XLS)", remedy="save it as XLSX"),
    ),
    ((b"\x1f\x8b",), "", Known(what="a file packed with gzip", remedy="unpack it first")),
    ((b"7z\xbc\xaf",), "", Known(what="a packed file (7z)", remedy="unpack it first")),
    ((b"PAR1",), "", Known(what="a Parquet table", remedy=_AS_CSV)),
    ((b"ARROW1",), "", Known(what="a Feather table", remedy=_AS_CSV)),
    ((b"SQLite format 3\0",), "", Known(what="a database (SQLite)", remedy=_AS_CSV)),
    (
        (b"%PDF",),
        "",
        Known(what="a PDF", remedy="choose the export that the eye tracker's program wrote"),
    ),
    ((b"{", b"["), "", Known(what="JSON, no table", remedy=_AS_CSV)),
    (
        (b"<?xml", b"<html", b"<!doc"),
        "",
        Known(what="a page or an XML file, no table", remedy=_AS_CSV),
    ),
    ((), ".edf", EDF),
    ((), ".xdf", XDF),
    ((), ".mat", MAT),
    ((), ".idf", Known(what="a recording of SMI's iView (IDF)", remedy=_RAW_DATA)),
    (
        (),
        ".pldata",
        Known(
            what="a recording of Pupil Capture",
            remedy="export it with Pupil Player, and choose gaze_positions.csv",
        ),
    ),
)
"""What a file begins with, what its name ends with, and what it is then: the first that fits.

Where no beginning tells, the name's ending does only of a file that is no text.
"""


def by_bytes(file: Path, start: bytes) -> Known | None:
    """Return the format that a file's first bytes are of, or None; its name helps where it must."""
    ending = file.suffix.casefold()
    beginnings = start, start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for wanted, suffix, known in _RULES:
        told = any(one.startswith(wanted) for one in beginnings) if wanted else b"\0" in start
        if told and suffix in ("", ending):
            return known
    return None


_COLUMNS: tuple[tuple[Known, tuple[frozenset[str], ...]], ...] = (
    (
        BEGAZE_EVENTS,
        (
            frozenset({"eventtype", "trial", "number", "start", "end"}),
            frozenset({"eventstarttrialtime", "eventendtrialtime"}),
        ),
    ),
    (DATA_VIEWER, (frozenset({"recordingsessionlabel"}),)),
    (
        PUPIL_FIXATIONS,
        (
            frozenset({"fixationid", "starttimestamp"}),
            frozenset({"blinkid", "starttimestamp"}),
            frozenset({"starttimestamp", "duration", "dispersion"}),
        ),
    ),
)
_METRICS = (
    "totaldurationof",
    "averagedurationof",
    "numberoffixations",
    "numberofvisits",
    "timetofirstfixation",
    "fixationcountmean",
    "fixationcountsum",
    "fixationdurationmean",
    "totalfixationduration",
    "visitdurationmean",
)


def by_columns(head: Head) -> Known | None:
    """Return the export without samples that a table's head says it is, or None."""
    for line in head.lines[:60]:
        if line.startswith("Table Header for "):
            return BEGAZE_EVENTS
        for delimiter in "\t;,":
            cells = line.split(delimiter)
            if len(cells) < 3:
                continue
            names = {parse_header(cell.strip('"')).name for cell in cells}
            for known, any_of in _COLUMNS:
                if any(wanted <= names for wanted in any_of):
                    return known
            if any(name.startswith(_METRICS) for name in names):
                return METRICS
    return None
