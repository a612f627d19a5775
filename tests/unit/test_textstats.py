"""Words and quality of texts in any script."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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


SENTENCE = "The ministers met on Monday and agreed to meet again before the spring."
WHOLE = [f"{SENTENCE} Part {n}." for n in range(12)]
THAI = "รัฐมนตรีทั้งสองพบกันอีกครั้งในวันจันทร์และตกลงที่จะพบกันอีกก่อนฤดูใบไม้ผลิ " * 4


def score(paragraphs: list[str], has_title: bool = True) -> float:
    return quality(paragraphs, word_count("\n".join(paragraphs)), has_title)


@pytest.mark.parametrize(
    "worse",
    [
        WHOLE[:5],
        WHOLE[:1],
        [*WHOLE, *WHOLE],
        [*WHOLE, *(f"Section {n}" for n in range(40))],
        [*WHOLE[:-1], WHOLE[-1].rstrip(".") + "…"],
        [*WHOLE[:-1], "The ministers met on Monday and"],
        [line.replace("ministers", "minist\ufffdrs") for line in WHOLE],
        [f"Item {n} of a list" for n in range(60)],
    ],
    ids=["short", "one sentence", "doubled", "with a list", "cut off", "broken off", "broken characters", "list"],
)
def test_quality_is_less_with_each_fault(worse: list[str]) -> None:
    assert score(WHOLE) == 1.0
    assert 0 < score(worse) < 1
    assert score(worse, has_title=False) < score(worse)


def test_quality_falls_as_a_fault_grows() -> None:
    def falls(texts: list[list[str]]) -> bool:
        scores = [score(text) for text in texts]
        return scores == sorted(scores, reverse=True) and scores[0] > scores[-1]

    assert falls([WHOLE[:n] for n in (12, 8, 6, 4, 2, 1)])
    assert falls([[*WHOLE, *(f"Section {n}" for n in range(count))] for count in (0, 5, 20, 80, 300)])
    assert falls([WHOLE * times for times in (1, 2, 3, 6)])
    assert falls([[line.replace("e", "\ufffd", times) for line in WHOLE] for times in range(6)])


def test_quality_of_nothing_of_lists_and_of_other_scripts() -> None:
    assert quality([], 0, True) == 0.0
    assert score([f"Item {n} of a list" for n in range(200)]) < 0.3
    assert score([f"两位部长周二再次会晤，双方同意在春天之前第{n}次会晤。" for n in range(20)]) == 1.0
    assert score([f"{n} {THAI}".strip() for n in range(6)]) == 1.0
    assert score(["两位部长周二再次会晤。"], False) > score(["首页"], False)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.text(max_size=300), max_size=12), st.integers(0, 500), st.booleans())
def test_quality_is_always_a_share(paragraphs: list[str], words: int, has_title: bool) -> None:
    assert 0 <= quality(paragraphs, words, has_title) <= 1
