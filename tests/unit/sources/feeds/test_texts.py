"""Point 27: titles and names are plain text, whatever was done to them on their way. No markup survives in them."""

import html

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.sources.feeds.samples import NOW, entry
from transforms.articles import to_article
from transforms.records import Article, Document, Run
from transforms.sources.feeds.texts import has_markup, language_code, plain, strip_markup, unmojibake

SCRIPTS = [
    "<script>alert(1)</script>", "<SCRIPT SRC=//x.example/x.js></SCRIPT>", "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><text>x</text></svg>", "<iframe src='javascript:alert(1)'>in</iframe>",
    "<style>body{background:url(javascript:alert(1))}</style>", "<a href='javascript:alert(1)'>go</a>",
    "<object data='x'><embed src='x'></object>", "<math><mi xlink:href='javascript:alert(1)'>x</mi></math>",
    "<form action='javascript:alert(1)'><input type=submit></form>",
    "<!--[if IE]><script>alert(1)</script><![endif]-->",
    "<b onmouseover=alert(1)>bold</b>", "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
]  # fmt: skip


@pytest.mark.parametrize("script", SCRIPTS)
def test_nothing_unsafe_gets_into_texts_or_articles(script: str) -> None:
    """Feeds are not sanitized: what is shown is text without tags, and content goes through the extractor."""
    words = "The ministers of both coasts agreed on a quota for the next three years. " * 12
    markup = html.escape(f"Before {script} after")
    content = html.escape(f"<p>{words}</p>{script}<p>{words}</p>")
    found = entry(
        f"<title>{markup}</title><description>{markup}</description><author>{markup}</author><category>{markup}</category>"
        f"<content:encoded>{content}</content:encoded>"
    )
    for text in (found.title, found.summary, found.byline, *found.categories):
        assert text is not None
        assert not has_markup(text), text
        assert "alert" not in text
        assert text.startswith("Before")
    document = Document("f", "f", found.content_html or "", "0" * 64, "html", found.link)
    article = to_article(document, Run("a" * 32, NOW))
    assert isinstance(article, Article), article
    assert "agreed on a quota" in article.body
    assert "alert" not in article.body


@pytest.mark.parametrize(
    ("written", "text", "undone"),
    [
        ("Fish &amp; ships", "Fish & ships", True),
        ("Minister&#8217;s &quot;visit&quot;", 'Minister’s "visit"', True),
        ("&lt;b&gt;Bold&lt;/b&gt;", "Bold", True),
        ("&amp;amp;lt;", "<", True),
        ("AT&T, R&D; Q&A", "AT&T, R&D; Q&A", False),
        ("5 < 6 and 7 > 6", "5 < 6 and 7 > 6", False),
        ("<b>Bold</b> claim<br>Next", "Bold claim Next", False),
        ("&unknown; &copy", "&unknown; &copy", False),
        ("<unknown>tag</unknown>", "<unknown>tag</unknown>", False),
        ("a\x00b\x07c\x93d\x94", "abc“d”", False),
    ],
)
def test_text_of_an_unsaid_kind(written: str, text: str, undone: bool) -> None:
    found = plain(written, None, 1000)
    assert (found.value, found.double_encoded) == (text, undone)


def test_text_that_is_said_to_be_text_keeps_its_signs() -> None:
    assert plain("the <b> tag", is_markup=False, most=100).value == "the <b> tag"
    assert plain("the <b> tag", is_markup=True, most=100).value == "the tag"


def test_white_space_alone_is_nothing() -> None:
    assert plain(" \n<br/>&nbsp;", None, 100).value is None


@pytest.mark.parametrize("text", ["Genève", "Übergröße", "Переговоры", "条約", "naïve café — “quoted” ’s", "Łódź"])
def test_mojibake_is_undone_and_sound_text_is_left(text: str) -> None:
    assert unmojibake(text) is None
    for codec in ("latin-1", "cp1252"):
        try:
            garbled = text.encode().decode(codec)
        except UnicodeDecodeError:
            continue
        assert plain(garbled, None, 1000).value == text
        assert plain(garbled, None, 1000).mojibake


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("a<!-- <b>x</b> -->b", "ab"),
        ("a<!-- never closed", "a"),
        ("a<script>b<p>c</script>d", "ad"),
        ("a<script>never closed", "a"),
        ("<p>one</p><p>two</p>", "\none\n\ntwo\n"),
        ("a<![CDATA[b]]>c", "ac"),
        ("1 &lt; 2", "1 < 2"),
    ],
)
def test_markup_without_its_tags(markup: str, text: str) -> None:
    assert strip_markup(markup) == text


@settings(max_examples=200, deadline=None)
@given(st.text("<>&;/!-ab \"'=lt#39\x85", max_size=60), st.sampled_from([None, True, False]))
def test_any_text_ends_up_folded(text: str, is_markup: bool | None) -> None:
    found = plain(text, is_markup, 50).value
    assert found is None or found == " ".join(found.split()) != ""


def test_languages() -> None:
    assert [language_code(code) for code in ("pt_BR", " en ", "English", "", None, "zh-Hans-CN")] == [
        "pt-BR", "en", None, None, None, "zh-Hans-CN",
    ]  # fmt: skip
