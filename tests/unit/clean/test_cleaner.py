"""The cleaner on whole texts. All events are invented."""

import datetime as dt
import textwrap
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.clean.samples import LAST, LEAD, NEXT, NOW, UNBROKEN, body
from transforms.clean import clean_text


def removed(text, **kwargs):
    return [removal.rule_id for removal in clean_text(text, now=NOW, **kwargs).removed]


# ------------------------------------------------------------------------------------------------- what it gives


def test_a_raw_document():
    cleaned = clean_text(
        "Norway and Peru sign fisheries pact\nViews: 310\n2024-03-05 11:20\nBy Ana Lund and Bo Kray\n"
        f"LIMA, March 5 (Reuters)\u00a0- {LEAD}\u00a0\n\n{LEAD}\n\nNorway Recalls Envoy as Quarrel With "
        f"Peru Deepens (1)\n\n"
        f"{NEXT}\n\n{LAST}\n\nThis story has been updated with a statement.\n\nTags: pact, fish\n\n©2024 "
        f"The Planet Ltd.\nShare this:",
        now=NOW,
    )
    assert cleaned.body == "\n".join([LEAD, NEXT, LAST])
    assert cleaned.title == "Norway and Peru sign fisheries pact"
    assert cleaned.publisher == "Reuters"
    assert cleaned.byline == "Ana Lund; Bo Kray"
    assert cleaned.dateline == "LIMA, March 5"
    assert cleaned.published_at == dt.datetime(2024, 3, 5, 11, 20, tzinfo=dt.UTC)
    assert cleaned.published_date == dt.date(2024, 3, 5)
    assert cleaned.updated
    assert cleaned.tags == ("pact", "fish")
    assert cleaned.rights == "©2024 The Planet Ltd."


def test_a_removal_says_where_it_stood():
    text = f"{LEAD}\n\nShare this:"
    (removal,) = clean_text(text, now=NOW).removed
    assert (removal.rule_id, removal.text) == ("share", "Share this:")
    assert text[removal.start :] == "Share this:"


@pytest.mark.parametrize(
    ("line", "owner"),
    [
        ("©2021 Bloomberg L.P.", "Bloomberg"),
        ("Copyright 2020 The Associated Press. All rights reserved.", "Associated Press"),
        ("© 2024 Planet Media Inc.", "Planet Media"),
        ("All rights reserved.", None),
    ],
)
def test_the_owner_of_the_rights(line, owner):
    cleaned = clean_text(f"{LEAD}\n{line}", now=NOW)
    assert cleaned.body == LEAD
    assert cleaned.publisher == owner
    assert cleaned.rights == line


def test_a_date_ahead_or_unreal_is_furniture_but_no_date():
    for date in ("2099-01-01", "2023-02-30"):
        cleaned = clean_text(f"Published: {date}\n{LEAD}", now=NOW)
        assert cleaned.body == LEAD
        assert cleaned.published_at is None
        assert cleaned.published_date is None


def test_now_must_have_a_zone():
    with pytest.raises(ValueError, match="time zone"):
        clean_text(LEAD, now=dt.datetime(2026, 1, 1))


def test_update_times():
    cleaned = clean_text(f"Updated 3:14 PM EDT, Mon March 4, 2024\n{LEAD}", now=NOW)
    assert cleaned.updated
    assert cleaned.updated_at == dt.datetime(2024, 3, 4, 19, 14, tzinfo=dt.UTC)
    assert cleaned.published_at is None


@pytest.mark.parametrize(
    "title", ["Norway and Peru sign pact", "Norway and Peru Sign Pact - The Planet", "NORWAY AND PERU SIGN PACT"]
)
def test_the_title_repeated(title):
    for first in ("Norway and Peru sign pact", "# Norway and Peru sign pact", "Norway and Peru Sign Pact"):
        assert body(f"{first}\n\n{LEAD}\n\n{NEXT}", title=title) == f"{LEAD}\n{NEXT}"


