"""The dates of an article: what a page declares, prints and has in its address, on small invented pages."""

# ruff: noqa: E501 (a case of a table stays on its line)

import datetime as dt

import pytest

from tests.unit.news_page import H1, NOW, TITLE, URL, ld, metadata, page
from transforms.extract import dates
from transforms.extract.model import PageMetadata

# --- dates of a page


@pytest.mark.parametrize(
    ("head", "before", "url", "at", "day"),
    [
        (ld(**{"@type": "NewsArticle"}, datePublished="2024-03-03T23:30:00-05:00"), "", URL, "2024-03-04T04:30:00", "2024-03-03"),
        ('<meta property="article:published_time" content="2024-03-03T10:00:00Z">', "", URL, "2024-03-03T10:00:00", "2024-03-03"),
        ('<meta name="date" content="2024-03-03">', "", URL, "2024-03-03T00:00:00", "2024-03-03"),
        ("", '<time datetime="2024-03-03T10:00+01:00">Sunday</time>', URL, "2024-03-03T09:00:00", "2024-03-03"),
        ("", '<span itemprop="datePublished">3 March 2024</span>', URL, "2024-03-03T00:00:00", "2024-03-03"),
        ("", '<p class="date">3. März 2024, 14:05 Uhr</p>', URL, "2024-03-03T00:00:00", "2024-03-03"),
        ("", '<p class="date">Sunday, March 3rd, 2024</p>', URL, "2024-03-03T00:00:00", "2024-03-03"),
        ("", '<p class="date">2024年3月3日</p>', URL, "2024-03-03T00:00:00", "2024-03-03"),
        ("", "", "https://news.example.org/2024/03/03/harbour", "2024-03-03T00:00:00", "2024-03-03"),
        ("", "<h1>Harbour talks end</h1><div>03.03.2024</div>", URL, "2024-03-03T00:00:00", "2024-03-03"),
        (ld(**{"@type": "NewsArticle"}, datePublished="2024-05-20"), "", "https://news.example.org/2024/03/03/harbour",
         "2024-03-03T00:00:00", "2024-03-03"),
    ],
    ids=["json-ld", "meta", "day only", "time", "itemprop", "German", "English", "Chinese", "url", "headline", "first day"],
)  # fmt: skip
def test_published(head: str, before: str, url: str, at: str, day: str) -> None:
    found = metadata(page(head, before), url)
    assert found.published_at == dt.datetime.fromisoformat(at).replace(tzinfo=dt.UTC)
    assert found.published_date == dt.date.fromisoformat(day)


@pytest.mark.parametrize(
    ("at", "printed", "day", "hours"),
    [
        ("2024-03-03T22:04:00Z", "4. März 2024, 00:04 Uhr", "2024-03-04", 2),
        ("2024-03-03T03:30:20Z", "March 2, 2024, 10:30 p.m. EST", "2024-03-02", -5),
        ("2024-03-03T19:00:00Z", "2024年3月4日 04:45", "2024-03-04", 9.75),
        ("2024-03-03T22:04:00Z", "4. März 2024, 00:06 Uhr", "2024-03-03", 0),
        ("2024-03-03T22:04:00Z", "4. März 2024", "2024-03-03", 0),
        ("2024-03-03T22:04:00Z", "5. März 2024, 00:04 Uhr", "2024-03-03", 0),
        ("2024-03-03T05:04:00Z", "4. März 2024, 23:04 Uhr", "2024-03-03", 0),
        ("2024-03-03T22:04:00+01:00", "4. März 2024, 00:04 Uhr", "2024-03-03", 1),
        ("2024-03-03", "4. März 2024, 00:00 Uhr", "2024-03-03", 0),
    ],
    ids=[
        "Berlin",
        "New York",
        "a quarter",
        "other minute",
        "no clock",
        "other day",
        "too far",
        "has a zone",
        "day only",
    ],
)
def test_the_zone_that_the_printed_time_shows(at: str, printed: str, day: str, hours: float) -> None:
    found = metadata(page(ld(**{"@type": "NewsArticle"}, datePublished=at), f'{H1}<p class="date">{printed}</p>'))
    assert found.published_date == dt.date.fromisoformat(day)
    assert found.published_offset == dt.timedelta(hours=hours)
    given = dt.datetime.fromisoformat(at)
    assert found.published_at == (given if given.tzinfo else given.replace(tzinfo=dt.UTC))


