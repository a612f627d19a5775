"""The word classes of a language: what its file may say."""

import pytest

from transforms.events import tables, wordclasses


@pytest.mark.parametrize("language", sorted(tables.languages()))
def test_traits_are_known(language: str) -> None:
    assert wordclasses.lists(language)["traits"] <= wordclasses.TRAITS


def test_unknown_lists_and_traits_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = dict(tables.read("es", "grammar"))
    for fault, message in (({"traits": "tonal"}, "no such trait: tonal"), ({"verbz": "ir"}, "no such list: verbz")):
        monkeypatch.setattr(tables, "read", lambda *_, fault=fault: plain | fault)
        with pytest.raises(tables.LexiconError, match=message):
            wordclasses.lists("es")
