"""Files that are made to harm: each is refused or read within 512 MB and 10 seconds."""

import json
import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED

import pytest

from portal.imports.sheets import excel, worker
from portal.imports.sources import STAFF
from tests.portal.imports.sheets import refusal, staff_sheet
from tests.portal.imports.workbooks import (
    MAIN,
    PACKAGE,
    by_hand,
    cell,
    lying,
    packed,
    parts_of,
    row,
    sheet,
)

ROW = row("Tea", "tea@x.example", "Skolan", "Lärare")
SOUND = sheet(ROW)
PARTS = parts_of(SOUND)
SHEET, TYPES = "xl/worksheets/sheet1.xml", "[Content_Types].xml"
GROWING = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
LAUGHS = f'<!DOCTYPE x [<!ENTITY a0 "ha">{GROWING}]>'
CSV = b"Namn;E-post;Enhet;Roll\n"
LARGE, HARM, BROKEN = "för stor eller krånglig", "kod som kan skada", "skadad"
READ = "1 rader, 0 fel"


def with_part(path: str, text: str) -> bytes:
    return packed({**PARTS, path: text})


def noise(length: int) -> str:
    return random.Random(1).randbytes(length // 2).hex()


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "a bomb": (lambda: with_part(SHEET, SOUND + " " * 100_000_000), LARGE),
    "a smaller bomb": (lambda: with_part(SHEET, SOUND + " " * 38_000_000), LARGE),
    "a bomb that says it is small": (
        lambda: lying({**PARTS, SHEET: SOUND + " " * 150_000_000}, SHEET, len(SOUND.encode())),
        READ,
    ),
    "a bomb in the list of parts": (
        lambda: lying({**PARTS, TYPES: PARTS[TYPES] + " " * 150_000_000}, TYPES, len(PARTS[TYPES])),
        READ,
    ),
    "a bomb that nobody opens": (lambda: with_part("xl/media/a.png", " " * 90_000_000), READ),
    "entities in the sheet": (
        lambda: by_hand(sheet(row("&a9;", "b", "c", "d"), before=LAUGHS)),
        HARM,
    ),
    "entities in the texts": (
        lambda: by_hand(SOUND, sharedStrings=f'{LAUGHS}<sst xmlns="{MAIN}">&a9;</sst>'),
        HARM,
    ),
    "entities in the workbook": (
        lambda: by_hand(SOUND, workbook=LAUGHS + PARTS["xl/workbook.xml"]),
        HARM,
    ),
    "entities in the styles": (
        lambda: by_hand(SOUND, styles=LAUGHS + PARTS["xl/styles.xml"]),
        HARM,
    ),
    "entities in the list of parts": (lambda: with_part(TYPES, LAUGHS + PARTS[TYPES]), HARM),
    "entities between the parts": (
        lambda: with_part("_rels/.rels", f'{LAUGHS}<Relationships xmlns="{PACKAGE}"/>'),
        HARM,
    ),
    "a file of ours as an entity": (
        lambda: by_hand(sheet(ROW, before='<!DOCTYPE x SYSTEM "file:///etc/passwd">')),
        HARM,
    ),
    "a million columns": (
        lambda: by_hand(sheet(ROW, f"<row>{'<c/>' * 1_000_000}</row>"), ZIP_STORED),
        "fler än 100 kolumner",
    ),
    "a column far away": (
        lambda: by_hand(sheet(ROW, '<row><c r="ZZZ3"><v>1</v></c></row>')),
        "fler än 100 kolumner",
    ),
    "a column beyond all": (
        lambda: by_hand(sheet(ROW, '<row><c r="ZZZZZZZ3"><v>1</v></c></row>')),
        BROKEN,
    ),
    "a million rows": (
        lambda: by_hand(sheet(ROW, "<row/>" * 1_300_000), ZIP_STORED),
        LARGE,
    ),
    "a row far away": (lambda: by_hand(sheet(ROW, '<row r="1048576"/>')), READ),
    "a row beyond all": (lambda: by_hand(sheet(ROW, '<row r="2000000000"/>')), LARGE),
    "ten thousand rows and one": (lambda: by_hand(sheet(*[ROW] * 10_001)), "fler än 10000 rader"),
    "empty cells": (
        lambda: by_hand(sheet(*[f"<row>{'<c/>' * 100}</row>"] * 20_000), ZIP_STORED),
        LARGE,
    ),
    "texts that nobody uses": (
        lambda: by_hand(SOUND, sharedStrings=f'<sst xmlns="{MAIN}">{"<si/>" * 1_300_000}</sst>'),
        LARGE,
    ),
    "one long text": (lambda: by_hand(sheet(row(noise(9_000_000))), ZIP_STORED), "1 rader, 2 fel"),
    "long texts": (
        lambda: by_hand(sheet(*[row(noise(250), *[noise(250)] * 3)] * 8_000)),
        LARGE,
    ),
    "merged cells": (
        lambda: by_hand(sheet(*[ROW] * 9_000, after='<mergeCell ref="A2:XFD9000"/>' * 500_000)),
        "fler än 500",
    ),
    "nesting": (
        lambda: by_hand(sheet(ROW, after="<a>" * 100_000 + "</a>" * 100_000)),
        READ,
    ),
    "a long number": (lambda: by_hand(sheet(f"<row><c><v>{'9' * 5_000}</v></c></row>")), BROKEN),
    "a text that is not there": (
        lambda: by_hand(sheet('<row><c t="s"><v>7</v></c></row>')),
        BROKEN,
    ),
    "many parts": (lambda: packed({**PARTS, **{f"xl/{n}.xml": "" for n in range(9_000)}}), LARGE),
    "nothing but delimiters": (lambda: CSV + b";" * 9_900_000, "inga rader"),
    "nothing but line breaks": (lambda: CSV + b"\n" * 9_900_000, LARGE),
    "nothing but quotes": (lambda: CSV + b'"' * 9_900_001, "citattecken"),
    "nothing but NUL": (lambda: bytes(9_900_000), "NUL-tecken"),
    "long rows of CSV": (lambda: CSV + (noise(250) + ";;\n").encode() * 30_000, "fler än 10000"),
    "long texts in CSV": (
        lambda: CSV + (";".join([noise(240)] * 4) + "\n").encode() * 9_000,
        LARGE,
    ),
}

