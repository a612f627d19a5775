"""Texts that are clean already, for the tests to put furniture around. Nothing in them happened."""

import datetime as dt
from typing import Any

from transforms.clean import clean_text

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
LEAD = "The envoys of Norway and Peru met in Lima on Monday and signed a pact on fisheries, officials said."
NEXT = "Peru had accused Norwegian trawlers of entering its waters in 2019, a charge that Oslo denied."
LAST = "A first meeting under the pact is planned for September, the ministry said in a statement."
UNBROKEN = (
    "The envoys of Norway and Peru met in Lima on Monday. They signed a pact on fisheries. “We waited "
    "nine years. It was "
    "worth it,” said Ana Lund, the Norwegian minister. Peru had accused Oslo of sending trawlers into its "
    "bay in 2019. @ "
    "Bo Kray, a fisheries lawyer at the university in Quito, said the pact would hold if both sides paid "
    "for patrols. “There "
    "is nobody else,” he said. He added that quotas were low. A first meeting is planned for September. "
    "Chile may join later, its embassy in Oslo said in a letter."
)


def body(text: str, **kwargs: Any) -> str:
    """What is left of a text."""
    return clean_text(text, now=NOW, **kwargs).body
