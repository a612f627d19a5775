"""Flink clusters as the launcher sees them: jobs that nobody would end.

Beam's job server, asked to cancel a job, lets go of it; on a cluster of its own the job goes on, with its slots and its
workers. So the cluster is asked itself, by its REST interface, at `--flink_master`. Nothing of Beam is imported here.
"""

import http.client
import json
import urllib.request
from collections.abc import Mapping
from typing import Any

from pipeline.engines import FLINK, engine_name

SECONDS = 10.0
"""So long a cluster may take for an answer."""
MOST = 2**24
"""Bytes of an answer."""
ENDED = frozenset({"FINISHED", "FAILED", "CANCELED"})


def let_go(options: Mapping[str, Any]) -> str | None:
    """Cancel the job of these options (`runner`, `flink_master`, `job_name`) where a Flink cluster still has it.

    Returns why it may be there still, in words for the user; None where it is not.
    """
    master, name = options.get("flink_master") or "[", options.get("job_name")
    if engine_name(options.get("runner")) != FLINK or master.startswith("[") or not name:
        return None
    root = master if "://" in master else f"http://{master}"
    try:
        jobs = _ask(f"{root}/jobs/overview")["jobs"]
        running = [job["jid"] for job in jobs if job["name"] == name and job["state"] not in ENDED]
        if len(running) > 1:  # a name that was given by hand, twice: none is ours for certain
            return f"{root}: {len(running)} running jobs are called {name}; cancel the one that has ended by hand"
        for job in running:
            _ask(f"{root}/jobs/{job}?mode=cancel", "PATCH")
    except (OSError, http.client.HTTPException, ValueError, KeyError, TypeError) as error:
        return f"{root}: the job {name} may still be there, cancel it: {error}"
    return None


def _ask(url: str, method: str = "GET") -> Any:
    if not url.startswith(("http://", "https://")):
        raise ValueError("not an address of a cluster")
    request = urllib.request.Request(url, method=method)  # noqa: S310 - checked above
    with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
        return json.loads(answer.read(MOST) or b"{}")
