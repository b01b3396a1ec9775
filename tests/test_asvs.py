"""docs/asvs.md names tests and files that are there, and sums up what its tables say."""

import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "asvs.md").read_text()
STATES = ("met", "partly", "not met", "not applicable")
ROW = re.compile(r"^\| (\d+(?:\.\d+\.\d+)?) \| (.+?) \| (.+?) \| (.+?) \| (.+) \|$", re.M)
NAMED_TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
NAMED_FILE = re.compile(r"`((?:portal|factors|assessments|static|tests)/[\w/.-]+)`")
ROWS = ROW.findall(PAGE)


def test_each_requirement_stands_once_with_its_level_and_a_state() -> None:
    assert [key for key, times in Counter(row[0] for row in ROWS).items() if times > 1] == []
    # 70 and 183 in all; the seven of WebRTC are one.
    assert Counter(level for _key, level, *_rest in ROWS) == {"1": 70, "2": 177}
    assert {state for *_rest, state, _where in ROWS} <= set(STATES)


def test_each_test_that_is_named_exists() -> None:
    named = set(NAMED_TEST.findall(PAGE))
    assert len(named) > 100
    code = {file: (ROOT / file).read_text() for file, _name in named if (ROOT / file).exists()}
    assert [name for file, name in named if f"def {name}(" not in code.get(file, "")] == []


def test_each_file_that_is_named_exists() -> None:
    assert [file for file in NAMED_FILE.findall(PAGE) if not (ROOT / file).exists()] == []


def test_the_summary_counts_what_the_tables_say() -> None:
    counted = Counter((level, state) for _key, level, _asks, state, _where in ROWS)
    for level in ("1", "2"):
        numbers = " | ".join(str(counted[level, state]) for state in STATES)
        assert f"\n| level {level} | {numbers} |" in PAGE


def test_the_summary_names_all_that_falls_short() -> None:
    summary = PAGE.split("\n## V1 ")[0]
    short = [key for key, _level, _asks, state, _where in ROWS if state in ("partly", "not met")]
    assert [key for key in short if not re.search(rf"(?<![\d.]){key}(?![\d.]\d)", summary)] == []
