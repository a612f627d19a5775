"""Forms of words: the engine is one, the rules are each language's."""

import pytest

from transforms.events import inflect, tables


def tags(language: str, lemma: str, form: str) -> set[str]:
    return set(inflect.load(language).verb(lemma)[form])


@pytest.mark.parametrize(
    ("language", "lemma", "form", "tag"),
    [
        ("en", "stop", "stopped", "past"),
        ("en", "deny", "denies", "third"),
        ("en", "withdraw", "withdrawn", "part"),
        ("en", "co-chair", "co-chairing", "ger"),
        ("en", "sleep", "slept", "past"),
        ("en", "bus", "bused", "part"),
        ("en", "rally", "rallied", "past"),
        ("es", "negar", "niega", "third"),
        ("es", "negar", "niegue", "subj"),
        ("es", "negar", "negó", "past"),
        ("es", "pedir", "pidió", "past"),
        ("es", "pedir", "pedirá", "fut"),
        ("es", "atacar", "ataquen", "subj"),
        ("es", "cargar", "cargue", "subj"),
        ("es", "amenazar", "amenace", "subj"),
        ("es", "exigir", "exija", "subj"),
        ("es", "perseguir", "persiguió", "past"),
        ("es", "destruir", "destruyeron", "past"),
        ("es", "creer", "creyó", "past"),
        ("es", "ofrecer", "ofrezca", "subj"),
        ("es", "detener", "detuvo", "past"),
        ("es", "detener", "detendrán", "fut"),
        ("es", "imponer", "impuestas", "part"),
        ("es", "deducir", "dedujo", "past"),
        ("es", "escribir", "escrito", "part"),
        ("es", "describir", "descritas", "part"),
        ("es", "devolver", "devuelto", "part"),
        ("es", "reunir", "reúnen", "third"),
        ("es", "reunir", "reunirse", "base"),
        ("es", "enviar", "envíe", "subj"),
        ("es", "sentir", "sintieron", "past"),
        ("es", "visitar", "visitaría", "cond"),
        ("es", "liberar", "liberando", "ger"),
    ],
)
def test_verb(language: str, lemma: str, form: str, tag: str) -> None:
    assert tag in tags(language, lemma, form)


@pytest.mark.parametrize("noun", ["acuerdo", "retiro", "bloqueo", "apoyo"])
def test_spanish_nouns_are_no_forms_of_verbs(noun: str) -> None:
    assert noun not in inflect.load("es").verb({"acuerdo": "acordar"}.get(noun, noun[:-1] + "ar"))


@pytest.mark.parametrize(
    ("language", "noun", "plural"),
    [
        ("en", "army", "armies"),
        ("en", "truce", "truces"),
        ("es", "reunión", "reuniones"),
        ("es", "embajador", "embajadores"),
        ("es", "cruz", "cruces"),
        ("es", "rehén", "rehenes"),
        ("es", "marqués", "marqueses"),
        ("es", "régimen", "regímenes"),
    ],
)
def test_noun(language: str, noun: str, plural: str) -> None:
    assert inflect.load(language).noun(noun) == {noun, plural}


@pytest.mark.parametrize(
    ("adjective", "forms"),
    [
        ("chileno", "chileno chilena chilenos chilenas"),
        ("francés", "francés francesa franceses francesas"),
        ("alemán", "alemán alemana alemanes alemanas"),
        ("español", "español española españoles españolas"),
        ("belga", "belga belgas"),
        ("israelí", "israelí israelíes israelís"),
        ("letón", "letón letona letones letonas"),
    ],
)
def test_adjective(adjective: str, forms: str) -> None:
    assert inflect.load("es").adjective(adjective) == tuple(forms.split())


def test_a_language_need_not_inflect_adjectives() -> None:
    assert inflect.load("en").adjective("Chilean") == ("Chilean",)


def test_a_stem_changes_where_the_ending_asks_for_it() -> None:
    change = inflect.Change("e", "ie", "i")
    assert [change.apply("sent", ending) for ending in ("^e", "~ió", "ir")] == ["sient", "sint", "sent"]
    assert change.apply("prohib", "^e") == "prohib"


def test_a_lemma_that_no_rule_fits_is_refused() -> None:
    with pytest.raises(ValueError, match=r"no rule of inflection.toml fits the verb 'mesa'"):
        inflect.load("es").verb("mesa")


@pytest.mark.parametrize("language", sorted(tables.languages()))
def test_every_rule_gives_a_form_for_every_tag(language: str) -> None:
    named = set(tables.read(language, "inflection")["tags"].split())
    for rule in inflect.load(language).verbs:
        assert set(rule.endings) == named, rule.ends.pattern
