"""How far a training is, from its folder and from what it says."""

from neopain_gui.gui.train.progress.course import Course
from neopain_gui.jobs import PassedOver, Said
from neopain_gui.training.epoch import BatchSeen, Epoch, Paused
from tests.pipeline.training.ended import ended


def batch(fold, epoch, number, loss=0.5):
    return BatchSeen(fold=fold, phase=1, epoch=epoch, number=number, count=4, loss=loss)


def epoch(fold, number, loss):
    return Epoch(number=number, most=20, loss=loss, accuracy=0.75, fold=fold, training_loss=0.9)


def test_batches_and_epochs_make_curves_of_their_fold():
    course = Course(3)
    for number in (1, 2, 3, 4):
        course.hear(batch(1, 1, number, 1 / number))
    course.hear(epoch(1, 1, 0.6))
    inner, mean, batches = course.loss_lines(1)
    assert (inner.across, inner.up) == ((1.0,), (0.6,))
    assert (mean.across, mean.up) == ((0.5,), (0.9,))
    assert batches.across == (0.25, 0.5, 0.75, 1.0)
    assert batches.up == (1.0, 0.5, 1 / 3, 0.25)
    assert course.accuracy_lines(1)[0].up == (0.75,)
    assert course.loss_lines(2) == course.accuracy_lines(2) == []
    assert course.where() == "Fold 1 of 3, epoch 1, batch 4 of 4"


def test_a_fold_is_done_when_the_next_begins_and_the_table_names_its_best_epoch():
    course = Course(2)
    course.hear(batch(1, 1, 1))
    for number, loss in ((1, 0.6), (2, 0.4), (3, 0.5)):
        course.hear(epoch(1, number, loss))
    course.hear(batch(2, 1, 1))
    assert course.done == 1
    assert course.latest == 2
    assert course.table().rows == (
        ("1", "done", "3", "2", "0.4000", "75.0 %"),
        ("2", "begun", "0", "", "", ""),
    )


def test_an_epoch_that_is_learnt_again_takes_the_place_of_its_first_time():
    course = Course()
    course.hear(epoch(1, 1, 0.6))
    course.hear(epoch(1, 2, 0.5))
    course.hear(epoch(1, 2, 0.45))
    assert [row[2] for row in course.folds[1].epochs] == [0.6, 0.45]


def test_the_folder_says_what_was_learnt_before(tmp_path):
    ended(tmp_path / "run")
    curve = "epoch,phase,loss,val_loss,val_accuracy\n1,1,0.7,0.69,0.5\n2,1,0.5,0.6,0.7\n"
    (tmp_path / "run" / "fold-01" / "curve.csv").write_text(curve)
    course = Course(2)
    course.read(tmp_path / "run")
    assert course.done == 2
    assert course.table().rows[0] == ("1", "done", "2", "2", "0.6000", "70.0 %")


def test_sentences_and_pauses_are_heard():
    course = Course()
    course.hear(Said(text="Two copies were dropped."))
    course.hear(PassedOver(what="N01", why="it has no label"))
    course.hear(Paused(on=True))
    course.hear(batch(1, 1, 1))
    course.hear(Said(text="The machine slept."))
    assert course.said == [
        "Before it began: Two copies were dropped.",
        "N01 is left out: it has no label.",
        "The machine slept.",
    ]
    assert course.place == (1, 1, True)