def test_the_title_glued():
    title = "Norway and Peru sign a pact on fisheries"
    assert (
        body(f"{title} The envoys met in Lima on Monday. {NEXT}", title=title)
        == f"The envoys met in Lima on Monday. {NEXT}"
    )
    longer = f"{title} in Lima on Monday. {NEXT}"
    assert body(longer, title=title) == longer


def test_headline_views_and_date_glued():
    cleaned = clean_text(f"Norway and Peru sign pact Views: 310 2024-03-05 11:20 {LEAD} {NEXT}", now=NOW)
    assert cleaned.title == "Norway and Peru sign pact"
    assert cleaned.body == f"{LEAD} {NEXT}"
    assert cleaned.published_date == dt.date(2024, 3, 5)


def test_the_name_of_the_site_above_the_headline_is_no_title():
    assert (
        clean_text(f"The Planet\nNorway and Peru sign pact\n3 min read\n{LEAD}", now=NOW).title
        == "Norway and Peru sign pact"
    )


def test_a_prompt_at_the_end_of_a_paragraph_goes():
    for prompt in ("Read more: Norway recalls envoy", "READ ALSO Norway recalls envoy", "Sign up for our newsletter."):
        assert body(f"{LEAD}\n{NEXT} {prompt}\n{LAST}") == f"{LEAD}\n{NEXT}\n{LAST}"


def test_known_lines():
    assert body(f"The Planet\nAna Lund\n{LEAD}\nThe Planet", known=["The Planet", "Ana Lund"]) == LEAD


@pytest.mark.parametrize(
    "doubled",
    [
        [LEAD, LEAD],
        [LEAD.replace("officials said", "officials in Lima said"), LEAD],
        ["The envoys of Norway and Peru met in Lima on Monday and signed a pact", LEAD],
        [f"LIMA (AP) — {LEAD}", LEAD],
        [LEAD, "FILE PHOTO: A trawler in Lima.", LEAD],
    ],
)
def test_the_lead_doubled(doubled):
    first, *rest = body("\n\n".join([*doubled, NEXT, LAST])).split("\n")
    assert rest == [NEXT, LAST]
    assert first.startswith("The envoys of Norway and Peru met")


def test_two_leads_with_other_numbers_are_two():
    text = (
        f"Police in Lima said that 12 trawlers were held on Monday.\nPolice in Lima said that 15 "
        f"trawlers were held on Tuesday.\n{NEXT}"
    )
    assert body(text) == text


def test_a_text_printed_twice():
    assert body("\n\n".join([LEAD, NEXT, LAST, LEAD, NEXT, LAST])) == "\n".join([LEAD, NEXT, LAST])


# ------------------------------------------------------------------------------------------------------- paragraphs


def test_an_unbroken_text_gets_paragraphs():
    text = UNBROKEN.replace("@ ", "")
    found = body(text).split("\n")
    assert " ".join(found) == text
    assert len(found) >= 3
    for paragraph in found:
        assert paragraph.count("“") == paragraph.count("”")  # never broken inside a quotation
        assert not paragraph.startswith(("He said", "He added"))


def test_a_broken_text_keeps_its_breaks():
    text = "\n\n".join([LEAD + " " + NEXT, LAST, "“No.”", NEXT])
    assert body(text) == text.replace("\n\n", "\n")


def test_lines_wrapped_at_a_column_are_joined():
    for width in (60, 72, 80):
        paragraphs = [LEAD + " " + NEXT, NEXT + " " + LAST, LAST + " " + LEAD.replace("Monday", "Friday")]
        wrapped = "\n\n".join(textwrap.fill(p, width) for p in paragraphs)
        assert body(wrapped) == "\n".join(paragraphs)
        assert body("\n".join(textwrap.fill(p, width) for p in paragraphs)).replace("\n", " ") == " ".join(paragraphs)


