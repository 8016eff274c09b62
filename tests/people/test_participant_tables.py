from __future__ import annotations

import pytest

from neopain_gui.dataset.face_image import FaceImage
from neopain_gui.errors import InputError
from neopain_gui.people.participant_tables import (
    kind_of_table,
    nobodys,
    other_columns,
    people_of,
    read_participants,
    read_scores,
    said_of_nobodys,
    with_further,
)

IMAGES = [
    FaceImage(id=name, file=f"{folder}/{name}.bmp", sha256="0" * 64, width=4, height=4)
    for folder, name in (("a", "06_145026"), ("b", "07_081500"))
]


def table(tmp_path, text):
    path = tmp_path / "table.csv"
    path.write_bytes(text.encode("utf-8"))
    return path


def test_participants_with_groups_and_attributes(tmp_path):
    path = table(tmp_path, "Participant;Group;Years\nMaria;Médicos;7\nJosé;night shift;\n")
    first, second = read_participants(path)
    assert (first.name, first.group, first.attributes) == ("Maria", "Experts", {"Years": "7"})
    assert (second.name, second.group, second.attributes) == ("José", "night shift", {})


def test_only_the_columns_asked_for_are_kept(tmp_path):
    path = table(tmp_path, "participant,group,e-mail,years\nMaria,Nurses,m@x.org,7\nP02,,,3\n")
    rows = read_participants(path)
    assert other_columns(rows) == ("e-mail", "years")
    called = {"Maria": "P01", "Ana": "P02"}
    assert [one.attributes for one in people_of(called, rows)] == [{}, {}]
    kept = people_of(called, rows, keep=["years"])
    assert [(one.group, one.attributes) for one in kept] == [
        ("Nurses", {"years": "7"}),
        ("", {"years": "3"}),
    ]


def test_rows_of_nobody_are_named_with_who_may_be_meant():
    called = {"Maria Silva": "P01", "Ana": ""}
    names = ["Maria Silva", "P01", "Ana", "maria_silvo", "X1", "X2", "X3", "X1"]
    strange = nobodys(names, called)
    assert strange == ("maria_silvo", "X1", "X2", "X3")
    assert said_of_nobodys("t.csv", strange, called) == (
        "4 rows of t.csv match nobody in these recordings: 'maria_silvo' ('Maria Silva'?), 'X1', "
        "'X2' and 1 more."
    )
    assert said_of_nobodys("t.csv", ("X1", "X2", "X3"), called) == (
        "3 rows of t.csv match nobody in these recordings: 'X1', 'X2', 'X3'."
    )
    assert said_of_nobodys("t.csv", (), called) == ""


@pytest.mark.parametrize(
    "text",
    [
        "participant;image;score\nMaria;06_145026.bmp;7,5\nMaria;07-081500;2\nJosé;06_145026;\n",
        "participant;06_145026;07_081500.bmp\nMaria;7.5;2\nJosé;;-\n",
    ],
)
def test_scores_long_and_wide(tmp_path, text):
    rows = read_scores(table(tmp_path, text), IMAGES)
    assert [(row.name, row.image_id, row.score) for row in rows] == [
        ("Maria", "06_145026", 7.5),
        ("Maria", "07_081500", 2.0),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("who,group\nA,b\n", "table.csv: the column with the participants is missing; its"),
        ("participant\n", "names no participant; add a line for each."),
        ("participant,group\n,x\n", "line 2: names no participant; add the name."),
        ("participant,group\nA,x\nA,y\n", "line 3: participant 'A' is there twice; keep one"),
    ],
)
def test_participants_that_cannot_be_used(tmp_path, text, said):
    with pytest.raises(InputError) as error:
        read_participants(table(tmp_path, text))
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ("A,06_145026,11", "line 2, column 'score': '11' is no score from 0 to 10; correct"),
        ("A,06_145026,nan x", "'nan x' is no score from 0 to 10"),
        ("A,06_145026,1e308", "'1e308' is no score"),
        ("A,99_000000,1", "line 2: no photograph is '99_000000'; write the photograph's id."),
        ("A,06_145026,1\nA,06_145026,2", "line 3, column 'score': 'A' gave 06_145026 two scores"),
        (",06_145026,1", "names no participant"),
    ],
)
def test_scores_that_cannot_be_used(tmp_path, cells, said):
    with pytest.raises(InputError) as error:
        read_scores(table(tmp_path, f"participant,image,score\n{cells}\n"), IMAGES)
    assert said in str(error.value)


def test_the_scale_reaches_from_0_to_10_and_no_further(tmp_path):
    cells = "A,06_145026,0\nA,07_081500,10\n"
    rows = read_scores(table(tmp_path, f"participant,image,score\n{cells}"), IMAGES)
    assert [row.score for row in rows] == [0.0, 10.0]
    for beyond in ("-0.01", "10.01"):
        with pytest.raises(InputError, match="is no score from 0 to 10"):
            read_scores(table(tmp_path, f"participant,image,score\nA,06_145026,{beyond}\n"), IMAGES)


def test_a_name_of_two_photographs(tmp_path):
    two = [*IMAGES, FaceImage(id="b", file="c/06_145026.png", sha256="1" * 64, width=4, height=4)]
    with pytest.raises(InputError, match="several photographs are called '06_145026'"):
        read_scores(table(tmp_path, "participant,image,score\nA,06_145026,1\n"), two)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("participant,group\nMaria,Nurses\n", "participants"),
        ("participant,years\nMaria,7\n", "participants"),
        ("participant,file,years\nMaria,maria.tsv,7\n", "participants"),
        ("participant,group,stimulus\nMaria,Nurses,first\n", "participants"),
        ("participant,image,score\nMaria,06_145026,7\n", "scores"),
        ("participant,stimulus,value\nMaria,06_145026,pain\n", "scores"),
        ("participant,06_145026\nMaria,7\n", "scores"),
        ("participant,06_145026,remark\nMaria,7,tired\n", "scores"),
        ("colour,weight\nred,7\n", ""),
    ],
)
def test_what_a_table_is(tmp_path, text, kind):
    assert kind_of_table(table(tmp_path, text), IMAGES) == kind


def test_a_table_of_photographs_without_scores_says_which_column_is_missing(tmp_path):
    path = table(tmp_path, "participant,stimulus,value\nMaria,06_145026,pain\n")
    with pytest.raises(InputError, match="the column with the scores is missing") as caught:
        read_scores(path, IMAGES)
    assert "'participant', 'stimulus', 'value'" in str(caught.value)
    assert "name it 'score'" in str(caught.value)


def test_two_tables_complete_each_other_and_a_contradiction_is_said(tmp_path):
    first = read_participants(table(tmp_path, "participant,group\nMaria,Nurses\nAna,\n"))
    second = read_participants(table(tmp_path, "participant,years\nMaria,7\nZoe,2\n"))
    both = with_further(first, second, tmp_path)
    assert [(one.name, one.group, one.attributes) for one in both] == [
        ("Maria", "Nurses", {"years": "7"}),
        ("Ana", "", {}),
        ("Zoe", "", {"years": "2"}),
    ]
    other = read_participants(table(tmp_path, "participant,group\nMaria,Fathers\n"))
    with pytest.raises(InputError, match="'Maria' has 'Fathers' as group, another table says 'Nu"):
        with_further(both, other, tmp_path)


def test_scores_without_a_column_of_photographs_are_one_sentence(tmp_path):
    with pytest.raises(InputError, match="'score'"):
        read_scores(table(tmp_path, "participant,score\nMaria,7\n"), IMAGES)
