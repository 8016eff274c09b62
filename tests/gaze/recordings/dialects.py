"""A writer of small exports in each dialect, independent of the reader."""

import itertools

GAZE = [  # ms, µs, left x, y, right x, y, left code, right code
    (10, 10_004, 500.5, 400.25, 520.5, 404.25, 0, 0),
    (13, 13_337, 502.5, 401.25, 522.5, 405.25, 0, 0),
    (17, 16_671, None, None, 530.5, 410.25, 4, 1),
    (20, 20_004, None, None, None, None, 4, 4),
    (23, 23_337, 510.5, 402.25, 524.5, 408.25, 1, 0),
]
FIXATION = [(1, 7, 511.0, 403.0), (1, 7, 511.0, 403.0), None, None, (2, 3, 517.0, 405.0)]
MEDIA = (100, 50, 640, 400)  # where it is shown, and how large


def rows(dialect):
    """The same five samples and one event, by header; None is an empty cell."""
    for (ms, us, lx, ly, rx, ry, left, right), fixation in zip(GAZE, FIXATION, strict=True):
        index, duration, fx, fy = fixation or (None,) * 4
        x, y, w, h = MEDIA
        if dialect == "studio2":
            yield {
                "Timestamp": ms, "MicroSecondTimestamp": us,
                "GazePointXLeft": -1280 if lx is None else lx,
                "GazePointYLeft": -1024 if ly is None else ly,
                "PupilLeft": -1 if lx is None else 3.25, "ValidityLeft": left,
                "GazePointXRight": -1280 if rx is None else rx,
                "GazePointYRight": -1024 if ry is None else ry,
                "PupilRight": -1 if rx is None else 3.5, "ValidityRight": right,
                "FixationIndex": index, "FixationDuration": duration,
                "MappedFixationPointX": fx and fx - x, "MappedFixationPointY": fy and fy - y,
                "StimuliName": "S1_080000.bmp", "MediaPosX": x, "MediaPosY": y,
                "MediaWidth": w, "MediaHeight": h, "Event": None, "Descriptor": None,
            }  # fmt: skip
        elif dialect == "studio3":
            yield {
                "ParticipantName": "Maria", "RecordingName": "Rec 1", "[Sex]Value": "f",
                "RecordingTimestamp": ms, "EyeTrackerTimestamp": us,
                "GazePointLeftX (ADCSpx)": lx, "GazePointLeftY (ADCSpx)": ly,
                "GazePointRightX (ADCSpx)": rx, "GazePointRightY (ADCSpx)": ry,
                "GazePointX (ADCSmm)": 1.5, "PupilLeft": -1 if lx is None else 3.25,
                "PupilRight": -1 if rx is None else 3.5,
                "ValidityLeft": left, "ValidityRight": right,
                "FixationIndex": index, "GazeEventType": "Fixation" if index else "Saccade",
                "GazeEventDuration": duration,
                "FixationPointX (MCSpx)": fx and fx - x, "FixationPointY (MCSpx)": fy and fy - y,
                "MediaName": "S1_080000.bmp", "MediaPosX (ADCSpx)": x, "MediaPosY (ADCSpx)": y,
                "MediaWidth": w, "MediaHeight": h, "StudioEvent": None, "StudioEventData": None,
            }  # fmt: skip
        else:
            raw = {
                "Participant name": "Maria", "Recording name": "Rec 1",
                "Recording timestamp|ms": ms, "Eyetracker timestamp|μs": us,
                "Sensor": "Eye Tracker",
                "Gaze point left X|DACS px": lx, "Gaze point left Y|DACS px": ly,
                "Gaze point right X|DACS px": rx, "Gaze point right Y|DACS px": ry,
                # of an eye that was not found: what must not be taken
                **look("left", (0.0, 0.6, -0.8) if left < 2 else (0.0, 1.0, 0.0)),
                **look("right", (0.6, 0.0, -0.8) if right < 2 else (0.0, 0.0, 0.0)),
                "Pupil diameter left|mm": lx and 3.25, "Pupil diameter right|mm": rx and 3.5,
                "Validity left": "Valid" if left < 2 else "Invalid",
                "Validity right": "Valid" if right < 2 else "Invalid",
                "Eye movement type": "Fixation" if index else "Saccade",
                "Eye movement event duration|ms": duration, "Eye movement type index": index or 9,
                "Fixation point X|DACS px": fx, "Fixation point Y|DACS px": fy,
                "Presented Media name": "S1_080000.bmp",
                "Presented Media position X|DACS px": x, "Presented Media position Y|DACS px": y,
                "Presented Media width|px": w, "Presented Media height|px": h,
                "Original Media width|px": w, "Original Media height|px": h,
                "Event": None, "Event value": None,
            }  # fmt: skip
            yield {in_brackets(name, dialect): value for name, value in raw.items()}