def test_verse_and_lists_are_not_joined():
    verse = (
        "The nets are hauled at morning light,\nThe boats come home by noon,\nThe gulls are crying in "
        "their flight,\nAnd all is over soon."
    )
    assert body(verse) == verse
    items = (
        "The pact has four parts:\n1. Quotas for each year\n2. A joint commission\n3. Patrols paid by "
        "both\n4. A court in Quito"
    )
    assert body(items) == items


def test_odd_white_space():
    text = f"\ufeff\u00a0{LEAD}\u00a0\r\n\r\n\u2003{NEXT.replace(' ', chr(0x2009), 2)}\u200b \u2028{LAST}\t"
    assert body(text) == "\n".join([LEAD, NEXT, LAST])


def test_what_a_link_leaves():
    assert body("Bo Kray , and Ana Lund , met. They left .") == "Bo Kray, and Ana Lund, met. They left."


# ------------------------------------------------------------------------------------------------------------ traps


@pytest.mark.parametrize(
    "text",
    [
        f"{LEAD}\n{NEXT}\nThe Norwegian minister also met the mayor of Callao, who asked her for help with the port",
        f"{LEAD}\n“We want a summit [ahead of any Lund-Cruz meeting] in May,” he said.\n{LAST}",
        f"{LEAD}\nThe minister told CNN that talks would go on. Politico reported the same, and AP and "
        f"Xinhua quoted her.\n{LAST}",
        f"{LEAD}\n“Never.”\nHe left.\n{LAST}",
        f"{LEAD}\nRead the statement, she told reporters, and you will see.\n{LAST}",
        f"{LEAD}\nRelated talks in Quito failed last week. Tags on the crates said Oslo. Share prices of "
        f"canners rose.\n{LAST}",
        f"{LEAD}\nViews differ on the pact. More from the north will be needed, he said.\nTags on the nets "
        f"read Callao.",
        f"{LEAD}\nUpdated maps were shown. Published figures put the catch at 310 tonnes.\nCopyright law "
        f"was not discussed.",
        f"{LEAD}\nBy Friday the trawlers had left. By sea it takes nine days.\n{LAST}",
        f"{LEAD}\nQuotas by year\n2019\n2020\n2021\n{LAST}",
        f"{LEAD}\nPhotos of the trawlers were shown in court. Reporting by the ministry was late. Sources "
        f"said no.\n{LAST}",
        f"{LEAD}\nSubscribe to the pact or leave, she told the assembly. Sign up, or stay out.\n{LAST}",
        f"{LEAD}\nAdvertisements for fish were banned. Comments by the mayor drew anger. Follow-up talks "
        f"are due.\n{LAST}",
    ],
)
def test_nothing_of_a_clean_text_goes(text):
    cleaned = clean_text(text, now=NOW)
    assert cleaned.body == text
    assert not cleaned.removed
    assert cleaned.publisher is None


@pytest.mark.parametrize(
    "text",
    [
        "اجتمع مبعوثا النرويج وبيرو في ليما يوم الاثنين ووقعا اتفاقا بشأن مصايد الأسماك.\nوقال الوزير إن "
        "الاتفاق ينهي نزاعا طويلا.",
        "שליחי נורווגיה ופרו נפגשו בלימה ביום שני וחתמו על הסכם דיג.\nההסכם מסיים סכסוך ארוך.",
        "挪威和秘鲁的特使星期一在利马会晤,签署了渔业协定。\n协定结束了长期争端。",
        "ノルウェーとペルーの特使は月曜日にリマで会談し、漁業協定に署名した。\n協定は長い争いを終わらせる。",
        "नॉर्वे और पेरू के दूत सोमवार को लीमा में मिले और मत्स्य समझौते पर हस्ताक्षर किए।\nसमझौते से "
        "पुराना विवाद समाप्त होगा, क्\u200dष और न\u200cम।",
        "Посланники Норвегии и Перу встретились в Лиме в понедельник и подписали соглашение.\nОно "
        "завершает долгий спор.",
        "Les envoyés se sont réunis lundi à Lima et ont signé un accord : « C’est fini », a dit la "
        "ministre.\nLa pêche reprend !",
        "Los enviados se reunieron el lunes en Lima y firmaron un acuerdo de pesca.\n¿Quién pagará? Nadie lo sabe.",
        "Die Gesandten trafen sich am Montag in Lima und unterzeichneten ein Abkommen.\n„Es ist vorbei“, "
        "sagte die Ministerin.",
        "می\u200cخواهند در لیما دیدار کنند.\nتوافق ماهیگیری امضا شد.",
    ],
)
def test_every_script_is_kept_whole(text):
    assert body(text) == text
    assert body(text.replace("\n", "\n\n")) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        (" \n\u00a0\n", ""),
        ("Share this:\nViews: 12\n© 2024 The Planet", ""),
        ("Norway and Peru sign pact", "Norway and Peru sign pact"),
        ("Norway and Peru sign pact\nin Lima", "Norway and Peru sign pact\nin Lima"),
    ],
)
def test_texts_with_little_in_them(text, expected):
    assert body(text) == expected
    assert body(text, title="Norway and Peru sign pact") in (expected, "in Lima")


