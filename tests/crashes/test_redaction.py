import statistics

import pytest

from neopain_gui.crashes.redaction import dump_lines, error_lines, function_name, type_name
from neopain_gui.dataset.layout import scan
from neopain_gui.errors import NeoPainError

SECRET = "Maria Oliveira"
DUMP = f"""Fatal Python error: Segmentation fault

Thread 0x00007f12a4 (most recent call first):
  File "/usr/lib/python3.11/threading.py", line 324 in wait
  File "/home/{SECRET}/study/script.py", line 3 in {SECRET.split()[0]}

Current thread 0x00007f (most recent call first):
  File "/home/{SECRET}/.venv/lib/python3.11/site-packages/keras/src/trainer.py", line 7 in fit
  File "/home/{SECRET}/.venv/lib/python3.11/site-packages/oliveira/x.py", line 7 in fit
  File "neopain_gui/study/store.py", line 12 in close
  File "C:\\Users\\{SECRET}\\ward.py", line 12 in close
  File "<string>", line 1 in <module>

Extension modules: numpy._core, {SECRET} (total: 2)
"""


def test_of_a_native_crash_remain_our_own_places_and_known_libraries():
    assert dump_lines(DUMP) == [
        "Segmentation fault",
        "Meanwhile",
        "  (Python's own library)",
        "  (elsewhere)",
        "Where it happened",
        "  (keras)",
        "  (elsewhere)",
        "  neopain_gui/study/store.py:12 in close",
        "  (elsewhere)",
        "  (elsewhere)",
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Fatal Python error: Aborted", ["Aborted"]),
        (f"Fatal Python error: _Py_Check: {SECRET}", ["_Py_Check"]),
        (f"Fatal Python error: {SECRET}", []),
        ("Windows fatal exception: access violation", ["access violation"]),
        ("Windows fatal exception: code 0xc0000374", ["code 0xc0000374"]),
        (f"{SECRET} was here", []),
    ],
)
def test_what_ended_it_is_said_in_words_that_are_known(line, said):
    assert dump_lines(line) == said


def test_of_an_error_remain_types_and_places(tmp_path):
    def fail():
        try:
            scan(tmp_path / SECRET)
        except NeoPainError as error:
            statistics.mean([f"{SECRET}: {error}"])

    try:
        fail()
    except TypeError as error:
        lines = error_lines(error)
    text = "\n".join(lines)
    assert "Maria" not in text
    assert str(tmp_path) not in text
    assert any(line.startswith("  neopain_gui/dataset/layout.py:") for line in lines)
    assert "  (Python's own library)" in lines
    assert "While that was dealt with: TypeError" in lines


def test_a_type_that_somebody_made_up_is_not_named():
    maria = type("MariaOliveira", (Exception,), {})
    assert type_name(maria()) == "an error from elsewhere"
    assert error_lines(maria()) == ["an error from elsewhere"]
    assert function_name(scan) == "neopain_gui.dataset.layout.scan"
    assert function_name(test_a_type_that_somebody_made_up_is_not_named) == "elsewhere"
