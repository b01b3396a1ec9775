"""What was measured as tables in Markdown, as docs/scale.md has them."""

from collections.abc import Iterable
from typing import Any

Told = dict[str, Any]
Row = list[str]

GROWTH = "pages_whose_queries_grow"
PAGE = "ms_of_the_"


def tables(found: Told) -> str:
    figures = found["figures"]
    databases = dict.fromkeys(each["database"] for each in figures)
    parts = [head(found), limits(figures), *(growth(figures, each) for each in databases)]
    return "\n\n".join(filter(None, parts)) + "\n"


def head(found: Told) -> str:
    machine, load = found["machine"], found["load"]
    before, after = (" ".join(f"{each:.1f}" for each in load[when]) for when in ("before", "after"))
    return (
        f"{machine['measured_at'][:10]}: {machine['cpus']} cores of {machine['model']}, "
        f"Python {machine['python']}, SQLite {machine['sqlite']}, "
        f"PostgreSQL {machine['postgresql']}; load {before} before, {after} after."
    )


def limits(figures: list[Told]) -> str:
    """A line for each figure, a column for each measure and database."""
    columns = dict.fromkeys((each["measure"], each["database"]) for each in figures)
    lines: dict[tuple[str, Any], dict[tuple[str, str], str]] = {}
    for each in figures:
        line = lines.setdefault((each["figure"], each["limit"]), {})
        line[each["measure"], each["database"]] = value(each)
    return table(
        ["figure", "limit", *(", ".join(column) for column in columns)],
        (
            [words(name), number(limit), *(line.get(column, "") for column in columns)]
            for (name, limit), line in lines.items()
        ),
    )


def growth(figures: list[Told], database: str) -> str:
    """A line for each page, a column for each size of what is in the database."""
    own = [each for each in figures if each["database"] == database]
    sizes: dict[str, dict[str, Told]] = {}
    for each in own:
        if each["figure"] == GROWTH:
            sizes |= each["details"]
        elif each["measure"] == "nation" and each["figure"].startswith(PAGE):
            page = each["figure"].removeprefix(PAGE).removesuffix("_page")
            sizes.setdefault("in the nation", {})[page] = each["details"]
    pages = dict.fromkeys(page for size in sizes.values() for page in size)
    lines = ([page, *(cost(size.get(page)) for size in sizes.values())] for page in pages)
    return table([database, *sizes], lines) if sizes else ""


def cost(page: Told | None) -> str:
    """The page by the clock, its CPU, its bare SQL; and its queries."""
    if page is None:
        return ""
    spent = (page[each]["median"] for each in ("wall_ms", "cpu_ms", "bare_sql_ms"))
    return f"{' / '.join(f'{each:.0f}' for each in spent)}; {page['queries']}"


def value(figure: Told) -> str:
    told = number(figure["value"])
    return f"**{told}**" if figure["reached"] is False else told


def number(of: float | None) -> str:
    if of is None:
        return ""
    return f"{of:,.0f}" if of == int(of) or of >= 100 else f"{of:.1f}"


def words(name: str) -> str:
    return name.replace("_", " ")


def table(names: Row, lines: Iterable[Row]) -> str:
    rows = [names, ["---"] * len(names), *lines]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
