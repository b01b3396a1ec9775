"""The process that takes an Excel file apart: the file comes in on stdin, JSON goes out.

It knows no database and no secret. What a hostile file makes it use ends with it.
"""

import json
import resource
import sys
import warnings
from dataclasses import asdict

from portal.imports.sheets.table import Refused
from portal.imports.sheets.workbook import table_in

MEMORY_LIMIT = 400 * 1024**2
SECONDS_LIMIT = 8


def answer(kind: str, data: bytes) -> dict[str, object]:
    try:
        return {"table": asdict(table_in(kind, data))}
    except Refused as refused:
        return {"refused": refused.reason}
    except MemoryError:
        return {"refused": "large"}
    except Exception:
        # What the library can't read it says in as many ways, some with what stood in the cells.
        return {"refused": "broken"}


def bound() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS_LIMIT, SECONDS_LIMIT))


if __name__ == "__main__":
    bound()
    warnings.simplefilter("ignore")
    json.dump(answer(sys.argv[1], sys.stdin.buffer.read()), sys.stdout)
