"""Names in furniture: bylines, agencies, owners in copyright lines, tags."""

import re

_PERSON_SPLIT = re.compile(r"\s*(?:, (?:and )?| and | & |; ?| et | y | und | e | и |/)\s*")
_NO_NAME = re.compile(
    r"\b(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|june|july"
    r"|august|september"
    r"|october|november|december|night|morning|evening|noon|midnight|then|train|air|sea|land|far|contrast"
    r"|comparison|the|this|that"
    r"|all|last|next|year|week|day|end|law|order|staff|our)\b",
    re.IGNORECASE,
)
_AGENCY_NAMES = {
    "ap": "Associated Press",
    "the associated press": "Associated Press",
    "thomson reuters": "Reuters",
    "reuter": "Reuters",
    "رويترز": "Reuters",
    "رایترز": "Reuters",
    "agence france-presse": "AFP",
    "أ ف ب": "AFP",
    "أ.ف.ب": "AFP",
    "bloomberg news": "Bloomberg",
    "united press international": "UPI",
    "新华社": "Xinhua",
    "新華社": "Xinhua",
    "شينخوا": "Xinhua",
    "tass": "TASS",
    "itar-tass": "TASS",
    "тасс": "TASS",
    "риа новости": "RIA Novosti",
    "интерфакс": "Interfax",
    "укринформ": "Ukrinform",
    "kyodo news": "Kyodo",
    "共同社": "Kyodo",
    "anadolu": "Anadolu Agency",
    "aa": "Anadolu Agency",
    "dpa international": "dpa",
    "pa media": "PA",
    "press association": "PA",
    "the canadian press": "Canadian Press",
    "cp": "Canadian Press",
    "australian associated press": "AAP",
}
"""Spellings of one agency, lower case -> the name in `publisher`."""
_OWNER_TAIL = re.compile(
    r"[,. ]*(?:\b(?:all rights reserved|l\.?p|inc|llc|ltd|limited|plc|gmbh|s\.?a|co|corp(?:oration)?"
    r"|company)\b[,. ]*)+$",
    re.IGNORECASE,
)


def as_names(text: str) -> str | None:
    """'ANA LUND and Bo Kray' -> 'Ana Lund; Bo Kray'; None if that is no list of people."""
    if _NO_NAME.search(text):
        return None
    names = [name.strip(" ,.") for name in _PERSON_SPLIT.split(text) if name.strip(" ,.")]
    if not names or not all(" " in name for name in names):
        return None
    return "; ".join(name.title() if name.isupper() else name for name in names)


def canonical_agency(name: str) -> str:
    """An agency as printed -> the one name that `publisher` holds for it."""
    name = name.strip()
    return _AGENCY_NAMES.get(name.lower(), name)


def owner_name(owner: str | None) -> str | None:
    """'Bloomberg L.P.' -> 'Bloomberg'; None where the copyright line names none, or more than a name."""
    if not owner:
        return None
    name = _OWNER_TAIL.sub("", owner.strip(" ,.:|-–")).strip(" ,.")
    if not 2 <= len(name) <= 50 or len(name.split()) > 6 or not any(map(str.isalpha, name)):
        return None
    return canonical_agency(name)


def split_tags(text: str) -> list[str]:
    """'a, b' -> a, b. A row without separators stays one: where its tags end cannot be known."""
    parts = re.split(r"\s*[,;|·•/、，；]\s*|\s*#", text) if re.search(r"[,;|·•#、，；]", text) else [text]
    return [part.strip(" .") for part in parts if part.strip(" .")]
