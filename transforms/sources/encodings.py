"""What is known about character encodings: labels that pages declare, candidates for detection, letters of languages.

The label rules are those of the WHATWG Encoding Standard (a page that says iso-8859-1 means windows-1252), expressed
through the codecs of the standard library. Data only; decode.py applies it.
"""

import codecs

UTF_8 = "utf-8"

CODECS: dict[str, str] = {
    # name that codecs.lookup gives -> codec that is used for it
    "ascii": "cp1252",
    "big5": "big5hkscs",
    "big5hkscs": "big5hkscs",
    "cp1250": "cp1250",
    "cp1251": "cp1251",
    "cp1252": "cp1252",
    "cp1253": "cp1253",
    "cp1254": "cp1254",
    "cp1255": "cp1255",
    "cp1256": "cp1256",
    "cp1257": "cp1257",
    "cp1258": "cp1258",
    "cp866": "cp866",
    "cp874": "cp874",
    "cp932": "cp932",
    "cp949": "cp949",
    "euc_jp": "euc_jp",
    "euc_kr": "cp949",
    "gb18030": "gb18030",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso2022_jp": "iso2022_jp",
    "iso8859-1": "cp1252",
    "iso8859-10": "iso8859_10",
    "iso8859-11": "cp874",
    "iso8859-13": "iso8859_13",
    "iso8859-14": "iso8859_14",
    "iso8859-15": "iso8859_15",
    "iso8859-16": "iso8859_16",
    "iso8859-2": "iso8859_2",
    "iso8859-3": "iso8859_3",
    "iso8859-4": "iso8859_4",
    "iso8859-5": "iso8859_5",
    "iso8859-6": "iso8859_6",
    "iso8859-7": "iso8859_7",
    "iso8859-8": "iso8859_8",
    "iso8859-9": "cp1254",
    "koi8-r": "koi8_r",
    "koi8-u": "koi8_u",
    "mac-cyrillic": "mac_cyrillic",
    "mac-roman": "mac_roman",
    "shift_jis": "cp932",
    "tis-620": "cp874",
    "utf-16": "utf-16-le",
    "utf-16-be": "utf-16-be",
    "utf-16-le": "utf-16-le",
    "utf-8": UTF_8,
    "utf-8-sig": UTF_8,
}
"""The only codecs ever used: never utf-7, never a codec that is no character encoding."""

LABELS: dict[str, str] = {
    # labels of the WHATWG standard that the standard library does not know
    "big5-hkscs": "big5",
    "cn-big5": "big5",
    "csksc56011987": "euc_kr",
    "dos-874": "cp874",
    "iso-8859-8-i": "iso8859-8",
    "koi": "koi8-r",
    "koi8": "koi8-r",
    "koi8_r": "koi8-r",
    "koi8-ru": "koi8-u",
    "ks_c_5601-1987": "euc_kr",
    "ks_c_5601-1989": "euc_kr",
    "logical": "iso8859-8",
    "macintosh": "mac-roman",
    "sun_eu_greek": "iso8859-7",
    "unicode": "utf-16-le",
    "unicode11utf8": UTF_8,
    "unicode20utf8": UTF_8,
    "unicode-1-1-utf-8": UTF_8,
    "windows-31j": "cp932",
    "windows-874": "cp874",
    "windows-949": "cp949",
    "x-cp1250": "cp1250",
    "x-cp1251": "cp1251",
    "x-cp1252": "cp1252",
    "x-euc-jp": "euc_jp",
    "x-gbk": "gbk",
    "x-mac-cyrillic": "mac-cyrillic",
    "x-mac-roman": "mac-roman",
    "x-mac-ukrainian": "mac-cyrillic",
    "x-sjis": "cp932",
    "x-unicode20utf8": UTF_8,
    "x-x-big5": "big5",
}

CANDIDATES: tuple[str, ...] = (
    "cp1252",
    "gb18030",
    "cp1251",
    "cp932",
    "cp949",
    "big5hkscs",
    "euc_jp",
    "cp1250",
    "iso8859_2",
    "cp1254",
    "cp1256",
    "cp1255",
    "cp1253",
    "iso8859_7",
    "koi8_r",
    "koi8_u",
    "iso8859_5",
    "cp866",
    "cp1257",
    "cp874",
)
"""Encodings that undeclared text is tried in: those the web uses, the most common first (it decides between equals)."""

_CENTRAL = (
    "ąćęłńóśźż",  # Polish
    "áčďéěíňóřšťúůýž",  # Czech
    "áäčďéíĺľňóôŕšťúýž",  # Slovak
    "áéíóöőúüű",  # Hungarian
    "čćđšž",  # Croatian, Slovene
    "ăâîşţșț",  # Romanian
)
ALPHABETS: dict[str, tuple[str, ...]] = {
    "cp1252": (
        "àâçéèêëîïôöùûüÿœæ",  # French
        "áéíñóúü",  # Spanish
        "àáâãçéêíóôõúü",  # Portuguese
        "äöüß",  # German
        "àèéìíîòóùú",  # Italian
        "áéëïíóöúü",  # Dutch
        "åæøéó",  # Danish, Norwegian
        "åäöé",  # Swedish, Finnish
        "áðéíóúýþæö",  # Icelandic
    ),
    "cp1250": _CENTRAL,
    "iso8859_2": _CENTRAL,
    "cp1254": ("çğıöşüâîû",),  # Turkish
    "cp1257": ("ąčęėįšųūž", "āčēģīķļņšūž", "äõöüšž"),  # Lithuanian, Latvian, Estonian
}
"""Letters outside ASCII, by language, of the Latin encodings: they tell encodings apart that decode the same bytes."""


def codec_for(label: str | None) -> str | None:
    """The codec to use for a declared label; None for no label, an unknown one, or one that is no text encoding."""
    name = (label or "").strip(" \t\n\r\f\"'").lower()
    if not name or len(name) > 40 or not name.isascii() or "\x00" in name:
        return None
    try:
        return CODECS.get(codecs.lookup(LABELS.get(name, name)).name)
    except LookupError:
        return None