def test_a_list_of_other_articles_goes_with_its_heading():
    tail = "More from The Planet\nNorway Recalls Envoy\nPeru Seizes Trawler"
    assert body(f"{LEAD}\n{NEXT}\n{tail}") == f"{LEAD}\n{NEXT}"
    assert removed(f"{LEAD}\n{NEXT}\n{tail}") == ["list-more-from"] * 3
    assert body(f"{LEAD}\nMore from the north\n{NEXT}\n{LAST}") == f"{LEAD}\nMore from the north\n{NEXT}\n{LAST}"


# ------------------------------------------------------------------------------------------------- wild input

PIECES = st.sampled_from(
    [
        *(
            LEAD,
            NEXT,
            LAST,
            "\n",
            "\n\n",
            " ",
            "(AP) — ",
            "LIMA (Reuters) - ",
            "Share this:",
            "Views: 12",
            "By Ana Lund",
        ),
        *(
            "2024-03-05 11:20",
            "Related stories",
            "Norway Recalls Envoy From Lima as Quarrel Deepens (1)",
            "Tags: a, b",
            "“",
        ),
        *(
            "© 2024 The Planet.",
            "READ MORE: Oslo votes",
            "This story has been updated.",
            "”",
            "ADVERTISEMENT",
            "Oslo votes",
        ),
        *("# Oslo", ".", " ,", "\u00a0", "date 2024-03-05 ", "“We will,” he said."),
    ]
)


@settings(deadline=None, max_examples=150)
@given(st.lists(PIECES, max_size=14).map("".join) | st.text(max_size=300), st.sampled_from([None, "Oslo votes", LEAD]))
def test_cleaning_twice_changes_nothing(text, title):
    once = clean_text(text, title, now=NOW)
    assert clean_text(once.body, title, now=NOW).body == once.body
    assert "\n\n" not in once.body
    assert once.body == once.body.strip()


@pytest.mark.parametrize(
    "unit",
    [
        "word ",
        "\n",
        "(",
        "[(",
        "(AP) ",
        "By Ann Lund\n",
        "“A. ",
        "x : ",
        "Ab cd. ",
        "2023-07-12 ",
        "Share this\n",
        "AB ",
        "a , ",
        "Oslo votes\n",
        "1",
    ],
)
def test_work_grows_with_the_text_only(unit):
    def seconds(size):
        text = unit * (size // len(unit))
        start = time.process_time()
        clean_text(text, now=NOW)
        return time.process_time() - start

    seconds(1000)
    # eight times the text: quadratic work would take 64 times as long; the best of some tries, for a busy machine
    small, large = seconds(40_000), seconds(320_000)
    for _ in range(4):
        if large >= 0.05 + 24 * small:
            small, large = min(small, seconds(40_000)), min(large, seconds(320_000))
    assert large < 0.05 + 24 * small
