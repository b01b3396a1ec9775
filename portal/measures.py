"""The portal's own figures in Prometheus' text form: of machines and queues, never of answers."""

from collections.abc import Iterator

from django.utils import timezone

from portal import heartbeat, outbox
from portal.health import free_bytes, parts

Measure = tuple[str, str, float]


def told_for_prometheus() -> str:
    return "".join(_lines())


def _lines() -> Iterator[str]:
    found = parts()
    yield "# HELP styrkedjan_works Whether a part of the portal works (1) or not (0).\n"
    yield "# TYPE styrkedjan_works gauge\n"
    for part in found:
        yield f'styrkedjan_works{{part="{part.key}"}} {int(part.works)}\n'
    if found[-1].key != "disk":
        return  # nothing more is known
    for name, told, value in _measures():
        yield f"# HELP {name} {told}\n# TYPE {name} gauge\n{name} {value:.0f}\n"


def _measures() -> Iterator[Measure]:
    for name, key in (("timer", heartbeat.TIMER), ("worker", heartbeat.WORKER)):
        if latest := heartbeat.latest(key):
            age = (timezone.now() - latest).total_seconds()
            yield f"styrkedjan_{name}_age_seconds", f"Since the {name} was last seen.", age
    yield "styrkedjan_mails_late", "Mails that have waited an hour.", outbox.late().count()
    yield "styrkedjan_disk_free_bytes", "Room in the var folder.", free_bytes()
