"""The official validator finds no error, and our own check what it does not notice.

The validator is skipped where it is not installed (the group ``bids``).
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from neopain_gui.pipeline.bids.check import check_bids

BESIDE_PYTHON = str(Path(sys.executable).parent)
VALIDATOR = shutil.which("bids-validator-deno", path=f"{BESIDE_PYTHON}{os.pathsep}{os.defpath}")
VALIDATOR = VALIDATOR or shutil.which("bids-validator-deno")


def change(written, pattern, edit):
    for file in written.glob(pattern):
        content = json.loads(file.read_text("utf-8"))
        edit(content)
        file.write_text(json.dumps(content), "utf-8")


def no_screen_size(content):
    del content["StimulusPresentation"]["ScreenSize"]


def errors(folder):
    """Return the codes of the errors that the official validator finds, derivatives with it."""
    done = subprocess.run(
        [VALIDATOR, "--recursive", "--max-rows", "-1", "--format", "json", str(folder)],
        capture_output=True,
        text=True,
        timeout=120,
    )
    found = json.loads(done.stdout)
    every = [found, *found.get("derivativesSummary", {}).values()]
    return {
        issue["code"]
        for one in every
        for issue in one["issues"]["issues"]
        if issue["severity"] == "error"
    } | ({"exit"} if done.returncode else set())


@pytest.mark.skipif(VALIDATOR is None, reason="the official validator is not installed")
def test_the_official_validator_finds_no_error(changeable):
    assert errors(changeable) == set()
    change(changeable, "sub-*/beh/*_events.json", no_screen_size)
    assert errors(changeable) == set()  # it does not notice
    assert any("ScreenSize" in one for one in check_bids(changeable))
    change(changeable, "sub-*/beh/*_physio.json", lambda content: content.pop("RecordedEye"))
    assert "SIDECAR_KEY_REQUIRED" in errors(changeable)


def test_a_whole_data_set_lacks_nothing(bids):
    assert check_bids(bids / "out") == []


@pytest.mark.parametrize(
    ("pattern", "edit", "said"),
    [
        ("sub-*/beh/*_events.json", no_screen_size, "ScreenSize of the screen is missing"),
        (
            "sub-P02/beh/*_physio.json",
            lambda content: content.pop("RecordedEye"),
            "RecordedEye is missing beside the samples (sub-P02",
        ),
        (
            "sub-P02/beh/*_physio.json",
            lambda content: content["x_coordinate"].pop("Units"),
            "the unit of x_coordinate is missing",
        ),
        (
            "sub-P02/beh/*_physio.json",
            lambda content: content["Columns"].reverse(),
            "the first columns are not",
        ),
    ],
)
def test_a_field_that_is_missing(changeable, pattern, edit, said):
    change(changeable, pattern, edit)
    assert any(said in one for one in check_bids(changeable)), check_bids(changeable)


def lines_of(file):
    return gzip.decompress(file.read_bytes()).decode().splitlines(keepends=True)


@pytest.mark.parametrize(
    ("kind", "edit", "said"),
    [
        ("physio", lambda lines: lines[::-1], "the time does not run on"),
        ("physio", lambda lines: [*lines[:3], lines[2]], "the time does not run on"),
        ("physio", lambda lines: ["0\t1\n", *lines[1:]], "a row does not hold"),
        ("physioevents", lambda lines: lines[::-1], "an event is before"),
        ("physioevents", lambda lines: ["-1" + lines[0][1:], *lines[1:]], "an event is before"),
    ],
)
def test_times_that_do_not_run_on(changeable, kind, edit, said):
    (file,) = (
        one
        for one in changeable.glob(f"sub-P01/beh/*_{kind}.tsv.gz")
        if len(lines_of(one)) > 150 or (kind == "physioevents" and len(lines_of(one)) == 4)
    )
    file.write_bytes(gzip.compress("".join(edit(lines_of(file))).encode()))
    assert any(said in one for one in check_bids(changeable)), check_bids(changeable)


def test_people_who_are_not_listed(changeable):
    file = changeable / "participants.tsv"
    lines = file.read_text("utf-8").splitlines(keepends=True)
    file.write_text("".join([*lines[:2], lines[1]]), "utf-8")
    found = check_bids(changeable)
    assert "sub-P02, sub-P03, sub-P04 not listed (participants.tsv)." in found
    assert "somebody is listed twice (participants.tsv)." in found
