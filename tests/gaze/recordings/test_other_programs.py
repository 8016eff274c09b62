"""Files of other programs than Tobii's, and tables whose columns a person names."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neopain_gui.errors import InputError
from neopain_gui.gaze import ColumnMapping, read_recording
from neopain_gui.gaze.recordings import text

ABOUT = "neopain_gui.gaze.recordings"

ASC = """** CONVERTED FROM a.edf
** TYPE: EDF_FILE BINARY EVENT SAMPLE TAGGED
MSG\t90 DISPLAY_COORDS 0 0 1279 1023
START\t100 \t{eyes}\tSAMPLES\tEVENTS
SAMPLES\tGAZE\t{eyes}\tRATE\t500.00\tTRACKING\tCR
MSG 100 TRIALID 1
SFIX {first}   100
100\t 10.5\t 20.5\t 800.0{more}\t...
102\t 11.5\t 21.5\t 800.0{more}\t...
EFIX {first}   100\t102\t4\t  11.0\t  21.0\t    800
SBLINK {first} 104
104\t   .\t   .\t    0.0{none}\t...
EBLINK {first} 104\t104\t2
106\t 12.5\t 22.5\t 800.0{more}\t...
END\t107 \tSAMPLES\tEVENTS
"""


def asc(tmp_path, eyes):
    both = "\t" in eyes
    path = tmp_path / "a.asc"
    content = ASC.format(
        eyes=eyes,
        first=eyes[0],
        more="\t 14.5\t 24.5\t 700.0" if both else "",
        none="\t   .\t   .\t    0.0" if both else "",
    )
    path.write_text(content, "utf-8")
    return path


@pytest.mark.parametrize(("eyes", "shift"), [("LEFT", 0), ("RIGHT", 0), ("LEFT\tRIGHT", 2)])
def test_eyelink(tmp_path, eyes, shift):
    recording = read_recording(asc(tmp_path, eyes))
    samples = recording.samples
    assert samples["time_us"].tolist() == [100_000, 102_000, 104_000, 106_000]
    expected = [12.5, 13, np.nan, 13.5] if shift else [10.5, 11.5, np.nan, 12.5]
    np.testing.assert_array_equal(samples["gaze_x"], expected)
    assert samples["eye_movement"].tolist() == ["Fixation", "Fixation", "Blink", ""]
    assert samples["left_valid"].any() == ("LEFT" in eyes)
    assert samples["right_valid"].any() == ("RIGHT" in eyes)
    assert recording.fixations[["index", "duration_ms", "x", "y"]].to_numpy().tolist() == [
        [1, 4, 11, 21]
    ]
    assert recording.events["event"].tolist() == ["MSG", "MSG", "Blink"]
    assert recording.events["value"].tolist()[1] == "TRIALID 1"
    assert (recording.rate_hz, recording.screen_size) == (500, (1280, 1024))


@pytest.mark.parametrize(
    ("written", "size"),
    [
        ("0 0 1919 1079", (1920, 1080)),
        ("0 0 1920 1080", (1920, 1080)),
        ("0.00 0.00 1279.00 1023.00", (1280, 1024)),
        ("0 0 1365 767", (1366, 768)),
    ],
)
def test_an_eyelink_screen_is_not_one_pixel_too_large(tmp_path, written, size):
    path = asc(tmp_path, "LEFT")
    path.write_text(path.read_text("utf-8").replace("0 0 1279 1023", written), "utf-8")
    assert read_recording(path).screen_size == size


SHOWN = """** CONVERTED FROM a.edf
MSG\t90 DISPLAY_COORDS 0 0 1279 1023
START\t100 \tLEFT\tSAMPLES\tEVENTS
100\t 10.5\t 20.5\t 800.0\t...
MSG 101 TRIALID 1
MSG 102 {message}
102\t 500.0\t 400.0\t 800.0\t...
MSG 103 !V TRIAL_VAR picture other.png
104\t 500.0\t 400.0\t 800.0\t...
MSG 105 {end}
106\t 500.0\t 400.0\t 800.0\t...
END\t107 \tSAMPLES\tEVENTS
"""


@pytest.mark.parametrize(
    ("message", "place"),
    [
        ("-1 !V IMGLOAD CENTER ../faces/S1.bmp 480 390 320 180", (320, 300, 320, 180)),
        ("!V IMGLOAD TOP_LEFT C:\\faces\\S1.bmp 320 300 320 180", (320, 300, 320, 180)),
        ("!V IMGLOAD FILL S1.bmp", (0, 0, 1280, 1024)),
        ("!V IMGLOAD CENTER S1.bmp 480 390", None),
        ("stimulus on S1.bmp", None),
        ("TRIALID 2 S1.bmp", None),
    ],
)
@pytest.mark.parametrize("end", ["TRIAL_RESULT 0", "TRIALID: 0003, FILE: 0004", "next.PNG"])
def test_an_eyelink_message_names_the_picture(tmp_path, message, place, end):
    path = tmp_path / "a.asc"
    path.write_text(SHOWN.format(message=message, end=end), "utf-8")
    recording = read_recording(path)
    samples = recording.samples
    after = end if end.endswith("PNG") else ""
    assert samples["stimulus"].tolist() == ["", "S1.bmp", "S1.bmp", after]
    names = ["media_pos_x", "media_pos_y", "media_shown_width", "media_shown_height"]
    shown = samples.loc[1, names].to_numpy(dtype=float)
    np.testing.assert_array_equal(shown, [np.nan] * 4 if place is None else place)
    if place is not None:
        assert samples["media_x"][1] == 500 - place[0]
    assert "a stimulus lasts from the message" in " ".join(recording.dialect.guesses)


def test_an_eyelink_file_without_pictures_guesses_none(tmp_path):
    recording = read_recording(asc(tmp_path, "LEFT"))
    assert recording.stimuli == ()
    assert not any("stimulus" in guess for guess in recording.dialect.guesses)


def test_an_eyelink_fixation_over_two_pieces_keeps_its_duration(tmp_path, monkeypatch):
    path = asc(tmp_path, "LEFT")
    monkeypatch.setattr(text, "PIECE", path.read_bytes().index(b"102\t 11.5"))
    fixations = read_recording(path).fixations
    assert fixations[["start_us", "duration_ms", "x"]].to_numpy().tolist() == [[100_000, 4, 11]]


def test_gazepoint(tmp_path):
    path = tmp_path / "all_gaze.csv"
    path.write_text(
        "MEDIA_ID,MEDIA_NAME,CNT,TIME(2026/01/01 10:00:00.000),FPOGX,FPOGY,FPOGV,"
        "BPOGX,BPOGY,BPOGV,\n"
        "0,a.png,0,0.00000,0.1,0.2,1,0.50000,0.25000,1,\n"
        "0,a.png,1,0.01667,0.1,0.2,1,0.60000,0.25000,0,\n"
        "0,a.png,2,0.03333,0.1,0.2,1,0.75000,0.50000,1,\n",
        "utf-8",
    )
    recording = read_recording(path, screen_size=(1000, 800))
    np.testing.assert_allclose(recording.samples["gaze_x"], [500, np.nan, 750])
    np.testing.assert_allclose(recording.samples["gaze_y"], [200, np.nan, 400])
    assert recording.stimuli == ("a.png",)
    assert recording.rate_hz == pytest.approx(60, rel=1e-3)


@pytest.mark.parametrize(("x", "y"), [("norm_pos_x", "norm_pos_y"), ("x_norm", "y_norm")])
def test_pupil_core_counts_from_below_and_by_confidence(tmp_path, x, y):
    path = tmp_path / "gaze.csv"
    path.write_text(
        f"gaze_timestamp,world_index,confidence,{x},{y}\n"
        "100.000,1,0.9,0.5,0.25\n100.005,1,0.3,0.5,0.25\n100.010,2,0.6,0.25,1.0\n",
        "utf-8",
    )
    recording = read_recording(path, screen_size=(1000, 800))
    np.testing.assert_allclose(recording.samples["gaze_x"], [500, np.nan, 250])
    np.testing.assert_allclose(recording.samples["gaze_y"], [600, np.nan, 0])


def test_pupil_core_says_of_which_eye_a_sample_is(tmp_path):
    path = tmp_path / "gaze_positions.csv"
    rows = [  # two cameras of 100 Hz, half a step apart
        f"{100 + at * 0.005:.3f},1,0.9,0.5,0.25,{100 + at * 0.005:.3f}-{at % 2}"
        for at in range(100)
    ]
    rows.append("101.0,1,0.9,0.5,0.25,101.0-0 101.0-1")
    head = "gaze_timestamp,world_index,confidence,norm_pos_x,norm_pos_y,base_data\n"
    path.write_text(head + "\n".join([*rows, ""]), "utf-8")
    recording = read_recording(path, screen_size=(1000, 800))
    samples = recording.samples
    assert recording.rate_hz == pytest.approx(100, rel=0.01)
    assert samples["right_valid"].tolist() == [at % 2 == 0 for at in range(100)] + [True]
    assert samples["left_valid"].tolist() == [at % 2 == 1 for at in range(100)] + [True]
    assert samples["gaze_x"].eq(500).all()
    assert "camera on the head" in " ".join(recording.warnings)


def neon(tmp_path, rows, gaze="gaze x [px],gaze y [px]"):
    path = tmp_path / "gaze.csv"
    head = f"section id,recording id,timestamp [ns],{gaze},worn,fixation id,blink id\n"
    path.write_text(head + "".join(rows), "utf-8")
    return path


def test_pupil_neon_counts_nanoseconds_since_1970(tmp_path):
    first = 1_712_345_678_123_456_789
    path = neon(
        tmp_path,
        [
            f"s,r,{first + 5_000_000 * at},{800 + at},600.5,{int(at != 7)},{at // 20 + 1},\n"
            for at in range(40)
        ],
    )
    recording = read_recording(path)
    samples = recording.samples
    assert samples["time_us"].tolist() == [5000 * at for at in range(40)]
    assert (recording.rate_hz, recording.screen_size) == (200, None)
    assert recording.valid_share == 39 / 40
    assert recording.fixations["duration_ms"].tolist() == [100, 100]
    assert recording.fixations["x"].tolist() == pytest.approx([(16190 - 807) / 19, 829.5])
    assert "camera on the head" in " ".join(recording.warnings)


def test_pupil_neon_on_a_surface_is_a_share(tmp_path):
    pair = "gaze position on surface x [normalized],gaze position on surface y [normalized]"
    rows = [f"s,r,{10**18 + 5_000_000 * at},0.25,0.5,1,,\n" for at in range(5)]
    recording = read_recording(neon(tmp_path, rows, pair), screen_size=(1000, 800))
    assert recording.samples[["gaze_x", "gaze_y"]].to_numpy().tolist() == [[250, 400]] * 5


@pytest.mark.parametrize("found", ["validity", "available"])
def test_tobiis_sdk_gives_shares_of_the_screen_by_eye(tmp_path, found):
    eyes = [
        f"{eye}_{name}"
        for eye in ("left", "right")
        for name in (
            "gaze_point_on_display_area_x",
            "gaze_point_on_display_area_y",
            f"gaze_point_{found}",
            "pupil_diameter",
        )
    ]
    rows = [
        f"{1000 + 8333 * at},0.5,0.25,1,3.5,{'nan,nan,0,nan' if at == 2 else '0.52,0.25,1,3.25'}"
        for at in range(4)
    ]
    path = tmp_path / "gaze.csv"
    path.write_text("\n".join([",".join(["device_time_stamp", *eyes]), *rows, ""]), "utf-8")
    recording = read_recording(path, screen_size=(1000, 800))
    samples = recording.samples
    np.testing.assert_allclose(samples["gaze_x"], [510, 510, 500, 510])
    assert samples["right_valid"].tolist() == [True, True, False, True]
    assert samples["right_pupil_mm"].dropna().tolist() == [3.25] * 3
    assert (recording.dialect.name, recording.rate_hz) == (
        "Tobii SDK",
        pytest.approx(120, rel=1e-3),
    )


TABLE = 'who;t;"across";down;ok;seen\nAna;0,5;1,5;2;yes;a.png\nEva;0,51;3;4;no;a.png\n'


def test_a_table_whose_columns_are_named(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(TABLE, "utf-8")
    with pytest.raises(InputError, match="it has: who, t, across, down, ok, seen"):
        read_recording(path)
    named = {"time": "t", "unit": "s", "x": "across", "y": "down", "validity": "ok"}
    named |= {"valid": "Yes", "participant": "who", "stimulus": "seen"}
    mapping = ColumnMapping.from_dict(named)
    assert ColumnMapping.from_dict(mapping.to_dict()) == mapping
    recording = read_recording(path, mapping=mapping)
    assert recording.samples["time_us"].tolist() == [500_000, 510_000]
    np.testing.assert_array_equal(recording.samples["gaze_x"], [1.5, np.nan])
    assert (recording.participants, recording.stimuli) == (("P01", "P02"), ("a.png",))
    with pytest.raises(InputError, match="has no column 'up'"):
        read_recording(path, mapping=ColumnMapping(time="t", x="across", y="up"))


@settings(max_examples=30, deadline=None)
@given(
    unit=st.sampled_from(["s", "ms", "us"]),
    mark=st.sampled_from(".,"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    delimiter=st.sampled_from("\t;"),
    order=st.permutations(["zeit", "x", "y", "größe"]),
)
def test_units_marks_encodings_and_order_change_nothing(
    tmp_path_factory, unit, mark, encoding, delimiter, order
):
    per = {"s": 1e6, "ms": 1e3, "us": 1}[unit]
    rows = [
        {"zeit": f"{us / per:.6f}", "x": f"{x}", "y": "2.25", "größe": "5"}
        for us, x in ((0, 100.5), (3333, 101.5), (6667, 102.5))
    ]
    lines = [delimiter.join(order)]
    lines += [delimiter.join(row[name].replace(".", mark) for name in order) for row in rows]
    path = tmp_path_factory.mktemp("table") / "a.csv"
    path.write_bytes(("\n".join(lines) + "\n").encode(encoding))
    mapping = ColumnMapping(time="zeit", unit=unit, x="x", y="y")
    recording = read_recording(path, mapping=mapping)
    assert recording.samples["time_us"].tolist() == [0, 3333, 6667]
    assert recording.samples["gaze_x"].tolist() == [100.5, 101.5, 102.5]
    assert recording.dialect.decimal_mark == mark


@pytest.mark.parametrize("wrong", [{"time": "t"}, {"time": "t", "x": "a", "y": "b", "z": "c"}])
def test_a_mapping_that_is_none(wrong):
    with pytest.raises(InputError, match="it may name time"):
        ColumnMapping.from_dict(wrong)


def mapped(tmp_path, header, rows, **mapping):
    path = tmp_path / "own.csv"
    path.write_text("\n".join([header, *rows, ""]), "utf-8")
    chosen = ColumnMapping.from_dict({"time": "t", "x": "x", "y": "y", **mapping})
    return read_recording(path, mapping=chosen, screen_size=(1000, 500))


@pytest.mark.parametrize(
    ("unit", "written", "px"),
    [
        ({"gaze_unit": "px"}, ("250", "125"), (250, 125)),
        ({"gaze_unit": "share"}, ("0.25", "0.25"), (250, 125)),
        ({"gaze_unit": "mm", "screen_mm": "500x250"}, ("125", "62.5"), (250, 125)),
        (  # 1 degree at 572.9 mm is 10 mm: 20 pixels
            {"gaze_unit": "deg", "screen_mm": "500x250", "distance": "572.9"},
            ("-1", "1"),
            (480, 230),
        ),
    ],
)
def test_units_of_gaze(tmp_path, unit, written, px):
    rows = [f"{10 * at},{','.join(written)}" for at in range(4)]
    recording = mapped(tmp_path, "t,x,y", rows, **unit)
    assert recording.samples[["gaze_x", "gaze_y"]].iloc[0].tolist() == pytest.approx(px, abs=0.01)
    assert not any("mm" in guess for guess in recording.dialect.guesses)


def test_what_nobody_says_of_the_screen_is_a_guess_and_wrong_sizes_are_refused(tmp_path):
    recording = mapped(tmp_path, "t,x,y", ["0,1,1", "5,1,1"], gaze_unit="deg")
    said = " ".join(recording.dialect.guesses)
    assert "509 × 286 mm" in said
    assert "650 mm from the screen" in said
    for wrong in ({"screen_mm": "big"}, {"distance": "-3"}, {"gaze_unit": "inch"}, {"x2": "x"}):
        with pytest.raises(InputError):
            ColumnMapping.from_dict({"time": "t", "x": "x", "y": "y", **wrong})


def test_a_second_eye_and_pupils(tmp_path):
    rows = ["0,10,20,1,30,40,1,3.5,3.25", "5,10,20,1,30,40,0,3.5,0", "10,10,20,0,30,40,1,0,3.25"]
    recording = mapped(
        tmp_path,
        "t,x,y,ok,x2,y2,ok2,p,p2",
        rows,
        x2="x2",
        y2="y2",
        validity="ok",
        validity2="ok2",
        pupil="p",
        pupil2="p2",
    )
    samples = recording.samples
    assert samples["gaze_x"].tolist() == [20, 10, 30]
    assert samples["left_valid"].tolist() == [True, True, False]
    assert samples["right_valid"].tolist() == [True, False, True]
    np.testing.assert_array_equal(samples["left_pupil_mm"], [3.5, 3.5, np.nan])
    np.testing.assert_array_equal(samples["right_pupil_mm"], [3.25, np.nan, 3.25])


def test_nanoseconds_longer_than_a_float(tmp_path):
    first = 1_712_345_678_123_456_789
    rows = [f"{first + 4_000_000 * at},10,20" for at in range(5)]
    recording = mapped(tmp_path, "t,x,y", rows, unit="ns")
    assert recording.samples["time_us"].tolist() == [0, 4000, 8000, 12000, 16000]


def test_shares_that_are_taken_for_pixels_are_said(tmp_path):
    rows = [f"{10 * at},0.{at},0.5" for at in range(9)]
    said = " ".join(mapped(tmp_path, "t,x,y", rows).warnings)
    assert "seem to be shares" in said
    assert "shares" not in " ".join(mapped(tmp_path, "t,x,y", rows, gaze_unit="share").warnings)


def test_rows_that_are_fixations_are_said(tmp_path):
    rows = [f"{400 * at},{100 + at},200" for at in range(9)]
    assert "may be fixations" in " ".join(mapped(tmp_path, "t,x,y", rows).warnings)
