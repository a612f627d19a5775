"""What a run tells of itself -> Prometheus text exposition 0.0.4, named as OpenMetrics asks: base units, _total.

For node_exporter's textfile collector, which wants whole files that are replaced, or for a push gateway.
"""

from collections.abc import Iterator, Mapping
from typing import Any

_LABELS = {"reject": "reason", "mention": "event_type", "failed": "reason"}
"""Counters by kind: the part of a metric's name before the kind -> the label that holds the kind."""
_PLURALS = {"reject": "rejects", "mention": "mentions", "failed": "failures"}

Sample = tuple[str, Mapping[str, str], float]
"""Name's ending after the family, labels, value."""


def exposition(told: Mapping[str, Any]) -> str:
    """The text of a report (pipeline/report.py)."""
    out: list[str] = []
    for name, kind, meaning, samples in _families(told):
        found = list(samples)
        if found:
            out += [f"# HELP {name} {meaning}", f"# TYPE {name} {kind}"]
            out += [f"{name}{ending}{_labels(labels)} {_number(value)}" for ending, labels, value in found]
    return "\n".join(out) + "\n"


def _families(told: Mapping[str, Any]) -> Iterator[tuple[str, str, str, Iterator[Sample]]]:
    def one(value: Any, **labels: str) -> Iterator[Sample]:
        if value is not None:
            yield "", labels, float(value)

    program, runner = told["program"], told["runner"]
    about = {"run_id": told["run_id"] or "", "state": told["state"], "runner": runner["name"], **program}
    yield "demarche_run_info", "gauge", "The latest run.", one(1, **about)
    yield "demarche_run_success", "gauge", "1 where it did its work, 0 where it failed.", one(told["state"] == "done")
    yield "demarche_run_workers", "gauge", "Worker processes of this machine.", one(runner["workers"])
    for name in ("started", "ended"):
        what = f"demarche_run_{name}_timestamp_seconds"
        yield what, "gauge", f"When it {name}, seconds of the epoch.", one(told[f"{name}_epoch"])
    yield "demarche_run_duration_seconds", "gauge", "How long it took.", one(told["seconds"])
    for name, meaning in (
        ("inputs", "Documents read"),
        ("articles", "Articles published or found unchanged"),
        ("duplicates", "Inputs that repeat another article"),
        ("events", "Events that these inputs report"),
        ("files_written", "Parquet files written"),
        ("files_unchanged", "Parquet files left as they were"),
    ):
        yield f"demarche_{name}_total", "counter", f"{meaning}.", one(told[name])
    for name, by, label in (("rejects", "reason", "reason"), ("mentions", "type", "event_type")):
        samples = (("", {label: kind}, float(count)) for kind, count in told[f"{name}_by_{by}"].items())
        yield f"demarche_{name}_total", "counter", f"{name.capitalize()} by {label}.", samples
    yield from _stages(told["stages"])
    slow = (("", {"input_id": s["input_id"], "stage": s["stage"]}, s["seconds"]) for s in told["slowest"])
    yield "demarche_slow_input_seconds", "gauge", "The inputs that took longest, in one stage.", slow


def _stages(stages: Mapping[str, Any]) -> Iterator[tuple[str, str, str, Iterator[Sample]]]:
    """Counters of all stages by what they count, each one family; times as a summary."""
    families: dict[str, list[Sample]] = {}
    times: list[Sample] = []
    longest: list[Sample] = []
    for stage, counted in stages.items():
        for what, value in counted.items():
            if what == "milliseconds":
                times.append(("_sum", {"stage": stage}, value["sum"] / 1000))
                times.append(("_count", {"stage": stage}, value["count"]))
                longest.append(("", {"stage": stage}, value["max"] / 1000))
            elif isinstance(value, dict):
                label = _LABELS.get(what, "kind")
                family = families.setdefault(_PLURALS.get(what, what), [])
                family += [("", {"stage": stage, label: kind}, float(count)) for kind, count in value.items()]
            elif what.endswith("_milliseconds"):
                name = f"{what.removesuffix('_milliseconds')}_seconds"
                families.setdefault(name, []).append(("", {"stage": stage}, value / 1000))
            else:
                families.setdefault(what, []).append(("", {"stage": stage}, float(value)))
    for what, samples in sorted(families.items()):
        yield f"demarche_stage_{what}_total", "counter", f"{what.replace('_', ' ')} of a stage.", iter(samples)
    yield "demarche_stage_seconds", "summary", "Time of a stage's items, over all workers.", iter(times)
    yield "demarche_stage_longest_seconds", "gauge", "Time of a stage's slowest item.", iter(longest)


def _labels(labels: Mapping[str, str]) -> str:
    if not labels:
        return ""
    return "{" + ",".join(f'{name}="{_escaped(value)}"' for name, value in labels.items()) + "}"


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(value)
