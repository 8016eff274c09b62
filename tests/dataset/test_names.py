"""File names as the data sets' published indices have them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.dataset.names import (
    Stem,
    near,
    nearly_a_class,
    parse_label,
    parse_name,
    parse_stem,
    parse_stimulus,
    read_class,
    tidy,
)

PAIN, REST = PainLabel.PAIN, PainLabel.NO_PAIN


@pytest.mark.parametrize(("stem", "expected"), [
    ("06_145026", Stem(subject="06", time="145026")),
    ("06-145026", Stem(subject="06", time="145026")),
    ("06 145026", Stem(subject="06", time="145026")),
    ("06_112348_145026", Stem(subject="06", time="145026", recorded="112348")),
    ("06-12348-145026", Stem(subject="06", time="145026", recorded="12348")),
    ("20-122223", Stem(subject="20", time="122223")),
    ("01_101010_2", Stem(subject="01", time="101010", index=2)),
])  # fmt: skip
def test_unifesp_stems(stem: str, expected: Stem) -> None:
    assert parse_stem(stem) == expected


def test_the_dissertations_two_slips_name_the_photographs_meant() -> None:
    assert parse_stem("06-12348-145026").name == parse_stem("06_112348_145026").name == "06_145026"
    assert parse_stem("01_101010_2").name == "01_101010_2"


@pytest.mark.parametrize("stem", ["6_145026", "06_14502", "06_1450261", "06", "S06_145026",
                                  "006_145026", "06_145026_x", "06_145026_145027_145028",
                                  ""])  # fmt: skip
def test_what_is_no_unifesp_stem(stem: str) -> None:
    assert parse_stem(stem) is None


@given(st.integers(1, 30), st.integers(0, 235_959), st.none() | st.integers(0, 99))
def test_stems_are_read_back(subject: int, time: int, index: int | None) -> None:
    stem = Stem(subject=f"{subject:02}", time=f"{time:06}", index=index)
    assert parse_stem(stem.name) == stem


@pytest.mark.parametrize(("stem", "subject", "stimulus", "label"), [
    ("S10_M_friction_2", "S10", "friction", None),
    ("S10_M_friciton_2", "S10", "friction", None),
    ("S01_F_pain", "S01", "pain", PAIN),
    ("S01_F_pain2", "S01", "pain", PAIN),
    ("S01_F_pain _1", "S01", "pain", PAIN),
    ("S01_F_pain_2b", "S01", "pain", PAIN),
    ("s01_f_Rest_12", "S01", "rest", REST),
    ("S01-F-rest-1", "S01", "rest", REST),
    ("S03_M_cry_1", "S03", "cry", None),
    ("S03_M_air_1", "S03", "air", None),
    ("S03_M_sneeze", "S03", "sneeze", None),
    ("S03_M_yawn_1", "S03", "yawn", None),
    ("S03_M_succrose_1", "S03", "sucrose", None),
    ("S03_M_pain_post_sucrose_1", "S03", "pain_post_sucrose", None),
    ("S03_M_pain_post_succrose1", "S03", "pain_post_sucrose", None),
])  # fmt: skip
def test_icope_names(stem: str, subject: str, stimulus: str, label: PainLabel | None) -> None:
    named = parse_name(stem)
    assert named is not None
    assert (named.dataset, named.subject, named.stimulus, named.label) == (
        "iCOPE", subject, stimulus, label,
    )  # fmt: skip
    assert bool(named.remarks) == ("friciton" in stem or "succrose" in stem)


@pytest.mark.parametrize(("stem", "dataset", "subject", "label", "stimulus", "augmented"), [
    ("ID341_UNIFESP_S32_nopain", "UNIFESP", "S32", REST, "", False),
    ("ID1_iCOPE_S01_pain", "iCOPE", "S01", PAIN, "pain", False),
    ("ID9_icope_S02_friction", "iCOPE", "S02", None, "friction", False),
    ("ID9_iCOPE_S02_rest", "iCOPE", "S02", REST, "rest", False),
    ("07_AUG_ID341_UNIFESP_S32_no_pain", "UNIFESP", "S32", REST, "", True),
])  # fmt: skip
def test_standard_names(
    stem: str, dataset: str, subject: str, label: PainLabel, stimulus: str, augmented: bool
) -> None:
    named = parse_name(stem)
    assert named is not None
    found = (named.dataset, named.subject, named.label, named.stimulus, named.augmented)
    assert found == (dataset, subject, label, stimulus, augmented)


@pytest.mark.parametrize("stem", [
    "holiday", "IMG_2041", "S01_X_pain_1", "S01_M_bath_1", "ID1_other_S01_pain",
    "ID1_iCOPE_S01_bath",
])  # fmt: skip
def test_unknown_names(stem: str) -> None:
    assert parse_name(stem) is None


@pytest.mark.parametrize(("text", "label"), [
    ("pain", PAIN), ("Dor", PAIN), ("com dor", PAIN), ("no_pain", REST), ("nopain", REST),
    ("No Pain", REST), ("rest", REST), ("repouso", REST), ("sem-dor", REST), ("painting", None),
    ("", None), ("0", None), ("1", None), ("cry", None),
])  # fmt: skip
def test_labels(text: str, label: PainLabel | None) -> None:
    assert parse_label(text) == label


def test_class_gives_label_and_stimulus() -> None:
    assert read_class("friciton") == (None, "friction")
    assert read_class("rest") == (REST, "rest")
    assert read_class("nopain") == (REST, "")
    assert read_class("bath") == (None, "")
    assert parse_stimulus("bath") is None


def test_near_names_are_offered_and_others_not() -> None:
    known = ["06_145026.bmp", "20_122223.bmp", "S10_M_friction_2.jpg"]
    assert near("06_14526.bmp", known) == ("06_145026.bmp",)
    assert near("S10-m-frictoin-2.JPG", known) == ("S10_M_friction_2.jpg",)
    assert near("holiday.png", known) == ()
    assert "no_pain" in nearly_a_class("no_pian")
    assert nearly_a_class("pain") == nearly_a_class("S01") == nearly_a_class("images") == ()


@given(st.text(max_size=30))
def test_any_text_is_read_without_complaint(text: str) -> None:
    parse_name(text)
    assert parse_label(unicodedata.normalize("NFD", text)) == parse_label(
        unicodedata.normalize("NFC", text)
    )
    assert tidy(tidy(text)) == tidy(text)


def test_composed_and_decomposed_accents_are_one_name() -> None:
    assert tidy(unicodedata.normalize("NFD", "bebé -01")) == "bebé_01"
