"""What the coder should say of a sentence and does not any more: samples that rules were written with, which fell
under the threshold of noise, or got a side, when weights were fitted on pages and real news. A sample that is right
again fails here: it belongs back to its room's tests."""

import pytest

from transforms.events.coder import code

Told = tuple[str, frozenset[str | None], frozenset[str | None]]


def told(text: str, language: str) -> list[Told]:
    codings = code(text, language=language)
    return [
        (c.event_type, frozenset(a.country for a in c.sources), frozenset(a.country for a in c.targets))
        for c in codings
    ]


@pytest.mark.parametrize(
    ("language", "text", "kind", "sources", "targets"),
    [
        ("en", "The war between Ghana and Togo went on.", "ASSAULT", {"GHA", "TGO"}, set()),
        (
            "en",
            "Uganda helped Kenya. Kenya waited for Uganda. Ugandans shrugged. Uganda will never agree.",
            "REJECT",
            {"UGA"},
            {"KEN"},
        ),
        (
            "en",
            "Togo's cabinet agreed to lend Jordan money and also sent two planes to Pakistan.",
            "AID",
            {"TGO"},
            {"PAK"},
        ),
        ("en", "Peru warned Chile, which shelters Peruvian rebels.", "AID", {"CHL"}, {"PER"}),
        ("es", '"No vamos a retirar nuestras tropas", dijo el ministro de Defensa ruso.', "REJECT", {"RUS"}, set()),
    ],
)
@pytest.mark.xfail(strict=True, reason="lost to weights fitted on pages and real news")
def test_what_was_lost(language: str, text: str, kind: str, sources: set[str], targets: set[str]) -> None:
    assert (kind, frozenset(sources), frozenset(targets)) in told(text, language)
