"""Long loops are counted, and stop where the work must be given up."""

from __future__ import annotations

import pytest

from press_archive.base.progress import interruptible, track, tracking


class GivenUp(BaseException):
    pass


def test_a_loop_stops_before_the_item_at_which_the_work_is_given_up():
    done = []

    def interrupt():
        if len(done) == 2:
            raise GivenUp

    with interruptible(interrupt), pytest.raises(GivenUp):
        for item in track(range(5), "Reading"):
            done.append(item)
    assert done == [0, 1]
    assert list(track(range(3), "Reading")) == [0, 1, 2]


def test_work_that_must_end_is_not_interrupted_within_work_that_may_be():
    def interrupt():
        raise GivenUp

    with interruptible(interrupt), interruptible(None):
        assert list(track([1, 2], "Writing")) == [1, 2]


def test_what_can_be_interrupted_is_counted_too():
    counted = []

    def tracker(items, task):
        for item in items:
            counted.append((task, item))
            yield item

    with tracking(tracker), interruptible(lambda: None):
        assert list(track([1, 2], "Reading")) == [1, 2]
    assert counted == [("Reading", 1), ("Reading", 2)]
