"""What a newcomer writes (files, trafilatura, pandas): `python newcomer.py FOLDER OUT.parquet`; no events."""

import json
import sys
from pathlib import Path

import pandas as pd
import trafilatura


def main() -> None:
    rows = []
    for path in sorted(Path(sys.argv[1]).iterdir()):
        found = trafilatura.extract(path.read_text("utf-8"), output_format="json", with_metadata=True)
        if found:
            rows.append({"path": str(path), **json.loads(found)})
    pd.DataFrame(rows).to_parquet(sys.argv[2])
    print(f"{len(rows)} rows")


if __name__ == "__main__":
    main()
