"""The unit files of deploy/, read for one instance, with their places below a folder."""

import os
from dataclasses import dataclass
from pathlib import Path

PLACES = ("/opt/styrkedjan", "/etc/styrkedjan", "/run/styrkedjan", "/var/backups/styrkedjan")


@dataclass
class Unit:
    """A unit file as it is read for one instance."""

    lines: list[tuple[str, str]]

    @classmethod
    def read(cls, root: Path, name: str) -> "Unit":
        stem, kind = name.rsplit(".", 1)
        template, at, instance = stem.partition("@")
        file = root / "etc/systemd/system" / f"{template}{at}.{kind}"
        if not file.exists():
            raise LookupError(f"Unit {name} not found.\n")
        text = file.read_text().replace("%i", instance).replace("%%", "%")
        for place in PLACES:
            text = text.replace(place, f"{root}{place}")
        lines = [line for line in text.splitlines() if "=" in line and line[0] not in "#;["]
        return cls([(name.strip(), told.strip()) for name, told in (_halves(x) for x in lines)])

    def all(self, name: str) -> list[str]:
        return [told for key, told in self.lines if key == name]

    def one(self, name: str, default: str = "") -> str:
        return (self.all(name) or [default])[-1]

    def environment(self) -> dict[str, str]:
        lines = Path(self.one("EnvironmentFile")).read_text().splitlines()
        told = [line for line in lines if "=" in line and not line.startswith("#")]
        return {"PATH": os.environ["PATH"]} | dict(_halves(line) for line in told)


def _halves(line: str) -> tuple[str, str]:
    name, _, told = line.partition("=")
    return name, told
