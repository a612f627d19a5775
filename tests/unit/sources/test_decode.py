"""Encodings: real texts come back exactly, lies are seen through, what is no text is refused."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.sources.decode import Decoded, DecodeRefusal, decode, scrub
from transforms.sources.encodings import CANDIDATES, CODECS, LABELS, codec_for

SAMPLES: dict[str, str] = {  # news-like texts, one for each encoding; the events are invented
    "windows-1251": (
        "Министр иностранных дел Лидия Громова прибыла в понедельник в Астану. Она проведёт переговоры о границе "
        "и подпишет соглашение о торговле. «Мы готовы к диалогу», — заявила министр журналистам."
    ),
    "koi8-r": (
        "Посол Пётр Ветров вручил ноту протеста в четверг. Правительство потребовало объяснений и отозвало "
        "военного атташе. Новые консультации намечены на осень."
    ),
    "iso-8859-5": (
        "Президент примет делегацию соседней страны в среду. Стороны обсудят поставки зерна и открытие двух "
        "пограничных переходов, сообщила пресс-служба."
    ),
    "shift_jis": (
        "外務大臣は月曜日、隣国の大使と会談し、漁業協定について協議した。両国は来月、東京で再び会談することで合意した。"
        "「対話を続けることが重要だ」と大臣は記者団に語った。"
    ),
    "euc-jp": (
        "首相は火曜日、三か国の首脳を招いた会議を開いた。各国は海上の安全について意見を交わし、共同声明を発表した。"
        "次の会議は秋に開かれる予定だ。"
    ),
    "iso-2022-jp": "外務省は水曜日、大使を召還すると発表した。政府は説明を求めている。",
    "gb18030": (
        "外交部长周一抵达阿斯塔纳，与邻国总统举行会谈。双方同意扩大贸易，并在年底前开放两个新的口岸。"
        "“我们愿意继续对话”，部长对记者说。"
    ),
    "big5": (
        "外交部長週一抵達首都，與鄰國總統舉行會談。雙方同意擴大貿易，並在年底前開放兩個新的口岸。"
        "「我們願意繼續對話」，部長對記者說。"
    ),
    "euc-kr": (
        "외교부 장관은 월요일 이웃 나라의 대사를 만나 어업 협정을 논의했다. 두 나라는 다음 달 서울에서 다시 회담하기로 "
        "합의했다. 장관은 기자들에게 대화를 계속하겠다고 말했다."
    ),
    "iso-8859-2": (
        "Minister spraw zagranicznych przybył w poniedziałek do stolicy sąsiedniego państwa. Rozmowy dotyczyły "
        "żeglugi, granicy oraz wspólnych ćwiczeń. Rząd ogłosił, że podpisze umowę jeszcze w październiku."
    ),
    "windows-1250": (
        "Ministr zahraničí přijel v pondělí do Vídně. Jednání se týkala dodávek plynu, společné hranice a nové "
        "dohody o železnici. „Chceme pokračovat v rozhovorech,“ řekl ministr novinářům."
    ),
    "windows-1252": (
        "The minister said it was “a good day” — the treaty’s first anniversary. Señora Muñoz, the envoy, agreed "
        "to meet again in Zürich. Aid worth €20 million was promised…"
    ),
    "cp1252": (
        "L’émissaire est arrivée lundi à Genève. Les pourparlers sur la frontière continuent, a-t-elle déclaré. "
        "Un accord pourrait être signé dès le mois d’août."
    ),
    "iso-8859-1": (
        "Der Außenminister reiste am Dienstag in die Türkei. Beide Länder wollen über Zölle und Flüchtlinge "
        "sprechen, hieß es. Ein Abkommen könnte im März unterschrieben werden."
    ),
    "windows-1253": (
        "Ο υπουργός Εξωτερικών έφτασε τη Δευτέρα στη Λευκωσία. Οι συνομιλίες αφορούσαν την ενέργεια και τη "
        "ναυτιλία. Οι δύο πλευρές συμφώνησαν να συναντηθούν ξανά τον Οκτώβριο."
    ),
    "windows-1254": (
        "Dışişleri Bakanı pazartesi günü komşu ülkenin başkentine geldi. Görüşmelerde sınır ticareti ve ortak "
        "güvenlik ele alındı. İki ülke ekim ayında yeniden görüşmeye karar verdi; anlaşma şimdilik değişmedi."
    ),
    "windows-1255": (
        "שר החוץ הגיע ביום שני לבירה השכנה. השיחות עסקו בסחר, במים ובגבול המשותף. "
        "שתי המדינות הסכימו להיפגש שוב באוקטובר."
    ),
    "windows-1256": (
        "وصل وزير الخارجية يوم الاثنين إلى العاصمة المجاورة. وتناولت المحادثات التجارة والحدود المشتركة. "
        "واتفق البلدان على عقد اجتماع جديد في أكتوبر، وقال الوزير إن الحوار سيستمر."
    ),
    "utf-16-le": "The envoy arrived on Monday. Talks on the border will go on — “for weeks”, she said.",
    "utf-16-be": "Посол прибыл в понедельник. Переговоры о границе продолжатся, сообщила пресс-служба.",
    "utf-16": "特使周一抵达。双方将继续会谈。",
    "utf-32": "The envoy arrived on Monday. Talks will go on.",
    "utf-8-sig": "L’émissaire est arrivée lundi. Les pourparlers sur la frontière continuent, a-t-elle déclaré.",
    "utf-8": "特使周一抵达。L’émissaire est arrivée. Посол прибыл. وصل المبعوث.",
}


def text_of(data: bytes, declared: str | None = None, is_html: bool = False) -> str:
    found = decode(data, declared, is_html)
    assert isinstance(found, Decoded), found
    return found.text


@pytest.mark.parametrize("encoding", SAMPLES)
def test_undeclared_text_comes_back_exactly(encoding: str) -> None:
    text = SAMPLES[encoding]
    assert text_of(text.encode(encoding)) == text
    long = "\n".join([text] * 300)
    assert text_of(long.encode(encoding)) == long
    page = f"<html><head><title>x</title></head><body>{'<div class=x></div>' * 2000}<p>{text}</p></body></html>"
    assert text_of(page.encode(encoding), is_html=True) == page


LIES = ["iso-8859-1", "utf-8", "windows-1251", "koi8-r", "shift_jis", "gbk", "windows-1256"]
FEW_ACCENTS = ("cp1252", "iso-8859-1")
"""A few accents among ASCII: one single-byte declaration is as good as another."""


@pytest.mark.parametrize(
    ("encoding", "lie"), [(e, lie) for e in SAMPLES for lie in LIES if e not in FEW_ACCENTS or lie == "utf-8"]
)
def test_a_lying_declaration_is_seen_through(encoding: str, lie: str) -> None:
    assert text_of(SAMPLES[encoding].encode(encoding), lie) == SAMPLES[encoding]


@pytest.mark.parametrize("encoding", [e for e in SAMPLES if not e.startswith("utf-")])
def test_a_true_declaration_counts_for_a_short_text(encoding: str) -> None:
    text = SAMPLES[encoding].partition(" ")[0][:12]
    assert text_of(text.encode(encoding), encoding) == text


@pytest.mark.parametrize(
    "head",
    [
        '<meta charset="windows-1251">',
        "<META CHARSET=windows-1251>",
        '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">',
        '<?xml version="1.0" encoding="windows-1251"?><html>',
    ],
)
def test_meta_charset(head: str) -> None:
    page = f"{head}<p>Да</p>"
    found = decode(page.encode("windows-1251"), None, is_html=True)
    assert found == Decoded(page, "cp1251", "declared")


def test_http_charset_goes_before_meta() -> None:
    page = '<meta charset="windows-1251"><p>Да</p>'
    assert text_of(page.encode("koi8-r"), "koi8-r", is_html=True) == page


def test_no_codec_that_is_no_text_encoding() -> None:
    for label in ("utf-7", "rot13", "zip", "hex", "idna", "unicode_escape", "undefined", "", " ", None, "x" * 99, "ü"):
        assert codec_for(label) is None
    assert codec_for(" ISO-8859-1 ") == "cp1252"
    assert codec_for("gb2312") == "gb18030"
    assert codec_for("'utf8'") == "utf-8"


def test_every_label_and_codec_exists() -> None:
    assert all(codec_for(label) for label in LABELS)
    for codec in {*CODECS.values(), *CANDIDATES}:
        assert "a".encode(codec)


def test_isolated_damage_in_utf8_is_marked() -> None:
    text = SAMPLES["utf-8"] * 20
    data = text.encode()
    found = decode(data[:500] + b"\xff" + data[500:], None, is_html=False)
    assert isinstance(found, Decoded)
    assert found.text.count("\ufffd") <= 2
    assert found.how.startswith("nearly valid UTF-8")
    cut = decode(data[:-1], "iso-8859-1", is_html=False)
    assert isinstance(cut, Decoded)
    assert cut.text[:-1] == text[: len(cut.text) - 1]


def test_a_stray_byte_in_ascii_is_read_as_western() -> None:
    assert text_of(b"It was the treaty\x92s first year. " * 50) == "It was the treaty’s first year. " * 50


def test_nuls() -> None:
    few = decode(b"The envoy\x00 arrived on Monday.", None, is_html=False)
    assert few == Decoded("The envoy arrived on Monday.", "utf-8", "ASCII, 1 NULs removed")
    assert text_of(b"a\x00b") == "ab"
    many = decode(b"The\x00\x00\x00\x00\x00\x00\x00\x00 envoy", None, is_html=False)
    assert isinstance(many, DecodeRefusal)
    assert many.code == "binary"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "PDF"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "PNG"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "JPEG"),
        (b"PK\x03\x04\x14\x00\x06\x00", "ZIP"),
        (b"{\\rtf1\\ansi The envoy arrived.}", "RTF"),
        (bytes(range(256)) * 40, "control characters"),
        (b"\x00" * 1000, "control characters"),
    ],
)
def test_binary(data: bytes, kind: str) -> None:
    found = decode(data, None, is_html=False)
    assert isinstance(found, DecodeRefusal)
    assert found.code == "binary"
    assert kind in found.detail


def test_noise_is_no_encoding() -> None:
    found = decode(b"\xf9\xff\xfd\xff" * 200, None, is_html=False)
    assert isinstance(found, DecodeRefusal)
    assert found.code == "encoding"


def test_line_ends() -> None:
    assert text_of("a\r\nb\rc\x85d\u2028e\u2029f\ng".encode()) == "a\nb\nc\nd\ne\nf\ng"
    assert text_of("a\r\nb\rc\u2028d".encode(), is_html=True) == "a\nb\nc\u2028d"
    assert text_of("a\u00a0b\u202fc\td\u200be".encode()) == "a\u00a0b\u202fc\td\u200be"


def test_scrub() -> None:
    assert scrub("a\x00b\ud800c\udfffd😀") == "ab\ufffdc\ufffdd😀"


@given(st.binary(max_size=300), st.sampled_from([None, "utf-8", "gbk", "utf-16", "iso-2022-jp", "zip"]), st.booleans())
@settings(deadline=None, max_examples=200)
def test_any_bytes_are_text_or_refused(data: bytes, declared: str | None, is_html: bool) -> None:
    found = decode(data, declared, is_html)
    if isinstance(found, Decoded):
        assert "\x00" not in found.text
        assert "\r" not in found.text
        found.text.encode()


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=200))
@settings(deadline=None, max_examples=100)
def test_utf8_is_never_taken_for_anything_else(text: str) -> None:
    data = text.encode()
    if "\ufeff" in text[:1] or data.startswith((b"%PDF-", b"{\\rtf", b"PAR1", b"GIF8")):
        return
    for declared in (None, "iso-8859-1", "gbk"):
        assert text_of(data, declared, is_html=True) == text
