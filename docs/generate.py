"""Writes the parts of docs/ that are derived from the code (`make docs`); a test holds them to it."""

from pathlib import Path

from transforms.schema import data_dictionary

DOCS = Path(__file__).resolve().parent


def generated() -> dict[str, str]:
    """File name -> text of each generated document."""
    return {"data_dictionary.md": data_dictionary()}


def main() -> None:
    for name, text in generated().items():
        (DOCS / name).write_text(text, "utf-8")
        print(f"docs/{name}")


if __name__ == "__main__":
    main()