@pytest.mark.parametrize(
    ("text", "clocks"),
    [
        ("14:05 Uhr", [(14, 5)]),
        ("2.05 p.m.", [(14, 5)]),
        ("12:30 AM", [(0, 30)]),
        ("12:30 pm", [(12, 30)]),
        ("le 3 mars à 14h05", [(14, 5)]),
        ("09:15:33", [(9, 15)]),
        ("03.03.2024", []),
        ("25:10, 10:70, 13:00 pm", []),
        ("1,234.50 and 10.555", []),
    ],
)
def test_times_of_day(text: str, clocks: list[tuple[int, int]]) -> None:
    assert dates.clocks(text) == [dt.time(*clock) for clock in clocks]


@pytest.mark.parametrize(
    ("head", "before"),
    [
        ("", ""),  # the footer's copyright year is no date
        (ld(**{"@type": "NewsArticle"}, datePublished="2099-01-01"), ""),
        (ld(**{"@type": "NewsArticle"}, datePublished="2024-02-30"), ""),
        ('<meta name="date" content="yesterday">', ""),
        ("", '<p class="date">3/4/2024</p>'),  # day or month first: the page does not say
        ("", '<div class="comments"><time datetime="2024-03-03">a reader</time></div>'),
        ("", '<aside class="related"><p class="date">3 March 2024</p></aside>'),
        ("", '<p class="date">March 2024</p>'),
    ],
    ids=["copyright", "future", "no such day", "words", "ambiguous", "comment", "related", "month"],
)
def test_no_date_is_invented(head: str, before: str) -> None:
    found = metadata(page(head, before))
    assert found.published_at is None
    assert found.published_date is None


def test_an_ambiguous_date_is_read_where_the_language_decides() -> None:
    date = '<p class="date">3/4/2024</p>'
    assert metadata(page(before=date, html='lang="fr"')).published_date == dt.date(2024, 4, 3)
    assert metadata(page(before=date, html='lang="en-US"')).published_date == dt.date(2024, 3, 4)


def test_updated_only_after_publication() -> None:
    def both(updated: str) -> PageMetadata:
        return metadata(page(ld(**{"@type": "Article"}, datePublished="2024-03-03T10:00:00Z", dateModified=updated)))

    assert both("2024-03-04T10:00:00Z").updated_at == dt.datetime(2024, 3, 4, 10, tzinfo=dt.UTC)
    assert both("2024-03-03T10:00:00Z").updated_at is None
    assert both("2024-03-01T10:00:00Z").updated_at is None


# --- dates of content systems and newsrooms


