"""Words and quality of texts in any script."""

import pytest

from transforms.textstats import quality, word_count


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        (" .!? ", 0),
        ("Two words.", 2),
        ("A well-kept one: it's the port's 2,5 boats", 9),
        ("Zwölf Boxkämpfer jagen Viktor", 4),
        ("两位部长周二再次会晤", 5),
        ("両大臣は火曜日に会談した", 6),
        ("두 장관은 화요일에 만났다", 4),
        ("รัฐมนตรีทั้งสองพบกันอีกครั้ง", 6),
        ("Oslo 会晤 again", 3),
    ],
)
def test_word_count(text: str, words: int) -> None:
    assert word_count(text) == words


def test_quality_orders_articles() -> None:
    sentence = "The ministers met on Monday and agreed to meet again before the spring."
    whole = [f"{sentence} Part {n}." for n in range(12)]
    assert quality(whole, 180, True) == 1.0
    assert quality([], 0, True) == 0.0
    for worse in (
        quality(whole, 180, False),
        quality(whole[:1], 15, True),
        quality([*whole, *whole], 360, True),
        quality([line.rstrip(".") for line in whole], 180, True),
    ):
        assert 0 < worse < 1
    assert quality(["两位部长周二再次会晤。"] * 1, 5, False) > quality(["首页"], 1, False)
