"""The glossary's words to avoid stand in no text that people see."""

import ast
import html
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = ["README.md", "resources/help/guide.html"]
TEMPLATES = sorted(ROOT.glob("neopain_gui/**/*.html"))
NOT_HERE = (
    "demo/training/", "classifiers/", "attribution/",
    "reports/evaluation/card_references.py",
)  # fmt: skip
"""Cards of the demo's weights, names of options and outputs that files have, titles of papers."""
RIGHT_ELSEWHERE = (
    "CAM, Dice, accuracy, Grad-CAM++, patch, GradCAM, Hausdorff distance, ID, IoU, KL, "
    "Spearman's coefficient, activation, "
    "agreement, alpha, annotation, area, attention, background, baseline, chance level, class, "
    "code, comparison, confidence, contour, control, correlation, counts, crop, database, delete, "
    "depth, diagnosis, distance, done, explanation, export, fixation, format, frame, gaze, "
    "gaze point, gradients, group, heatmap, high, index, input, intersection, label, landmark, "
    "level, look, low, mask, method, model, newborn, noise, opacity, outline, output, overlap, "
    "pain score, panel, position, prediction, preview, process, quality, recording, reference, "
    "region, relevance, relevance map, result, run, saccade, saliency, saliency map, sample, "
    "sanity check, scanpath, score, sensitivity, setting, share, significant, similarity, size, "
    "split, spread, stage, stimulus, sum, tile, transparency, trial, type, upper bound, user, "
    "variance, version, window, σ, baselines, all tests, avoid, good sample, log, loss, source, "
    "erase, condition, rater, raters, polygon, neutral"
)
"""Words that are avoided for one thing and right for another: a person has to look."""
AT_REST_OF_A_PHANTOM = ("faithfulness/", "pipeline/faithfulness/", "gui/trust/")
"""A phantom's feature is *at rest*, by the glossary; a photograph is without pain."""
SEEN_BY_PROGRAMS = re.compile(r"^\s*(SELECT|INSERT|UPDATE|DELETE|CREATE)\b|\{task\.")


def avoided():
    """Return the last column's words of the glossary's tables."""
    for line in (ROOT / "docs/glossary.md").read_text(encoding="utf-8").splitlines():
        cells = re.split(r"(?<!\\)\|", line.strip().strip("|"))
        if len(cells) == 3 and not set(cells[0].strip()) <= {"-", " "}:
            plain = re.sub(r"\([^)]*\)", "", cells[2].replace("*", ""))
            yield from (word.strip() for word in plain.split(",") if word.strip())


def said_in(tree):
    """Yield texts of several words of a module, but for docstrings and search words."""
    silent = set()
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            silent.update(id(one.value) for one in body if isinstance(one, ast.Expr))
        if isinstance(node, ast.keyword) and node.arg == "words":
            silent.update(id(part) for part in ast.walk(node.value))
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            continue
        words = " " in node.value.strip() and id(node) not in silent
        if words and not SEEN_BY_PROGRAMS.search(node.value):
            yield node.value


def plain(page):
    """Return what is read of a page, without code, addresses and names of files."""
    text = re.sub(r"(?s)```.*?```|`[^`]*`|<(code|kbd|style|script)\b.*?</\1>|<[^>]*>", " ", page)
    return html.unescape(text)


@cache
def seen():
    """Return the texts that people see, each with where it stands."""
    texts = [(name, plain((ROOT / name).read_text(encoding="utf-8"))) for name in PAGES]
    texts += [(path.name, plain(path.read_text(encoding="utf-8"))) for path in TEMPLATES]
    for path in sorted(ROOT.glob("neopain_gui/**/*.py")):
        name = path.relative_to(ROOT / "neopain_gui").as_posix()
        if not name.startswith(NOT_HERE):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            texts += [(name, text) for text in said_in(tree)]
    return texts


def with_word(word, texts):
    """Return where a word stands, in the singular or plural."""
    pattern = re.compile(rf"(?<![\w-]){re.escape(word)}(?:s|es)?(?![\w-])", re.IGNORECASE)
    return [(name, text) for name, text in texts if pattern.search(text)]


LOOKED_FOR = sorted(set(avoided()) - set(RIGHT_ELSEWHERE.split(", ")))


def test_there_is_something_to_look_at():
    assert {"subject", "task", "probability of pain", "patient"} <= set(LOOKED_FOR)
    assert len(LOOKED_FOR) > 100
    assert len(seen()) > 2000


@pytest.mark.parametrize("word", LOOKED_FOR)
def test_a_word_to_avoid_stands_in_no_text_that_people_see(word):
    assert with_word(word, seen()) == []


def test_a_photograph_is_without_pain_and_not_at_rest():
    found = with_word("at rest", seen())
    assert [one for one in found if not one[0].startswith(AT_REST_OF_A_PHANTOM)] == []


def test_a_word_is_noticed():
    assert with_word("subject", [("x", "12 Subjects were seen")])
    assert list(said_in(ast.parse('"""Of subjects."""\nsay("all subjects")'))) == ["all subjects"]
    assert "subject" not in plain("<code>subject</code> `--subject`")
