"""Where the article stands on the page: sums over the elements, the core and the root.

In: blocks. Out: Layout; the sums are written into the nodes. The core is found by where the prose is, the root by what
the page's names say; where the two agree, a page is easy.
"""

from collections.abc import Sequence
from typing import NamedTuple

from transforms.extract.blocks import HEADINGS, Block, Node
from transforms.extract.hints import bit

TWINS = 3
"""So many elements like the root, beside it: the posts of a live blog; what holds them is the root."""
CORE_SHARE = 0.6
"""The core holds at least this share of the prose of the element around it."""
ROOT_SHARE, ROOT_MASS = 0.25, 150.0
"""A root holds at least this share of the core's prose, and so many characters; comments that leave less are text."""

_COMMENT = bit("comment")


class Layout(NamedTuple):
    """The page's two answers, and how far above them an element is."""

    core: Node
    root: Node
    above_core: dict[Node, int]
    """The core (0) and the elements above it."""
    above_root: dict[Node, int]
    mass: float
    """Characters of prose of the page."""
    in_paragraphs: float
    """Share of them in <p>."""
    signatures: dict[str, int]
    """Signature -> blocks that stand directly in such elements."""
    inside: dict[Node, bool]
    """What `holds` has answered."""

    def holds(self, node: Node) -> bool:
        """Whether the core or the root holds an element."""
        known = self.inside.get(node)
        if known is None:
            known = node is self.core or node is self.root or (node.parent is not None and self.holds(node.parent))
            self.inside[node] = known
        return known


def arrange(blocks: Sequence[Block]) -> Layout:
    """The layout of a page that has blocks."""
    masses = [block.mass for block in blocks]
    total = sum(masses)
    comments = _in_comments(blocks)
    if comments:
        rest = sum(mass for mass, block in zip(masses, blocks, strict=True) if block.node not in comments)
        if rest < ROOT_MASS:
            comments = frozenset()
        else:
            total = rest
    paragraphs = 0.0
    signatures: dict[str, int] = {}
    for block, mass in zip(blocks, masses, strict=True):
        node = block.node
        if mass and node not in comments:
            node.mass += mass
            if node.tag == "p":
                paragraphs += mass
        signatures[node.signature] = signatures.get(node.signature, 0) + 1
        node.chars += len(block.text)
        node.linked += block.linked
        node.blocks += 1
        if node.tag == "h1":
            node.titles += 1
        if block.linked and node.tag in HEADINGS:
            node.heads += 1
    children, order, top = _tree(blocks)
    for node in reversed(order):
        parent = node.parent
        if parent is not None:
            parent.mass += node.mass
            parent.chars += node.chars
            parent.linked += node.linked
            parent.blocks += node.blocks
            parent.heads += node.heads
            parent.titles += node.titles
    core = _core(top, children)
    root = _root(order, core, children)
    share = paragraphs / total if total else 0.0
    return Layout(core, root, _above(core), _above(root), total, share, signatures, {})


def _tree(blocks: Sequence[Block]) -> tuple[dict[Node, list[Node]], list[Node], Node]:
    """Children of each node, the nodes in document order, the topmost."""
    children: dict[Node, list[Node]] = {}
    order: dict[Node, None] = {}
    top = blocks[0].node
    for block in blocks:
        chain = []
        node: Node | None = block.node
        while node is not None and node not in order:
            chain.append(node)
            node = node.parent
        for node in reversed(chain):
            order[node] = None
            if node.parent is None:
                top = node
            else:
                children.setdefault(node.parent, []).append(node)
    return children, list(order), top


def _core(top: Node, children: dict[Node, list[Node]]) -> Node:
    core = top
    while core.mass:
        best = max(children.get(core, ()), key=lambda node: node.mass, default=None)
        if best is None or best.mass < CORE_SHARE * core.mass or best.tag in ("p", "li"):
            break
        core = best
    return core


def _root(order: list[Node], core: Node, children: dict[Node, list[Node]]) -> Node:
    enough = max(ROOT_MASS, ROOT_SHARE * core.mass)
    best: dict[int, Node] = {}
    for node in order:
        if node.stage and node.mass >= enough and node.stage not in best:
            best[node.stage] = node
    if not best:
        return core
    root = best[min(best)]
    if root.parent is not None:
        beside = children[root.parent]
        if sum(node.signature == root.signature and node.mass > 0 for node in beside) >= TWINS:
            return core if root.parent.tag == "body" else root.parent
    return root


def _in_comments(blocks: Sequence[Block]) -> frozenset[Node]:
    """The elements of readers' comments."""
    known: dict[Node, bool] = {}

    def ask(node: Node) -> bool:
        found = known.get(node)
        if found is None:
            found = bool(node.marks & _COMMENT) or (node.parent is not None and ask(node.parent))
            known[node] = found
        return found

    return frozenset(node for node in {block.node for block in blocks} if ask(node))


def _above(node: Node) -> dict[Node, int]:
    out: dict[Node, int] = {}
    walk: Node | None = node
    while walk is not None:
        out[walk] = len(out)
        walk = walk.parent
    return out
