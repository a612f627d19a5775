"""Identities as content hashes: the same on every machine and run."""

import hashlib


def content_id(*parts: str | int | None) -> str:
    """32 hex digits of the SHA-256 of the parts; None and "" are told apart."""
    joined = "\x1f".join("\x00" if part is None else str(part) for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def text_sha256(text: str) -> str:
    """64 hex digits of the SHA-256 of a text with its white space folded: re-wrapped copies agree."""
    return hashlib.sha256(" ".join(text.split()).encode("utf-8", "surrogatepass")).hexdigest()
