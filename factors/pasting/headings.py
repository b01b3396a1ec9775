"""Names of columns, as the sources write them: levels of the chain, or school forms."""

import re
from collections.abc import Callable

from portal.terms import Level, SchoolForm

# What column a text is the name of, or nothing.
NameOf = Callable[[str], str]

LEVEL_NAMES = {
    Level.HUVUDMAN: r"huvudman(?:nen|na)?|huvudmannanivå(?:n)?|huvudmän",
    Level.REKTOR: r"rektor(?:n|er|erna)?|rektorsnivå(?:n)?",
    Level.UNDERVISNING: r"undervisning(?:en)?|undervisningsnivå(?:n)?|lärare",
}
FORM_NAMES = {
    SchoolForm.FS: r"förskolans?",
    SchoolForm.FKLASS: r"förskoleklass(?:en)?s?",
    SchoolForm.GR: r"grundskolans?",
    SchoolForm.GRAN: r"anpassade? grundskolans?",
    SchoolForm.SP: r"specialskolans?",
    SchoolForm.SAM: r"sameskolans?",
    SchoolForm.GY: r"gymnasieskolans?|gymnasiets?",
    SchoolForm.GYAN: r"anpassade? gymnasieskolans?",
    SchoolForm.VUX: r"(?:kommunal )?vuxenutbildning(?:en)?s?|komvux",
    SchoolForm.FTH: r"fritidshem(?:met)?s?",
}
AROUND = r"(?:på |nivå:? |delmål (?:för )?)?(?:{})(?: delmål)?[:.]?"


def _names(patterns: dict[str, str]) -> list[tuple[str, re.Pattern[str]]]:
    return [(value, re.compile(AROUND.format(each), re.I)) for value, each in patterns.items()]


LEVELS = _names({str(level.value): each for level, each in LEVEL_NAMES.items()})
FORMS = _names(
    {
        str(form.value): each.replace("skolans?", "skol(?:ans?|a)")
        for form, each in FORM_NAMES.items()
    }
)


def level_of(text: str) -> str:
    return _first(LEVELS, text)


def form_of(text: str) -> str:
    return _first(FORMS, text)


def _first(names: list[tuple[str, re.Pattern[str]]], text: str) -> str:
    plain = " ".join(text.split())[:60]
    return next((value for value, pattern in names if pattern.fullmatch(plain)), "")
