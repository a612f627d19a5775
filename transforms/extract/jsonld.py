"""schema.org data in a page's JSON-LD scripts: the node that describes the article, and the nodes it refers to.

In: the tree. Out: `Structured`. Broken JSON is repaired where the repair is sure (raw line breaks, comment and CDATA
wrappers, a trailing semicolon), else ignored: a page's other metadata stands. Sizes, nodes and depth are bounded.
"""

import itertools
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

MAX_SCRIPT_CHARACTERS = 1_000_000
MAX_SCRIPTS = 40
MAX_NODES = 2_000
MAX_DEPTH = 6

Node = Mapping[str, Any]

_BEFORE, _AFTER = ("//", "<![CDATA[", "<!--"), (";", "]]>", "-->", "//")
_NESTED = ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "hasPart", "isPartOf", "publisher", "author")
_ARTICLE = re.compile(r"(?:Article|BlogPosting|Report|SocialMediaPosting)$")
_SECONDARY = frozenset(
    {"WebPage", "ItemPage", "VideoObject", "DiscussionForumPosting", "QAPage", "PodcastEpisode"}
    | {"Recipe", "HowTo", "Review", "CreativeWork"}
)


class Structured(NamedTuple):
    """What the scripts say."""

    article: Node
    """The article's node; empty when there is none."""
    page: Node
    """The web page's own node, a second source; empty when there is none."""
    by_id: Mapping[str, Node]
    """Nodes by @id, for references."""
    types: frozenset[str]
    """All @type values of the page."""

    def resolve(self, value: Any) -> Any:
        """A reference `{"@id": ...}` -> the node it names."""
        if isinstance(value, Mapping) and len(value) <= 2 and isinstance(value.get("@id"), str):
            return self.by_id.get(value["@id"], value)
        return value


NOTHING = Structured({}, {}, {}, frozenset())


def read(tree: Any) -> Structured:
    """All JSON-LD of a page."""
    nodes: list[Node] = []
    scripts = (script for script in tree.iter("script") if "ld+json" in (script.get("type") or "").lower())
    for script in itertools.islice(scripts, MAX_SCRIPTS):
        if len(nodes) >= MAX_NODES:
            break
        nodes.extend(_nodes(_load(script.text or ""), MAX_DEPTH))
    if not nodes:
        return NOTHING
    nodes = nodes[:MAX_NODES]
    by_id: dict[str, Node] = {}
    for node in nodes:
        if isinstance(node.get("@id"), str) and len(node) > len(by_id.get(node["@id"], ())):
            by_id[node["@id"]] = node
    articles = [node for node in nodes if any(_ARTICLE.search(kind) for kind in kinds(node))]
    pages = [node for node in nodes if _SECONDARY & kinds(node)]
    return Structured(
        article=max(articles, key=_weight, default={}),
        page=max(pages, key=_weight, default={}),
        by_id=by_id,
        types=frozenset(kind for node in nodes for kind in kinds(node)),
    )


def kinds(node: Node) -> frozenset[str]:
    """The node's @type values, without namespace."""
    given = node.get("@type")
    values = given if isinstance(given, list) else [given]
    return frozenset(re.split(r"[/#:]", value)[-1] for value in values if isinstance(value, str))


def _weight(node: Node) -> int:
    """How much a node says of an article; of equals the first stands (max keeps it): related ones come later."""
    return sum(bool(node.get(key)) for key in ("headline", "datePublished", "author", "articleBody", "publisher"))


def _load(text: str) -> Any:
    if not text or len(text) > MAX_SCRIPT_CHARACTERS:
        return None
    for candidate in (text, _unwrapped(text)):
        try:
            return json.loads(candidate, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _unwrapped(text: str) -> str:
    """Without comment and CDATA marks around it and a trailing semicolon; in time linear in the text."""
    for _ in range(3):
        text = text.strip()
        for mark in _BEFORE:
            text = text.removeprefix(mark)
        for mark in _AFTER:
            text = text.removesuffix(mark)
    return text


def _nodes(value: Any, depth: int) -> Iterator[Node]:
    if depth == 0:
        return
    if isinstance(value, list):
        for item in value[:MAX_NODES]:
            yield from _nodes(item, depth - 1)
    elif isinstance(value, dict):
        if "@type" in value or "@id" in value:
            yield value
        for key in _NESTED:
            if isinstance(value.get(key), dict | list):
                yield from _nodes(value[key], depth - 1)
