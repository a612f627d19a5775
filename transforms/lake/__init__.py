"""The lake: tagged articles -> staged fragments -> one sorted Parquet file a day and table; and the check of all that.

    fragments.FragmentWriter     workers: rows -> Parquet under _staging/<run_id>/fragments
    publish.plan                 one place: who wins, which partition, what duplicates what
    publish.merge                workers: one partition each, existing file + fragments -> _staging/<run_id>/new
    publish.resolve_events       mentions that changed -> events partitions
    publish.commit, recover      journal, atomic replacements, manifests, run record
    check.check                  every promise of a dataset at rest

Imports records, schema and ids of the house, pyarrow and the standard library; no Beam, no other room.
"""
