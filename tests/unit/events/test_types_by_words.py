"""Words near one another in the lexicon whose types differ by what stands beside them. Each row is `TYPE: sentence`."""

import pytest

from tests.unit.events.told import code

ROWS = """\
AGREE: Peru reaffirmed its commitment to pay its debts to Chile.
SUPPORT: Peru reaffirmed its commitment to the defence of Chile.
MOBILIZE: Peru launched three ballistic missiles off Chile on Monday.
MOBILIZE: Peru fired a missile into the sea near Chile.
ASSAULT: Peru launched three ballistic missiles at Chile on Monday.
CONSULT: Peru and Chile are in talks on a new bridge.
CONSULT: Peru and Chile have made progress at the talks on the port.
AGREE: Peru and Chile are in talks to build a new bridge.
REJECT: Peru's parliament voted overwhelmingly against the pact with Chile.
PROTEST: Peruvian soldiers launched a mutiny over pay in Lima.
COERCE: Peruvian soldiers launched a coup in Lima.
ACCUSE: Peru's premier took to the airwaves to lambast Chile's plan.
AGREE: Peru was preparing a relief package for Chile.
THREATEN: Peru was preparing retaliatory tariffs against Chile.
CONCEDE: Peru dropped its demand that Chile close the mine.
CONCEDE: Peru backed away from its demand for a new vote in Chile.
CONCEDE: A Peruvian judge cleared the way for the Chilean sailor's release.
AGREE: Peru cleared the way for talks with Chile.
ASSAULT: Peru's debts grew further following the murder of a Chilean banker.
ASSAULT: Peru's police were trained a year before the bloody Lima attacks.
SANCTION: Peru's tariff hike hit Chilean farmers.
COERCE: Peru's internet shutdown entered its third day.
CONSULT: The Peruvian president's joint news conference with the Chilean president ended abruptly.
REQUEST: Peru ratcheted up pressure on Chile to release the sailors.
"""


@pytest.mark.parametrize("row", ROWS.splitlines())
def test_type(row: str) -> None:
    kind, _, text = row.partition(": ")
    assert code(text)[0].event_type == kind
