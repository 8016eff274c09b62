"""A training that learns nothing and says all that a training says, step by step."""

import threading

from neopain_gui.jobs import Said
from neopain_gui.training.attended import Attended
from neopain_gui.training.epoch import BatchSeen, Epoch
from tests.pipeline.training.ended import leave_predictions
from tests.training.made_up import small_run

BATCHES = 4


class FakeTraining:
    """Stands in for the training's function; each step waits until it is let go.

    Attributes
    ----------
    steps : threading.Semaphore
        Released once for each batch that may be learnt.
    """

    def __init__(self, epochs=2):
        self.epochs = epochs
        self.steps = threading.Semaphore(0)
        self.asked = []

    def __call__(self, job, *, study_path, wanted, run, resume=False):
        self.asked.append((run, wanted, resume))
        made = small_run(run, epochs=self.epochs, resume=True)
        job = Attended(job, run)
        job.partial(Said(text="It will take about 5 minutes."))
        for fold in (1, 2):
            for epoch in range(1, self.epochs + 1):
                self._epoch(job, fold, epoch)
        leave_predictions(run, made)
        return True

    def _epoch(self, job, fold, epoch):
        for number in range(1, BATCHES + 1):
            while not self.steps.acquire(timeout=0.01):
                job.check()
            job.check()
            where = {"fold": fold, "phase": 1, "epoch": epoch}
            job.partial(BatchSeen(**where, number=number, count=BATCHES, loss=1 / (epoch + number)))
            done = ((fold - 1) * self.epochs + epoch - 1) * BATCHES + number
            job.progress(done, 2 * self.epochs * BATCHES, f"Learning: fold {fold}")
        job.partial(
            Epoch(
                number=epoch,
                most=self.epochs,
                loss=0.6 / epoch,
                accuracy=0.75,
                fold=fold,
                training_loss=0.7 / epoch,
                better=True,
            )
        )

    def let(self, batches):
        for _ in range(batches):
            self.steps.release()