READER = """
import json, resource, sys, time
import django
django.setup()
from portal.imports.files import read_file
from portal.imports.records import Unreadable
from portal.imports.sources import STAFF
from portal.models import Organisation

def peak():
    # A process begins with the peak of the one that started it, so the system is asked of this one.
    with open("/proc/self/status") as status:
        [own] = [int(line.split()[1]) for line in status if line.startswith("VmHWM")]
    return (own + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / 1024

found = {}
for path in sys.argv[1:]:
    started = time.monotonic()
    try:
        with open(path, "rb") as file:
            reading = read_file(STAFF, path, file.read(), Organisation())
        said = f"{len(reading.records) or 1} rader, {len(reading.faults)} fel"
    except Unreadable as reason:
        said = str(reason)
    found[path] = said, time.monotonic() - started, peak()
print(json.dumps(found))
"""


def results(folder: Path) -> dict[str, Any]:
    """What each file led to, its seconds, and the megabytes of the readers until then."""
    paths = {name: folder / str(number) for number, name in enumerate(HOSTILE)}
    for name, path in paths.items():
        path.write_bytes(HOSTILE[name][0]())
    done = subprocess.run(
        [sys.executable, "-c", READER, *map(str, paths.values())],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"},
        cwd=excel.ROOT,
        stdout=subprocess.PIPE,
        check=True,
    )
    found = json.loads(done.stdout)
    return {name: found[str(path)] for name, path in paths.items()}


def test_every_hostile_file_is_told_in_time_and_within_memory(tmp_path: Path) -> None:
    found = results(tmp_path)
    wrong = {
        name: (said, seconds, megabytes)
        for name, (said, seconds, megabytes) in found.items()
        if HOSTILE[name][1] not in said or seconds > 10 or megabytes > 512
    }
    assert wrong == {}


SLOW = by_hand(sheet(*[f"<row>{cell('a') * 40}</row>"] * 2_000))


def test_a_file_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel, "SECONDS_LIMIT", 0.3)
    started = time.monotonic()
    assert LARGE in refusal(STAFF, SLOW)
    assert time.monotonic() - started < 5


def test_a_reader_that_dies_is_told_as_a_file_that_is_too_large(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    assert LARGE in refusal(STAFF, SLOW)
    assert "ended its reader: 1" in caplog.text


def test_the_reader_is_bounded_and_knows_no_secrets() -> None:
    reading = threading.Thread(target=staff_sheet, args=(SLOW,))
    reading.start()
    children = Path(f"/proc/self/task/{reading.native_id}/children")
    try:
        while b"sheets.worker" not in (reader := _reader(children))["cmdline"]:
            assert reading.is_alive()
    finally:
        reading.join()
    names = {line.partition(b"=")[0] for line in reader["environ"].split(b"\0")}
    assert names <= {name.encode() for name in (*excel.ENVIRONMENT, "")}


def _reader(children: Path) -> dict[str, bytes]:
    """What the system tells of a thread's first child, as far as there is one."""
    found = {"cmdline": b"", "environ": b""}
    try:
        folder = Path("/proc", children.read_text().split()[0])
        found = {name: (folder / name).read_bytes() for name in found}
    except (OSError, IndexError):
        pass
    return found


def test_memory_runs_out_for_the_reader_alone() -> None:
    code = (
        "import resource, sys; from portal.imports.sheets import worker;"
        "worker.bound(); bytearray(worker.MEMORY_LIMIT)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=excel.ROOT, stderr=subprocess.PIPE)
    assert b"MemoryError" in done.stderr
    assert worker.MEMORY_LIMIT < 512 * 1024**2
