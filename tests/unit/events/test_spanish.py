"""Spanish proves the rooms: the coder without a line of code of its own for the language."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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


# Sentence, type, countries of the sources, of the targets, status, the day that the words give (of a plan: its own).
SENTENCES = [
    (
        "El canciller peruano, Javier González, viajará a Quito el próximo martes.",
        "AGREE",
        "PER",
        "ECU",
        "planned",
        "2023-07-25",
    ),
    (
        "El Gobierno de Chile condenó el lunes el ataque contra la embajada boliviana.",
        "ACCUSE",
        "CHL",
        "BOL",
        "past",
        "2023-07-17",
    ),
    ("Condenó el Gobierno de Chile el atentado en Lima.", "ACCUSE", "CHL", "PER", "past", None),
    (
        "La ministra de Exteriores de Noruega, Ana Solberg, se reunió ayer con su homólogo ruso en Oslo.",
        "CONSULT",
        "NOR",
        "RUS",
        "past",
        "2023-07-18",
    ),
    (
        "EE.UU. impuso sanciones a cuatro empresas iraníes la semana pasada.",
        "SANCTION",
        "USA",
        "IRN",
        "past",
        "2023-07-10",
    ),
    (
        "EE. UU. y China reanudarán las negociaciones comerciales en mayo.",
        "AGREE",
        "USA CHN",
        "",
        "planned",
        "2024-05-01",
    ),
    ("La ONU instó a Israel a permitir la entrada de ayuda en Gaza.", "REQUEST", "", "ISR", "past", None),
    ("La OTAN desplegará tropas en Letonia el próximo mes.", "THREATEN", "", "LVA", "past", "2023-08-01"),
    (
        "El presidente Lula da Silva recibió al presidente de Colombia en Brasilia.",
        "CONSULT",
        "COL",
        "BRA",
        "past",
        None,
    ),
    (
        "El líder opositor venezolano fue detenido por la policía el 9 de septiembre.",
        "COERCE",
        "VEN",
        "VEN",
        "historical",
        "2022-09-09",
    ),
    ("Fueron detenidos por la policía nicaragüense dos obispos.", "COERCE", "NIC", "NIC", "past", None),
    ("Se impuso el toque de queda en Quito.", "COERCE", "ECU", "ECU", "past", None),
    ("Rusia no se ha reunido con Ucrania desde mayo.", "CONSULT", "RUS", "UKR", "negated", None),
    ("El presidente de Perú no viajará a la cumbre de Bogotá.", "REJECT", "PER", "COL", "past", None),
    ("Bolivia podría romper relaciones con Israel.", "SANCTION", "BOL", "ISR", "hypothetical", None),
    ("México expulsó al embajador de Ecuador.", "SANCTION", "MEX", "ECU", "past", None),
    ("Ecuador retiró a su embajador de México el viernes.", "SANCTION", "ECU", "MEX", "past", "2023-07-14"),
    ("El Ministerio de Exteriores de España convocó al embajador marroquí.", "ACCUSE", "ESP", "MAR", "past", None),
    (
        "Los presidentes de Chile y Argentina firmaron un acuerdo de comercio este lunes.",
        "SUPPORT",
        "CHL ARG",
        "",
        "past",
        "2023-07-17",
    ),
    (
        "Unos 3.000 manifestantes marcharon en Buenos Aires contra el Fondo Monetario Internacional.",
        "PROTEST",
        "ARG",
        "",
        "past",
        None,
    ),
    ("Los mineros bolivianos se declararon en huelga el lunes.", "PROTEST", "BOL", "", "past", "2023-07-17"),
    ("El Ejército israelí bombardeó el sur del Líbano y mató a tres civiles.", "ASSAULT", "ISR", "LBN", "past", None),
    ("La guerrilla del ELN secuestró a dos soldados colombianos en Arauca.", "ASSAULT", "COL", "COL", "past", None),
    ("Alemania enviará 20 tanques a Ucrania.", "AGREE", "DEU", "UKR", "planned", None),
    ("Cuba agradeció a China la donación de vacunas.", "SUPPORT", "CUB", "CHN", "past", None),
    ("El primer ministro haitiano presentó su dimisión.", "RETREAT", "HTI", "", "past", None),
    ("Nicaragua liberó a 200 presos políticos y los deportó a Estados Unidos.", "RETREAT", "NIC", "NIC", "past", None),
    ("La Unión Europea levantó las sanciones contra Burundi.", "CONCEDE", "", "BDI", "past", None),
    (
        "La Corte Suprema de Brasil condenó al expresidente a diez años de prisión.",
        "SANCTION",
        "BRA",
        "BRA",
        "past",
        None,
    ),
    ("Francia acusó a Rusia de difundir desinformación.", "ACCUSE", "FRA", "RUS", "past", None),
    ("Moscú negó las acusaciones de Francia.", "REJECT", "RUS", "FRA", "past", None),
    ("El Kremlin rechazó la propuesta de paz de Kiev.", "REJECT", "RUS", "UKR", "past", None),
    ("Turquía amenazó con cerrar el espacio aéreo a los aviones griegos.", "THREATEN", "TUR", "GRC", "past", None),
    (
        "Según el ministro de Defensa ucraniano, Rusia lanzó 30 drones contra Odesa.",
        "ASSAULT",
        "RUS",
        "UKR",
        "past",
        None,
    ),
    (
        "El presidente estadounidense, Joe Biden, habló por teléfono con Xi Jinping.",
        "CONSULT",
        "USA",
        "CHN",
        "past",
        None,
    ),
    ("Honduras estableció relaciones diplomáticas con China.", "SUPPORT", "HND", "CHN", "past", None),
    ("La policía española incautó dos toneladas de cocaína.", "COERCE", "ESP", "", "past", None),
    ("Suiza concedió asilo a un activista ruso.", "AID", "CHE", "RUS", "past", None),
    ("El rey de Jordania visitó París en mayo.", "CONSULT", "JOR", "FRA", "past", "2023-05-01"),
    ("El Parlamento de Georgia ratificó el tratado.", "SUPPORT", "GEO", "", "past", None),
    (
        "El Gobierno argentino pidió la extradición de un exfuncionario ecuatoriano a España.",
        "REQUEST",
        "ARG",
        "ECU",
        "past",
        None,
    ),
    ("Colombia prevé enviar una delegación a Caracas.", "AGREE", "COL", "VEN", "planned", None),
    ("Corea del Norte lanzó un misil balístico al mar de Japón.", "MOBILIZE", "PRK", "JPN", "past", None),
    ("La oposición de Togo convocó una huelga general.", "PROTEST", "TGO", "", "past", None),
    ("Panamá pidió disculpas a Costa Rica.", "CONCEDE", "PAN", "CRI", "past", None),
    ("El ataque ruso contra Járkov dejó cinco muertos.", "ASSAULT", "RUS", "UKR", "past", None),
    ("Brasil y Uruguay realizaron ejercicios militares conjuntos.", "COOPERATE", "BRA URY", "", "past", None),
    ("Chile extraditó a un banquero a Perú.", "COOPERATE", "CHL", "PER", "past", None),
    (
        "El presidente electo de Guatemala viajó a Washington el jueves pasado.",
        "CONSULT",
        "GTM",
        "USA",
        "past",
        "2023-07-13",
    ),
    ("La canciller alemana visitará Varsovia a principios de agosto.", "AGREE", "DEU", "POL", "planned", "2023-08-01"),
    (
        "El secretario general de la ONU se reunirá mañana con el presidente de Turquía en Ankara.",
        "AGREE",
        "",
        "TUR",
        "planned",
        "2023-07-20",
    ),
    (
        "Los cancilleres de Chile, Perú y Bolivia se reunieron el 3 de julio en Arica.",
        "CONSULT",
        "CHL PER BOL",
        "",
        "past",
        "2023-07-03",
    ),
    ("Noruega ha mediado entre el Gobierno de Colombia y el ELN.", "CONSULT", "NOR", "COL", "past", None),
    ("El papa elogió a Malta por acoger a los refugiados.", "SUPPORT", "VAT", "MLT", "past", None),
    ("La Eurocámara reconoció al líder opositor.", "SUPPORT", "", "", "past", None),
    (
        "Kenia y Tanzania restablecieron relaciones diplomáticas este martes.",
        "SUPPORT",
        "KEN TZA",
        "",
        "past",
        "2023-07-18",
    ),
    ("El Senado de Paraguay aprobó el envío de ayuda a Haití.", "AID", "PRY", "HTI", "past", None),
    ("Japón donó tres millones de dólares a Tonga.", "AID", "JPN", "TON", "past", None),
    ("Francia condonó la deuda de Chad hace dos semanas.", "AID", "FRA", "TCD", "past", "2023-07-03"),
    ("España acogió a 300 refugiados sirios.", "AID", "ESP", "SYR", "past", None),
    ("Rusia retiró sus tropas de Jersón.", "RETREAT", "RUS", "UKR", "past", None),
    ("Las FARC entregaron las armas en 2017.", "RETREAT", "COL", "", "historical", "2017-01-01"),
    ("El ministro del Interior de Ecuador dimitió ayer.", "RETREAT", "ECU", "", "past", "2023-07-18"),
    ("Los hutíes liberaron a la tripulación del barco japonés.", "RETREAT", "YEM", "JPN", "past", None),
    ("Guatemala pidió ayuda a México tras el terremoto.", "REQUEST", "GTM", "MEX", "past", None),
    ("La OEA exigió la liberación de los presos políticos en Nicaragua.", "REQUEST", "", "NIC", "past", None),
    ("Bélgica llamó al diálogo a los dos bandos de Sudán.", "REQUEST", "BEL", "SDN", "past", None),
    (
        "Estados Unidos denunció las violaciones de derechos humanos en Bielorrusia.",
        "ACCUSE",
        "USA",
        "BLR",
        "past",
        None,
    ),
    ("La fiscalía peruana abrió una investigación contra la presidenta.", "ACCUSE", "PER", "PER", "past", None),
    ("El exministro boliviano fue acusado de corrupción por la fiscalía.", "ACCUSE", "BOL", "BOL", "past", None),
    ("La expresidenta argentina negó las acusaciones.", "REJECT", "ARG", "", "past", None),
    ("Israel se negó a liberar a los prisioneros palestinos.", "REJECT", "ISR", "PSE", "past", None),
    ("Egipto rechazó la petición de Etiopía.", "REJECT", "EGY", "ETH", "past", None),
    ("Marruecos canceló la visita del ministro francés.", "REJECT", "MAR", "FRA", "past", None),
    ("El general guineano amenazó con derribar aviones franceses.", "THREATEN", "GIN", "FRA", "past", None),
    ("China advirtió a Taiwán de graves consecuencias.", "THREATEN", "CHN", "TWN", "past", None),
    ("Corea del Norte amenazó a Corea del Sur con un ataque nuclear.", "THREATEN", "PRK", "KOR", "past", None),
    ("Miles de personas protestaron en Lima contra la presidenta de Perú.", "PROTEST", "PER", "PER", "past", None),
    ("Los estudiantes colombianos salieron a las calles el miércoles.", "PROTEST", "COL", "", "past", "2023-07-19"),
    ("Los campesinos bloquearon carreteras en Bolivia.", "PROTEST", "BOL", "", "past", None),
    ("Canadá congeló los activos de tres generales birmanos.", "SANCTION", "CAN", "MMR", "past", None),
    ("Argentina rompió relaciones con Irán en 1994.", "SANCTION", "ARG", "IRN", "historical", "1994-01-01"),
    ("El Banco Mundial suspendió la ayuda a Uganda.", "SANCTION", "", "UGA", "past", None),
    ("Chile llamó a consultas a su embajador en Caracas.", "SANCTION", "CHL", "VEN", "past", None),
    (
        "Un tribunal ruso condenó a un periodista estadounidense a 16 años de cárcel.",
        "SANCTION",
        "RUS",
        "USA",
        "past",
        None,
    ),
    ("Venezuela movilizó tropas a la frontera con Guyana.", "MOBILIZE", "VEN", "GUY", "past", None),
    ("India probó un misil de largo alcance.", "MOBILIZE", "IND", "", "past", None),
    (
        "La policía turca detuvo a 40 manifestantes el domingo en Estambul.",
        "COERCE",
        "TUR",
        "TUR",
        "past",
        "2023-07-16",
    ),
    ("La República Dominicana deportó a 200 haitianos.", "COERCE", "DOM", "HTI", "past", None),
    ("Irán se apoderó de un petrolero griego en el estrecho de Ormuz.", "COERCE", "IRN", "GRC", "past", None),
    ("El Gobierno de Honduras decretó el estado de excepción en dos ciudades.", "COERCE", "HND", "", "past", None),
    ("Etiopía cortó internet en Amhara.", "COERCE", "ETH", "ETH", "past", None),
    ("Piratas informáticos norcoreanos atacaron un banco de Bangladesh.", "ASSAULT", "PRK", "BGD", "past", None),
    ("Israel bombardeó Damasco.", "ASSAULT", "ISR", "SYR", "past", None),
    ("Rusia atacó Kiev con drones el lunes por la noche.", "ASSAULT", "RUS", "UKR", "past", "2023-07-17"),
    ("Los talibanes mataron a dos soldados pakistaníes.", "ASSAULT", "AFG", "PAK", "past", None),
    ("Hombres armados secuestraron a un sacerdote italiano en Níger.", "ASSAULT", "", "ITA", "past", None),
    ("El soldado ucraniano fue torturado por militares rusos.", "ASSAULT", "RUS", "UKR", "past", None),
    ("La policía de Kenia dispersó con gases lacrimógenos a los manifestantes.", "ASSAULT", "KEN", "KEN", "past", None),
    ("El Ejército de Myanmar quemó cuatro aldeas.", "ASSAULT", "MMR", "", "past", None),
    ("Hamás lanzó cohetes contra Ascalón el 9 de julio.", "ASSAULT", "PSE", "ISR", "past", "2023-07-09"),
    (
        "El presidente de Ucrania anunció ayer que su país firmará un tratado con Polonia.",
        "AGREE",
        "UKR",
        "POL",
        "planned",
        "2023-07-18",
    ),
    ("El Gobierno sueco estudia expulsar a un diplomático iraní.", "SANCTION", "SWE", "IRN", "hypothetical", None),
    ("Australia podría sancionar a Birmania.", "SANCTION", "AUS", "MMR", "hypothetical", None),
    ("El ministro de Defensa chino, Dong Jun, asistió a la cumbre de Singapur.", "CONSULT", "CHN", "SGP", "past", None),
    ("La primera ministra danesa prometió a Ucrania más ayuda militar.", "AGREE", "DNK", "UKR", "past", None),
    (
        "Bolivia y Perú alcanzaron un acuerdo sobre el gas el año pasado.",
        "AGREE",
        "BOL PER",
        "",
        "historical",
        "2022-01-01",
    ),
    ("El Gobierno de Nicaragua confiscó los bienes de la universidad.", "COERCE", "NIC", "", "past", None),
    ("Estados Unidos reabrió su embajada en Siria.", "CONCEDE", "USA", "SYR", "past", None),
    ("Panamá y Costa Rica compartirán información sobre migrantes.", "AGREE", "PAN CRI", "", "planned", None),
    ("La cumbre de la CELAC se celebrará en Buenos Aires el 24 de enero.", "AGREE", "", "ARG", "planned", "2024-01-24"),
    ("Uruguay no ha reconocido al Gobierno de Venezuela.", "SUPPORT", "URY", "VEN", "negated", None),
    ("Cuba acusa a Estados Unidos de financiar las protestas.", "ACCUSE", "CUB", "USA", "ongoing", None),
    ("Arabia Saudí ejecutó a 12 presos.", "SANCTION", "SAU", "SAU", "past", None),
    ("La Armada de Chile interceptó un barco chino.", "COERCE", "CHL", "CHN", "past", None),
    ("Brasil extraditará a un narcotraficante a Italia.", "AGREE", "BRA", "ITA", "planned", None),
    (
        "El Gobierno de Perú informó este lunes que expulsará al encargado de negocios de Bolivia.",
        "THREATEN",
        "PER",
        "BOL",
        "past",
        "2023-07-17",
    ),
    ('"No vamos a retirar nuestras tropas", dijo el ministro de Defensa ruso.', "REJECT", "RUS", "", "past", None),
    (
        "El presidente de Turquía, Recep Tayyip Erdogan, acusó este jueves a Israel de cometer genocidio en Gaza.",
        "ACCUSE",
        "TUR",
        "ISR",
        "past",
        "2023-07-13",
    ),
    ("Perú y Chile condenaron el golpe de Estado en Gabón.", "ACCUSE", "PER CHL", "GAB", "past", None),
    (
        "La UE impondrá aranceles a los coches eléctricos chinos a partir de julio.",
        "THREATEN",
        "",
        "CHN",
        "past",
        None,
    ),
    (
        "Estados Unidos sancionó a dos generales venezolanos por violaciones de derechos humanos.",
        "SANCTION",
        "USA",
        "VEN",
        "past",
        None,
    ),
    ("Putin y Xi Jinping se reunirán en Pekín la próxima semana.", "AGREE", "RUS CHN", "", "planned", "2023-07-24"),
    ("Las autoridades de Nicaragua detuvieron a un obispo.", "COERCE", "NIC", "NIC", "past", None),
    ("Se espera que el papa visite Argentina en 2024.", "AGREE", "VAT", "ARG", "planned", "2024-01-01"),
    ("El canciller ruso Serguéi Lavrov llegó a La Habana.", "CONSULT", "RUS", "CUB", "past", None),
    ("Maduro rechazó las sanciones de la Unión Europea.", "REJECT", "VEN", "", "past", None),
    ("La Casa Blanca elogió el acuerdo entre Armenia y Azerbaiyán.", "SUPPORT", "USA", "ARM AZE", "past", None),
    ("Fuerzas israelíes mataron a un palestino en Cisjordania.", "ASSAULT", "ISR", "PSE", "past", None),
    ("Trump amenaza con imponer aranceles del 25% a México.", "THREATEN", "USA", "MEX", "ongoing", None),
    ("Etiopía y Eritrea no alcanzaron un acuerdo.", "AGREE", "ETH ERI", "", "negated", None),
    ("No hubo acuerdo entre Grecia y Turquía.", "AGREE", "GRC TUR", "", "negated", None),
    (
        "La Corte Penal Internacional emitió una orden de arresto contra Vladímir Putin.",
        "COERCE",
        "",
        "RUS",
        "past",
        None,
    ),
    (
        "Corea del Sur y Estados Unidos iniciaron ejercicios militares conjuntos el lunes.",
        "COOPERATE",
        "KOR USA",
        "",
        "past",
        "2023-07-17",
    ),
    (
        "La policía francesa disparó gases lacrimógenos contra los manifestantes en París.",
        "ASSAULT",
        "FRA",
        "FRA",
        "past",
        None,
    ),
    ("Ucrania recibirá ayuda militar de Dinamarca.", "AGREE", "DNK", "UKR", "planned", None),
    ("Haití pidió el envío de una fuerza internacional.", "REQUEST", "HTI", "", "past", None),
    (
        "El portavoz del Ministerio de Exteriores chino criticó la visita de Pelosi a Taiwán.",
        "ACCUSE",
        "CHN",
        "USA",
        "past",
        None,
    ),
    ("Guyana denunció a Venezuela ante la Corte Internacional de Justicia.", "ACCUSE", "GUY", "VEN", "past", None),
    ("México y EEUU acordaron reforzar la frontera.", "AGREE", "MEX USA", "", "past", None),
    ("España no enviará armas a Israel.", "REJECT", "ESP", "ISR", "past", None),
    ("La ONU pide a Rusia e Irán que respeten el acuerdo.", "REQUEST", "", "RUS IRN", "ongoing", None),
    ("El Gobierno de Milei anunció el retiro de su embajador en Nicaragua.", "SANCTION", "ARG", "NIC", "past", None),
    (
        "El rey Felipe VI recibió en Madrid al presidente de Paraguay, Santiago Peña.",
        "CONSULT",
        "PRY",
        "ESP",
        "past",
        None,
    ),
    (
        "Tras reunirse con el rey de Jordania, la ministra francesa viajó a Egipto.",
        "CONSULT",
        "FRA",
        "JOR",
        "past",
        None,
    ),
    ("Condenó el Gobierno de Togo el atentado contra la embajada de Ghana.", "ACCUSE", "TGO", "GHA", "past", None),
]


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