def look(eye, direction):
    names = (f"Gaze direction {eye} {axis}|DACS norm" for axis in "XYZ")
    return dict(zip(names, direction, strict=True))


def in_brackets(name, dialect):
    """A header of Pro Lab: units in brackets since 2x; before in parentheses, mostly not of times.

    ``prolab1`` writes those of gaze alone, ``prolab1 with units`` all of them.
    """
    name, _, unit = name.partition("|")
    if not unit or (dialect == "prolab1" and "DACS" not in unit):
        return name
    return f"{name} [{unit}]" if dialect == "prolab2" else f"{name} ({unit.replace(' ', '')})"


CLOCKS = {
    "studio2": ("Timestamp", "MicroSecondTimestamp"),
    "studio3": ("RecordingTimestamp", "EyeTrackerTimestamp"),
}


def with_clock(row, dialect, clock):
    """The row with ``both`` clocks, or the coarse one alone, in ``ms`` or, in Pro Lab, in ``us``.

    Alone it has decimals of milliseconds: else it would not say when samples were.
    """
    coarse, fine = CLOCKS.get(dialect) or (
        in_brackets("Recording timestamp|ms", dialect),
        in_brackets("Eyetracker timestamp|μs", dialect),
    )
    if clock == "both":
        return row
    us = row.get(fine) or 1000 * row[coarse]
    row = {name: value for name, value in row.items() if name != fine}
    if clock == "ms" or dialect in CLOCKS:
        return row | {coarse: us / 1000}
    del row[coarse]
    return row | {in_brackets("Recording timestamp|μs", dialect): us}


def event_row(dialect):
    if dialect == "studio2":
        return {"Timestamp": 5, "Event": "KeyPress", "Descriptor": "Space"}
    if dialect == "studio3":
        return {
            "ParticipantName": "Maria", "RecordingName": "Rec 1", "RecordingTimestamp": 5,
            "StudioEvent": "KeyPress", "StudioEventData": "Space",
        }  # fmt: skip
    return {
        "Participant name": "Maria", "Recording name": "Rec 1",
        in_brackets("Recording timestamp|ms", dialect): 5,
        "Event": "KeyPress", "Event value": "Space",
    }  # fmt: skip


def write(path, dialect, *, mark=".", encoding="utf-8", delimiter="\t", order=None, preamble=(),
          clock="both"):  # fmt: skip
    """Write the export; ``order`` is a function that reorders the list of headers."""
    table = [with_clock(row, dialect, clock) for row in (event_row(dialect), *rows(dialect))]
    headers = list(dict.fromkeys(itertools.chain(*table[1:])))
    headers = order(headers) if order else headers

    def cell(value):
        text = "" if value is None else str(value)
        return text.replace(".", mark) if isinstance(value, float) else text

    lines = [*preamble, delimiter.join([*headers, ""])]
    lines += [delimiter.join([*(cell(row.get(name)) for name in headers), ""]) for row in table]
    path.write_bytes("\r\n".join([*lines, ""]).encode(encoding))
    return path
