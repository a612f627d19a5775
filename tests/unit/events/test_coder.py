"""Text -> codings: roles, status, dates, evidence; and the rows made of them."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.events import coder, mentions
from transforms.events.model import Coding
from transforms.records import Article, Document, Mention, Run
from transforms.schema import to_row

DAY = dt.date(2024, 3, 14)  # a Thursday
RUN = Run("0" * 32, dt.datetime(2024, 3, 15, tzinfo=dt.UTC))


def coded(text: str, published: dt.date | None = DAY) -> tuple[Coding, ...]:
    return coder.code(text, language="en", published_date=published)


def only(text: str) -> Coding:
    found = coded(text)
    assert len(found) == 1, found
    return found[0]


def countries(coding: Coding) -> tuple[list[str | None], list[str | None]]:
    return [a.country for a in coding.sources], [a.country for a in coding.targets]


@pytest.mark.parametrize(
    ("text", "kind", "mode", "sources", "targets"),
    [
        ("Ghana accused Peru of spying.", "ACCUSE", "allege", ["GHA"], ["PER"]),
        ("Peru was accused of spying by Ghana.", "ACCUSE", "allege", ["GHA"], ["PER"]),
        ("Ghana's visit to Peru ended.", "CONSULT", "visit", ["GHA"], ["PER"]),
        ("Ghana and Peru signed a fishing treaty.", "SUPPORT", None, ["GHA", "PER"], []),
        ("Talks between Ghana and Peru began.", "CONSULT", None, ["GHA", "PER"], []),
        ("Ghana, which borders Togo, criticised Peru.", "ACCUSE", "disapprove", ["GHA"], ["PER"]),
        ("Ghana imposed sanctions on Peru.", "SANCTION", "discontinue", ["GHA"], ["PER"]),
        ("Ghana received food aid from Peru.", "AID", None, ["PER"], ["GHA"]),
        ("Ghana recalled its ambassador from Peru.", "SANCTION", "expel", ["GHA"], ["PER"]),
        ("Ghana urged Peru to release the sailors.", "REQUEST", "yield", ["GHA"], ["PER"]),
        ("Peru must open its ports, Ghana said.", "REQUEST", "change", ["GHA"], ["PER"]),
        ("Ghana faces charges in Peru.", "ACCUSE", "allege", ["PER"], ["GHA"]),
        ("Israeli strikes on Lebanon continued.", "ASSAULT", None, ["ISR"], ["LBN"]),
    ],
)
def test_roles(text: str, kind: str, mode: str | None, sources: list[str], targets: list[str]) -> None:
    coding = only(text)
    assert (coding.event_type, coding.event_mode) == (kind, mode)
    assert countries(coding) == (sources, targets)


def test_two_verbs_share_a_subject() -> None:
    first, second = coded("Ghana criticised Peru and praised Chile.")
    assert (first.event_type, countries(first)) == ("ACCUSE", (["GHA"], ["PER"]))
    assert (second.event_type, countries(second)) == ("SUPPORT", (["GHA"], ["CHL"]))


def test_what_is_asked_for_has_not_happened() -> None:
    assert [c.event_type for c in coded("Ghana demanded the withdrawal of Peruvian troops from Chile.")] == ["REQUEST"]


@pytest.mark.parametrize(
    ("text", "status", "date", "planned"),
    [
        ("Ghana criticised Peru on Wednesday.", "past", dt.date(2024, 3, 13), None),
        ("Ghana criticised Peru.", "past", None, None),
        ("The president of Ghana will visit Peru next week.", "planned", DAY, dt.date(2024, 3, 18)),
        ("Ghana attacked Peru in 2009.", "historical", dt.date(2009, 1, 1), None),
        ("Ghana did not criticise Peru.", "negated", None, None),
    ],
)
def test_status_and_dates(text: str, status: str, date: dt.date | None, planned: dt.date | None) -> None:
    coding = only(text)
    assert (coding.status, coding.event_date, coding.planned_date) == (status, date, planned)


def test_no_publication_day_no_relative_date() -> None:
    (coding,) = coded("Ghana criticised Peru on Wednesday.", None)
    assert coding.event_date is None
    assert coding.event_date_source == "none"
    (ahead,) = coded("The president of Ghana will visit Peru.", None)
    assert (ahead.event_type, ahead.event_date) == ("AGREE", None)


def test_a_planned_meeting_is_dated_by_its_report() -> None:
    coding = only("The president of Ghana will visit Peru next week.")
    assert (coding.event_type, coding.event_date_source) == ("AGREE", "metadata")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The bank opened a branch.",
        "It rained all day.",
        "Did Ghana criticise Peru?",
        "The Ghanaian striker met his coach before the tournament.",
        "Ghana is a country in West Africa.",
    ],
)
def test_no_event(text: str) -> None:
    assert coded(text) == ()


def test_evidence_is_the_sentence_and_trigger_is_inside() -> None:
    text = "It was cold.\n  Ghana accused Peru of spying. Nobody cared."
    coding = only(text)
    assert text[coding.char_start : coding.char_end] == "Ghana accused Peru of spying."
    assert text[coding.trigger_start : coding.trigger_end] == "accused"


def test_every_step_is_told() -> None:
    coding = only("The president of Ghana will visit Peru next week.")
    told = "\n".join(coding.why)
    assert coding.rule_id in told
    assert "CONSULT becomes AGREE" in told
    assert "planned by 'will'" in told


def test_quoted_speaker() -> None:
    assert only("Ghana attacked Peru, Chile said.").reported_by == "Chile"


PIECES = st.sampled_from(
    [
        "Ghana",
        "Peru's",
        "accused",
        "will visit",
        "was freed by",
        ",",
        ".",
        "\n",
        "“",
        "”",
        "—",
        "the",
        "and",
        "in 2009",
        "talks",
        "ceasefire",
        "x" * 50,
        "\u0301",
        "中国",
    ]
)


@settings(deadline=None, max_examples=150)
@given(st.lists(PIECES, max_size=60).map(" ".join))
def test_offsets_hold_for_any_text(text: str) -> None:
    for coding in coded(text):
        assert 0 <= coding.char_start <= coding.trigger_start < coding.trigger_end <= coding.char_end <= len(text)
        assert 0 < coding.confidence < 1


# -- rows


def article(body: str, **changes: object) -> Article:
    fields: dict[str, object] = {
        "article_id": "a" * 32,
        "url": None,
        "canonical_url": None,
        "source_domain": "example.org",
        "publisher": None,
        "feed_url": None,
        "title": None,
        "byline": None,
        "body": body,
        "language": "en",
        "published_at": dt.datetime(2024, 3, 14, 9, tzinfo=dt.UTC),
        "published_at_source": "metadata",
        "published_date": DAY,
        "fetched_at": RUN.started_at,
        "updated_at": None,
        "word_count": len(body.split()),
        "content_sha256": "b" * 64,
        "story_id": "a" * 32,
        "duplicate_of": None,
        "tags": None,
        "rights": None,
        "is_liveblog": False,
        "is_updated": False,
        "quality": 1.0,
        "extractor": "text",
        "extractor_version": "1",
        "run_id": RUN.run_id,
        "processed_at": RUN.started_at,
    }
    return Article(**(fields | changes))  # type: ignore[arg-type]


def rows(body: str, **changes: object) -> tuple[Mention, ...]:
    return mentions.tag_article(article(body, **changes), RUN).mentions


def test_rows_pass_the_check_and_say_where() -> None:
    body = "Ghana accused Peru of spying on Wednesday.\nThe president of Ghana will visit Chile next week."
    found = rows(body)
    assert [m.event_type for m in found] == ["ACCUSE", "AGREE"]
    for mention in found:
        row = to_row(mention)
        assert body[row["char_start"] : row["char_end"]] == row["evidence_text"]
        assert body[row["trigger_start"] : row["trigger_end"]] == row["trigger_text"]
    assert found[0].dyad == "GHA-PER"
    assert found[0].source_countries == ";GHA;"


def test_two_co_sources_make_a_dyad() -> None:
    assert rows("Peru and Ghana signed a fishing treaty.")[0].dyad == "GHA-PER"


def test_event_ids_agree_across_articles_only_where_dated() -> None:
    dated, undated = "Ghana accused Peru of spying on Wednesday.", "Ghana accused Peru of spying."
    assert rows(dated)[0].event_id == rows(dated, article_id="c" * 32)[0].event_id
    assert rows(undated)[0].event_id != rows(undated, article_id="c" * 32)[0].event_id
    assert rows(dated)[0].mention_id != rows(dated, article_id="c" * 32)[0].mention_id
    assert rows(dated) == rows(dated)


@pytest.mark.parametrize("changes", [{"language": "und"}, {"language": "xx"}, {"duplicate_of": "d" * 32}])
def test_no_mentions_without_a_lexicon_or_for_duplicates(changes: dict[str, object]) -> None:
    assert rows("Ghana accused Peru of spying.", **changes) == ()


def document(content: str, **changes: object) -> Document:
    fields: dict[str, object] = {
        "input_id": "f",
        "doc_id": "7",
        "content": content,
        "raw_sha256": "0" * 64,
        "language": "en",
    }
    return Document(**(fields | changes))  # type: ignore[arg-type]


def test_tag_document_echoes_the_id_and_explains() -> None:
    (line,) = mentions.tag_document(document("Ghana accused Peru of spying."), RUN, explain=True)
    assert line["id"] == "7"
    assert line["why"]
    assert line["event_type"] == "ACCUSE"
    assert "why" not in mentions.tag_document(document("Ghana accused Peru of spying."), RUN)[0]


def test_a_given_pair_is_one_line() -> None:
    pair = {"source_actor": "Zeland", "target_actor": "Ostia"}
    (line,) = mentions.tag_document(document("Zeland met Ostia and praised Peru.", **pair), RUN)
    assert (line["event_type"], line["source_actor"], line["target_actor"]) == ("CONSULT", "Zeland", "Ostia")
    assert len(mentions.tag_document(document("", **pair), RUN)) == 1


def test_dates_in_lines_are_text() -> None:
    (line,) = mentions.tag_document(document("Ghana accused Peru on Wednesday.", published_date=DAY), RUN)
    assert line["event_date"] == "2024-03-13"


# -- what a sentence does not say --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        # A noun after 'over' or 'after' is what the clause is about, not what its subject does.
        ("Ghana met Peru in Lima over a cyberattack on Chile.", [("CONSULT", "GHA", "PER"), ("COERCE", "", "CHL")]),
        # Two that met somewhere did not act on their host.
        ("Ghana and Peru ended two days of talks in Santiago.", [("CONSULT", "GHA;PER", "")]),
        ("Ghana and Peru held a joint naval exercise.", [("COOPERATE", "GHA;PER", "")]),
        (
            "Ghana recalled its ambassador from Chile after the Peruvian navy seized two Ghanaian trawlers.",
            [("SANCTION", "GHA", "CHL"), ("COERCE", "PER", "GHA")],
        ),
        ("Ghana promised rice to Peru, and Chile's king opened a fund.", [("AGREE", "GHA", "PER")]),
        (
            "Ghana criticised Peru, and Foreign Minister Abena Test accused Chile of theft.",
            [("ACCUSE", "GHA", "PER"), ("ACCUSE", "", "CHL")],
        ),
        ("The foreign ministers of Ghana and Peru spoke by phone.", [("CONSULT", "GHA;PER", "")]),
        ("Ghanaian miners blocked the road to demand higher pay.", [("PROTEST", "GHA", "GHA")]),
        ("Peru charged Julian Assange with theft.", [("ACCUSE", "PER", "AUS")]),
        # No event: a newsroom that calls, a noun, a warning without a threat, a place, a critic of no known state.
        ("Ghana's embassy did not answer calls from The Associated Press.", []),
        ("The truce could still fall apart, diplomats warn.", []),
        ("A consumer watchdog criticised the insurers.", []),
        ("The Humanitarian Aid Act was discussed in Ghana.", []),
    ],
)
def test_who_acts_on_whom(text: str, rows: list[tuple[str, str, str]]) -> None:
    found = [
        (c.event_type, *(";".join(a.country or "" for a in side) for side in (c.sources, c.targets)))
        for c in coded(text)
    ]
    assert found == rows


@pytest.mark.parametrize(
    ("text", "kind", "status", "date"),
    [
        ("A visit to Peru by Ghana's president is planned for May.", "AGREE", "planned", DAY),
        ("Talks between Ghana and Peru are under way in Lima.", "CONSULT", "ongoing", None),
        ("Ghana and Peru have not held talks this year.", "CONSULT", "negated", None),
        ("Ghana offered to host Peru for talks in January.", "AGREE", "past", None),
        ("Ghana seeks to restore its ties with Peru.", "AGREE", "ongoing", DAY),
    ],
)
def test_status_by_the_words_around(text: str, kind: str, status: str, date: dt.date | None) -> None:
    first = coded(text)[0]
    assert (first.event_type, first.status, first.event_date) == (kind, status, date)


def test_a_date_stays_in_its_clause() -> None:
    first, second = coded("Ghana recalled its ambassador from Peru on Tuesday after Peru seized two Ghanaian trawlers.")
    assert (first.event_date, second.event_date) == (dt.date(2024, 3, 12), None)


def test_it_is_the_subject_of_the_sentence_before() -> None:
    _, second = coded("Ghana criticised Peru on Monday. It also recalled its ambassador from Peru.")
    assert countries(second) == (["GHA"], ["PER"])


def test_a_speaker_says_we_for_himself() -> None:
    (coding,) = coded('"We will close our ports to Peru," the president of Ghana said.')
    assert (coding.event_type, countries(coding)) == ("THREATEN", (["GHA"], ["PER"]))


@pytest.mark.parametrize(
    ("text", "day", "state"),
    [
        ("Ghana has closed its embassy in a villa rented from Togo in 2009.", None, "past"),
        ("Ghana dropped the inquiry on Monday.", "2024-03-11", "past"),
        ("Ghana accuses Togo of spying.", None, "ongoing"),
        ("Ghana accuses Togo of spying on Monday.", "2024-03-11", "past"),
        ("Ghana accused Togo of spying in 2019.", "2019-01-01", "historical"),
        ("Ghana accused Togo of spying last year.", "2023-01-01", "historical"),
        ("Ghana accused Togo of spying three weeks ago.", "2024-02-19", "past"),
        ("Then-President Bo Sample of Ghana accused Togo of spying.", None, "historical"),
        ("Ghana accused Togo of spying years ago.", None, "historical"),
        ("Ghana accused Togo of spying in the 1990s.", None, "historical"),
        ("Ghana's war against Togo went on.", None, "ongoing"),
        ("Ghana is hosting Togolese officials next week.", "2024-03-14", "planned"),
        ("Ghana hosted Togolese officials from Monday to Wednesday.", "2024-03-13", "past"),
        ("Ghana praised Togo and offered it a loan in January.", None, "past"),
    ],
)
def test_days_and_tenses(text: str, day: str | None, state: str) -> None:
    first = coded(text)[0]
    assert (str(first.event_date) if first.event_date else None, first.status) == (day, state)


def test_a_name_reports_nothing() -> None:
    assert not any(c.event_type == "CONCEDE" for c in coded("Amnesty International criticised Ghana."))
    assert [c.event_type for c in coded("Her deputy, Sue Mensah, criticised Ghana's premier.")] in ([], ["ACCUSE"])


def test_articles_about_sport_report_nothing_within_one_country() -> None:
    sport = "The coach praised the striker. It rained. The goalkeeper saved twice. All went home. "
    assert not coded(sport + "Ghana's minister urged fans to stay calm.")
    assert [c.event_type for c in coded(sport + "Ghana accused Togo of spying.")] == ["ACCUSE"]


def test_an_interview_is_no_meeting() -> None:
    assert not coded("Ghana's president spoke to Reuters.")
    assert not coded("Ghana's president met with CNN in Accra.")


@pytest.mark.parametrize("text", ["PERU CONDEMNED", "Chile Denied", "UN Accused", "PERU SUED CHILE", "Peru"])
def test_two_words_are_a_text(text: str) -> None:
    assert len(coder.code(text, language="en", published_date=dt.date(2024, 6, 7))) <= 1


@pytest.mark.parametrize(
    ("sentence", "kind", "day", "state"),
    [
        ("Kenya condemned Chad's 2018 invasion of Niger.", "ASSAULT", "2018-01-01", "historical"),
        ("Kenya condemned Chad's 2018 invasion of Niger.", "ACCUSE", None, "past"),
        ("A Kenyan inquiry into that 2006 poisoning accused Chad.", "ASSAULT", "2006-01-01", "historical"),
        ("Kenya praised the 2015 treaty with Chad.", "SUPPORT", None, "past"),
    ],
)
def test_a_year_before_a_noun_dates_what_the_noun_tells(sentence: str, kind: str, day: str | None, state: str) -> None:
    found = next(c for c in coder.code(sentence, language="en", published_date=DAY) if c.event_type == kind)
    assert (str(found.event_date) if found.event_date else None, found.status) == (day, state)
