"""The files of `_meta` that explain a dataset to whoever finds it: derived from the records, the same for every run."""

from transforms.lake.layout import META, dump
from transforms.records import TABLES
from transforms.schema import data_dictionary, schema_json

README = """\
# A Démarche dataset

Diplomatic events coded from news, and the articles they were read from.

    articles/  one row per article                      key article_id
    mentions/  one row per event as a sentence says it  key mention_id
    events/    one row per event, however many reports  key event_id
    rejects/   one row per input that was refused       key input_id and raw_sha256

Each table is a folder of `dt=YYYY-MM-DD/part-00000.parquet`; read it whole or by day:

    SELECT event_type, count(*) FROM read_parquet('mentions/*/*.parquet', hive_partitioning = true) GROUP BY 1;

`data_dictionary.md` says what every column means, `<table>.schema.json` the same for programs,
`<table>/manifest.json` lists every file with its rows, bytes and SHA-256, `runs/` has a record of every run that
changed something or failed (of older ones the counts, by month, in `runs/older/`). Files are replaced as a whole, so
reading while a run writes is safe. `demarche check` verifies everything that is promised about this folder.
"""


def documents() -> dict[str, bytes]:
    """Name -> content."""
    return {
        f"{META}/README.md": README.encode(),
        f"{META}/data_dictionary.md": data_dictionary().encode(),
        **{schema_file(name): dump(schema_json(table.record)) for name, table in TABLES.items()},
    }


def schema_file(table: str) -> str:
    """Name of a table's schema as JSON."""
    return f"{META}/{table}.schema.json"