@pytest.mark.parametrize(
    ("head", "before", "after", "day", "source"),
    [
        ('<meta name="date" content="2024-03-01">', H1 + '<time itemprop="datePublished" datetime="2024-03-03">3. März</time>', "", "2024-03-03",
         "itemprop datePublished"),
        ('<meta name="date" content="2024-03-04">', H1 + "<ul><li><time>03.03.2024, 12:01 Uhr</time></li></ul>", "", "2024-03-03", "time element"),
        ('<meta name="date" content="03/04/2024 12:43:42">', H1, "<p>Erstellt am: 04.03.2024</p>", "2024-03-04", "text near the headline"),
        ("", H1 + '<time class="entry-date published updated" datetime="2024-03-03T10:00:00+01:00">3 March</time>', "", "2024-03-03", "time element"),
        ("", H1 + '<p>Updated: <time datetime="2024-03-09">9 March</time></p><p><time datetime="2024-03-03">3 March</time></p>', "", "2024-03-03",
         "time element"),
        ("", H1 + '<div class="teaser-box"><span class="published">03.03.2024</span></div>', "", "2024-03-03", "labelled text"),
        ("", H1 + '<abbr class="published" title="2024-03-03T10:00:00Z">Sunday</abbr>', "", "2024-03-03", "labelled element"),
        ("", H1, "<p>Publicado el 3 de marzo de 2024</p>", "2024-03-03", "text near the headline"),
        ("", H1 + "<p>x</p>" * 70, "<p>Veröffentlicht am 3. März 2024</p>", "2024-03-03", "worded text"),
        ("", H1 + "<p>x</p>" * 70, "<p>Oslo, 3. März 2024 – Die Verhandlungen über den Hafen und die Boote sind zu Ende gegangen.</p>", "2024-03-03", "dateline"),
        ("", '<div class="teaser"><b>x</b><span>03.03.2024</span></div>', "", "2024-03-03", "date alone"),
        ("", "", '<script>var p = {"published_at":"2024-03-03T06:22:28+01:00","id":1,"publishedAt":"2024-03-03"};</script>', "2024-03-03", "inlined state"),
        ("", "", '<script>var p = [{"published_at":"2024-03-03"},{"published_at":"2024-03-05"}];</script>', None, None),
        ("", "", "<p>Stand: x</p>", None, None),
        ("", H1 + "<p>Updated 3 March 2024</p>", "", "2024-03-03", "last change, text near the headline"),
        ("", H1 + "<p>Updated 5 March 2024</p><p>3 March 2024</p>", "", "2024-03-03", "text near the headline"),
        ("", H1 + "<p>x</p>" * 70, "<p>On 3 March 2024 the ministers of both countries met in the harbour office in Oslo and agreed.</p>", None, None),
        ("", "", '<ol class="comments"><li><time datetime="2024-03-03">3 March</time></li></ol>', None, None),
        ("", "", '<div class="teaser"><span>03.03.2024</span></div><div class="teaser"><span>04.03.2024</span></div>', None, None),
    ],
    ids=["marked before document", "printed before document", "ambiguous meta", "WordPress", "update first", "odd class at the headline", "abbr", "Spanish",
         "German words", "press release", "one date alone", "state", "two in the state", "no date", "only updated", "updated and published", "event in the text", "comment",
         "two teasers"],
)  # fmt: skip
def test_dates_of_many_makers(head: str, before: str, after: str, day: str | None, source: str | None) -> None:
    found = metadata(page(TITLE + head, before, after, html='lang="de"'))
    assert (found.published_date and found.published_date.isoformat(), found.sources.get("published_at")) == (
        day,
        source,
    )


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("3 lipca 2024", "pl", None),  # after NOW
        ("3 marca 2024", "pl", "2024-03-03"),
        ("le 3 mars 2024", "fr", "2024-03-03"),
        ("1er mars 2024", "fr", "2024-03-01"),
        ("3 de marzo del 2024", "es", "2024-03-03"),
        ("3 gennaio 2024", "it", "2024-01-03"),
        ("3. 3. 2024", "cs", "2024-03-03"),
        ("12/Mar/2024", "en", "2024-03-12"),
        ("3 listopada 2023", "pl", "2023-11-03"),
        ("3 listopada 2023", "hr", "2023-10-03"),
        ("3 listopada 2023", None, None),
        ("3/4/2024", "en", None),
        ("3/4/2024", "de", "2024-04-03"),
        ("31.02.2024", "de", None),
    ],
)
def test_printed_dates(text: str, language: str | None, day: str | None) -> None:
    found = dates.from_text(text, NOW, language)
    assert (found and found.day.isoformat()) == day


@pytest.mark.parametrize(
    ("value", "at"),
    [
        ("2024-03-03T23:30:00-05:00", "2024-03-04T04:30:00"),
        ("2024-03-03T00:00:00+02:00", "2024-03-03T00:00:00"),  # a day, filled up with zeros
        ("2024-03-03 10:00", "2024-03-03T10:00:00"),
        ("20240303T100000Z", "2024-03-03T10:00:00"),
    ],
)
def test_machine_readable_dates(value: str, at: str) -> None:
    found = dates.from_attribute(value, NOW)
    assert found is not None
    assert found.at == dt.datetime.fromisoformat(at).replace(tzinfo=dt.UTC)
    assert found.day == dt.date(2024, 3, 3)


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://example.org/2024/03/03/harbour", "2024-03-03"),
        ("https://example.org/news/03032024-harbour", "2024-03-03"),
        ("https://example.org/news/2024/mar/03/harbour", "2024-03-03"),
        ("https://example.org/2024/03/harbour", None),
        ("https://example.org/harbour-99999999", None),
        (None, None),
    ],
)
def test_dates_in_addresses(url: str | None, day: str | None) -> None:
    found = dates.from_url(url, NOW)
    assert (found and found.day.isoformat()) == day


def test_cut_takes_dates_and_times_out() -> None:
    assert dates.cut("Ada Muster").split("|") == ["Ada Muster"]
    assert [part.strip() for part in dates.cut("3. März 2024, 14:05 Uhr Ada Muster").split("|")][-1] == "Ada Muster"


def test_a_change_in_microdata_is_read() -> None:
    found = metadata(
        page(
            TITLE,
            H1
            + '<time itemprop="datePublished" datetime="2024-03-03">3</time><time itemprop="dateModified" datetime="2024-03-05">5</time>',
        )
    )
    assert found.published_date == dt.date(2024, 3, 3)
    assert found.updated_at == dt.datetime(2024, 3, 5, tzinfo=dt.UTC)
