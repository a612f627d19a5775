"""Spanish proves the rooms: the coder without a line of code of its own for the language."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.events.spanish import SENTENCES
from transforms.events import actors, dates, tables, text
from transforms.events.coder import code
from transforms.events.mentions import has_lexicon
from transforms.events.model import Coding

DAY = dt.date(2023, 7, 19)
"""A Wednesday."""
UNDIRECTED = ("AGREE", "CONSULT", "COOPERATE")


def coded(sentence: str) -> tuple[Coding, ...]:
    return code(sentence, language="es", published_date=DAY)


def countries(coding: Coding) -> tuple[set[str], set[str]]:
    source, target = ({a.country for a in side if a.country} for side in (coding.sources, coding.targets))
    return (source | target, set()) if coding.event_type in UNDIRECTED else (source, target)


@pytest.mark.parametrize(("sentence", "kind", "sources", "targets", "status", "day"), SENTENCES)
def test_sentence(sentence: str, kind: str, sources: str, targets: str, status: str, day: str | None) -> None:
    found = [c for c in coded(sentence) if c.event_type == kind]
    assert found, [c.event_type for c in coded(sentence)]
    wanted = set(sources.split()), set(targets.split())
    got = [countries(c) for c in found]
    assert ((wanted[0] | wanted[1], set()) if kind in UNDIRECTED else wanted) in got
    coding = found[got.index((wanted[0] | wanted[1], set()) if kind in UNDIRECTED else wanted)]
    assert coding.status == status
    stated = coding.planned_date or (coding.event_date if coding.event_date_source == "text" else None)
    assert (stated.isoformat() if stated else None) == day


def test_enough_sentences_of_every_type() -> None:
    assert len(SENTENCES) >= 80
    assert len({kind for _, kind, *_ in SENTENCES}) == 16


@pytest.mark.parametrize(
    "sentence",
    [
        "El Real Madrid venció al Barcelona con un gol en el último minuto de la liga.",
        "La película del director mexicano ganó tres premios.",
        "El delantero uruguayo marcó el gol de la victoria en la semifinal.",
        "La ministra dijo que las conversaciones fueron útiles.",
        "El vino chileno gustó en la feria de Burdeos.",
        "¿Atacará Fiyi a Tonga?",
        "El pronóstico anuncia lluvias en Ecuador y 30 grados Celsius en Quito.",
    ],
)
def test_no_event(sentence: str) -> None:
    assert coded(sentence) == ()


@pytest.mark.parametrize(
    ("phrase", "country", "sector"),
    [
        ("el canciller chileno", "CHL", "GOV"),
        ("la ministra noruega de Exteriores", "NOR", "GOV"),
        ("el ministro de Asuntos Exteriores ruso", "RUS", "GOV"),
        ("el presidente de Perú", "PER", "GOV"),
        ("el Gobierno interino boliviano", "BOL", "GOV"),
        ("las autoridades turcas", "TUR", "GOV"),
        ("la policía de Kenia", "KEN", "GOV"),
        ("tropas etíopes", "ETH", "MIL"),
        ("soldados franceses", "FRA", "MIL"),
        ("la Fuerza Aérea israelí", "ISR", "MIL"),
        ("el Senado paraguayo", "PRY", "LEG"),
        ("la Corte Suprema de Honduras", "HND", "JUD"),
        ("jueces españoles", "ESP", "JUD"),
        ("los rebeldes congoleños", "COD", "REB"),
        ("el líder opositor venezolano", "VEN", "OPP"),
        ("activistas saudíes", "SAU", "CVL"),
        ("el exministro argentino", "ARG", None),
        ("EE. UU.", "USA", "GOV"),
        ("EE.UU.", "USA", "GOV"),
        ("la OTAN", None, "IGO"),
        ("la Organización de los Estados Americanos", None, "IGO"),
        ("Amnistía Internacional", None, "NGO"),
        ("Pekín", "CHN", "GOV"),
        ("el Kremlin", "RUS", "GOV"),
    ],
)
def test_actors(phrase: str, country: str | None, sector: str | None) -> None:
    (actor,) = actors.load("es").resolve(phrase, DAY)
    assert (actor.country, actor.sector) == (country, sector)


@pytest.mark.parametrize("form", ["alemán", "alemana", "alemanes", "alemanas", "Alemanas"])
def test_every_form_of_a_demonym(form: str) -> None:
    assert [a.country for a in actors.load("es").resolve(form)] == ["DEU"]


def test_names_in_the_rows_are_the_same_in_every_language() -> None:
    for spanish, english in (("Alemania", "Germany"), ("la ONU", "the United Nations"), ("Hamás", "Hamas")):
        assert actors.load("es").resolve(spanish)[0].name == actors.load("en").resolve(english)[0].name


def test_every_country_has_a_name_a_demonym_and_a_capital_in_spanish() -> None:
    named = {code: cells for code, *cells in tables.rows("es", "countries", "rows", 5)}
    assert set(named) <= {code for code, _ in tables.rows("world", "countries", "rows", 2)}
    assert len(named) >= 195
    assert sum(bool(adjective) for _, adjective, *_ in named.values()) >= 190


@pytest.mark.parametrize("rule", tables.read("es", "dates")["rule"], ids=lambda rule: rule["id"])
def test_example_of_every_date_rule(rule: dict[str, object]) -> None:
    sentence, day, phrase, date, precision = rule["example"]  # type: ignore[misc]
    (found, *_) = dates.find(text.split(sentence, "es")[0], dt.date.fromisoformat(day), "es")
    assert (found.text, found.date.isoformat(), found.precision) == (phrase, date, precision)


@pytest.mark.parametrize(
    ("given", "sentences"),
    [
        ("El Sr. Gómez viajó a EE. UU. y volvió. Nadie lo recibió.", 2),
        ("¿Quién gana? Nadie. «Todos pierden», dijo la ministra.", 3),
        ("La Dra. Ruiz y el Gral. Paz firmaron.", 1),
    ],
)
def test_sentences(given: str, sentences: int) -> None:
    assert len(text.split(given, "es")) == sentences


def test_back_references() -> None:
    pair = code("Brasil visitó Perú. Los dos países firmaron un tratado.", language="es", published_date=DAY)
    assert {a.country for a in (*pair[-1].sources, *pair[-1].targets)} == {"BRA", "PER"}
    surname = code(
        "La canciller chilena, Ana Ejemplo, visitó Lima el lunes. Ejemplo elogió a Perú.",
        language="es",
        published_date=DAY,
    )
    assert [(a.name, a.country) for a in surname[-1].sources] == [("Ana Ejemplo", "CHL")]


WORDS = st.sampled_from(
    [*sorted({w for sentence, *_ in SENTENCES for w in sentence.split()}), "«", "»", "-", "EE.", "UU."]
)


@settings(deadline=None, max_examples=60)
@given(st.lists(WORDS, max_size=40).map(" ".join))
def test_any_words_give_mentions_within_their_sentence(words: str) -> None:
    for coding in coded(words):
        assert 0 <= coding.char_start <= coding.trigger_start < coding.trigger_end <= coding.char_end <= len(words)


def test_a_language_is_a_folder() -> None:
    assert {"en", "es"} <= tables.languages()
    assert "world" not in tables.languages()
    assert has_lexicon("es-MX")
    assert not has_lexicon("xx")
