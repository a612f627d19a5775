"""News sitemaps (sitemaps.org with Google's news module) as feeds: what a site has published in the last days.

In: the tree of a `urlset`. Out: a Feed. A sitemap without news says nothing of what is new, so it is none.
"""

from typing import Any

from transforms.sources.feeds import links
from transforms.sources.feeds.assembly import assemble
from transforms.sources.feeds.dates import read_date
from transforms.sources.feeds.elements import text_of
from transforms.sources.feeds.identity import identified, in_order
from transforms.sources.feeds.model import Entry, Feed, Flag, Unreadable
from transforms.sources.feeds.texts import Text, fold, language_code, plain
from transforms.sources.feeds.xml_feed import Reading

MAX_ADDRESSES = 50_000
"""What the protocol allows in one file; most may be no news."""


def read_news_sitemap(root: Any, url: str | None, reading: Reading) -> Feed:
    """The articles of a news sitemap, those addresses that have no news element left out. Raises Unreadable."""
    entries: list[Entry] = []
    flags: set[Flag] = set()
    titles: set[str] = set()
    languages: set[str] = set()
    for seen, element in enumerate(root.iter("{*}url")):
        reading.clock.check()
        if len(entries) >= reading.limits.max_entries or seen > MAX_ADDRESSES:
            flags.add("entries_cut")
            break
        children = reading.elements.children(element)
        for news in children.get("news:news", ())[:1]:
            entry, name = _entry(children, news, url, reading)
            if entry is None:
                flags.add("empty_entries")
                continue
            entries.append(entry)
            titles.update((name,) if name else ())
            languages.update((entry.language,) if entry.language else ())
    if not entries and "empty_entries" not in flags:
        raise Unreadable("sitemap", "a sitemap without news:news elements")
    found, repeated = identified(entries, url, entries[0].link if entries else None)
    flags |= {"repeated_entries"} if repeated else set()
    flags |= {"no_entries"} if not found else set()
    return Feed(
        kind="news_sitemap",
        version="news_sitemap",
        entries=found,
        url=url,
        title=titles.pop() if len(titles) == 1 else None,
        language=languages.pop() if len(languages) == 1 else None,
        flags=in_order(*flags),
    )


def _entry(
    children: dict[str, list[Any]], news: Any, url: str | None, reading: Reading
) -> tuple[Entry | None, str | None]:
    """(the entry, the name of the publication)."""
    inside = reading.elements.children(news)
    publication = next(iter(inside.get("news:publication", ())), None)
    about = reading.elements.children(publication) if publication is not None else {}
    title = _first(inside, "news:title", reading)
    link = links.absolute(_written(children, "loc"), (url,))
    if not (title.value or link.url):
        return None, None
    published = read_date(_written(inside, "news:publication_date"), reading.now)
    updated = read_date(_written(children, "lastmod"), reading.now)
    words = [plain(part, None, 1000).value for part in _written(inside, "news:keywords").split(",")[:100]]
    entry = assemble(
        title,
        link,
        published,
        updated,
        published_text=fold(_written(inside, "news:publication_date")[:200]),
        updated_text=fold(_written(children, "lastmod")[:200]),
        base_url=link.url,
        language=language_code(_written(about, "news:language")),
        categories=tuple(dict.fromkeys(word for word in words if word)),
    )
    return entry, _first(about, "news:name", reading).value


def _written(children: dict[str, list[Any]], name: str) -> str:
    return next((text_of(element) for element in children.get(name, ())), "")


def _first(children: dict[str, list[Any]], name: str, reading: Reading) -> Text:
    return plain(_written(children, name), None, reading.limits.max_text)
