"""Who only stands behind somebody. Every sample is invented."""

from tests.unit.events.references import scene
from transforms.events import chooser
from transforms.events.model import Actor


def test_those_whom_a_state_backs_are_not_its_own():
    actors = (Actor("Chilean-backed rebels", None, "REB"),)
    assert chooser._backers(actors, scene("Peru is calm.")) == {"CHL"}
    assert not chooser._backers((Actor("half-hearted rebels", None, "REB"),), scene("Peru is calm."))
