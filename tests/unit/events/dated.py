"""The date phrases of a text that is published on a Friday in September."""

import datetime as dt

from transforms.events.dates import find
from transforms.events.text import split

FRIDAY = dt.date(2021, 9, 24)


def dates(text, anchor=FRIDAY, **options):
    """Each with the date that it means, and its precision."""
    return [(m.text, str(m.date), m.precision) for s in split(text) for m in find(s, anchor, **options)]
