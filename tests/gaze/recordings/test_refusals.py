"""Files that are known and not read: the format is named, and the way to one that is read."""

import json

import pytest

from neopain_gui.errors import InputError
from neopain_gui.gaze import read_recording
from neopain_gui.gaze.import_preview.sorting import sort_files
from neopain_gui.gaze.recordings import headers_of

ABOUT = "neopain_gui.gaze.recordings.recognised"

KNOWN = [
    ("a.edf", b"SR_RESEARCH_COMBINED\0\1\2", "EyeLink recording", "edf2asc"),
    ("eeg.EDF", b"0       X X X", "European Data Format", "edf2asc"),
    ("a.xdf", b"XDF:\x01\x02", "Lab Streaming Layer", "pyxdf"),
    ("a.mat", b"MATLAB 5.0 MAT-file, Platform: GLNXA64", "MATLAB file", "writetable"),
    ("b.mat", b"\x89HDF\r\n\x1a\n\0\0", "MATLAB file", "writetable"),
    ("a.h5", b"\x89HDF\r\n\x1a\n\0\0", "HDF5", "CSV"),
    ("a.json", json.dumps({"gaze": [1, 2]}).encode(), "JSON", "CSV"),
    ("b.json", b"\xef\xbb\xbf [1, 2]", "JSON", "CSV"),
    ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1", "old Excel workbook", "XLSX"),
    ("a.idf", b"\1\0\0idf", "iView", "BeGaze"),
    ("a.csv.gz", b"\x1f\x8b\x08", "gzip", "unpack"),
    (
        "metrics.tsv",
        b"Recording\tParticipant\tMedia\tTotal_duration_of_fixations.eyes\tNumber_of_fixations\n",
        "metrics",
        "Data export",
    ),
    (
        "events.txt",
        b"Table Header for Fixations:\nEvent Type\tTrial\tNumber\tStart\tEnd\n\n"
        b"Fixation L\t1\t1\t100\t300\t200\t500\t400\t8\t9\t-1\t10\t10\n",
        "BeGaze export of events",
        "Raw Data",
    ),
    (
        "details.csv",
        b"Trial,Stimulus,Category,Event Start Trial Time [ms],Event End Trial Time [ms]\n"
        b"T1,a.bmp,Fixation,0,100,extra,extra\n",
        "BeGaze export of events",
        "Raw Data",
    ),
    (
        "report.txt",
        b"RECORDING_SESSION_LABEL\tCURRENT_FIX_X\tCURRENT_FIX_Y\n",
        "Data Viewer",
        "asc",
    ),
    (
        "fixations.csv",
        b"section id,recording id,fixation id,start timestamp [ns],end timestamp [ns]\n",
        "table of fixations",
        "gaze.csv",
    ),
]


@pytest.mark.parametrize(("name", "content", "what", "way"), KNOWN, ids=[one[0] for one in KNOWN])
def test_a_refusal_names_the_format_and_the_way_out(tmp_path, name, content, what, way):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_recording(path)
    assert caught.value.problem.startswith("this is ")
    assert what in caught.value.problem
    assert way in caught.value.remedy
    assert "name its columns of time" not in str(caught.value)
    assert headers_of(path) == ()  # so the window offers to name none


def test_in_a_folder_they_are_named_as_well(tmp_path):
    for name, content, *_ in KNOWN[:3]:
        (tmp_path / name).write_bytes(content)
    (tmp_path / "notes.md").write_text("hello", "utf-8")
    said = sort_files([tmp_path], []).said
    assert sum("edf2asc" in line for line in said) == 2
    assert said[-1] == (
        "notes.md was left out: neither a known recording nor a table of participants or scores."
    )


def test_a_table_of_metrics_is_no_table_of_participants(tmp_path):
    metrics = tmp_path / "metrics.tsv"
    metrics.write_text("Participant\tAOI\tTotal fixation duration\nAna\tface\t3.2\n", "utf-8")
    found = sort_files([tmp_path], [])
    assert found.participants == ()
    assert found.said[0].startswith("metrics.tsv was left out: this is a table of metrics")
    assert sort_files([metrics], []).recordings == (metrics,)  # whose reader refuses it by name
