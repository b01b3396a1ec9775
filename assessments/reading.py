"""What figures say, in neutral Swedish sentences: differences are named, never judged."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from assessments.distribution import EMPTY, Distribution, span
from assessments.drawings import SCALE, decimal_comma, percent, rounded
from factors.models import Factor
from portal.terms import Level

# The levels that have voices with a step on a row.
Told = Mapping[Level, Distribution]

# Steps between the levels' means: the limits of the same, about the same and different things.
# They are of the distance as it is shown, with one decimal: what reads 1,0 is a whole step.
SAME, NEAR, APART = 0.05, 0.45, 0.95
GATHERED = 0.6
MANY_UNSURE = 0.25


def listed(words: Iterable[str]) -> str:
    """The words as a Swede lists them: "a, b och c"."""
    return get_text_list(list(words), _("och"))


def factor_name(factor: Factor) -> str:
    """Where there is no place for a badge."""
    return _("%(factor)s (lokal)") % {"factor": factor} if factor.is_local else factor.name


def row_reading(told: Told) -> str:
    """One row in a sentence or two: between the levels, then within them."""
    return _joined(between_levels(told), within_all(told))


def within_all(told: Told) -> str:
    """What the voices within the levels do: that many cannot judge hides no split."""
    teaching = told.get(Level.UNDERVISNING, EMPTY)
    return _joined(many_unsure(teaching), within_levels(told)) or gathered(teaching)


def _joined(*sentences: str) -> str:
    return " ".join(filter(None, sentences))


def between_levels(told: Told) -> str:
    distance = span(told.values())
    if distance is None:
        return _one_level(told)
    words = _distance(told)
    if distance >= APART:
        return _("Nivåerna ser olika saker: mellan %(levels)s skiljer %(span)s steg.") % words
    if distance >= NEAR:
        return _("Nivåerna skiljer sig något åt: %(span)s steg mellan %(levels)s.") % words
    if distance < SAME:
        return _("Nivåerna ser samma sak.")
    return _("Nivåerna ser ungefär samma sak: högst %(span)s steg skiljer.") % words


def _one_level(told: Told) -> str:
    if not told:
        return ""
    level = next(iter(told)).place
    return _("Bara %(level)s har svar att visa här, så nivåerna kan inte jämföras.") % {
        "level": level
    }


def span_words(told: Told) -> str:
    """The distance as a badge: "1,5 steg mellan huvudman och undervisning"."""
    return _("%(span)s steg mellan %(levels)s") % _distance(told)


def _distance(told: Told) -> dict[str, str]:
    """The span, and the two levels furthest apart in the chain's order."""
    means = {level: voices.mean or 0.0 for level, voices in told.items()}
    ends = {max(means, key=means.__getitem__), min(means, key=means.__getitem__)}
    names = (str(level.label).lower() for level in Level if level in ends)
    return {"span": decimal_comma(span(told.values()) or 0), "levels": listed(names)}


def within_levels(told: Told) -> str:
    """The levels whose own voices go apart."""
    split = [level.place for level, voices in told.items() if voices.split]
    return _("Inom %(levels)s går svaren isär.") % {"levels": listed(split)} if split else ""


def mirror_reading(level: Level, own: Distribution, by: Level, mirrored: Distribution) -> str:
    """Whether a level and the one below it see the same on a statement that both rated."""
    distance = span([own, mirrored])
    if distance is None:
        return ""
    words = {
        "level": level.place,
        "by": by.place,
        "span": decimal_comma(distance),
    }
    if distance >= APART:
        return _("Här ser %(level)s och %(by)s olika saker: %(span)s steg skiljer.") % words
    if distance >= NEAR:
        return _("Här skiljer sig %(level)s och %(by)s något åt: %(span)s steg.") % words
    if distance < SAME:
        return _("Här ser %(level)s och %(by)s samma sak.") % words
    return _("Här ser %(level)s och %(by)s ungefär samma sak: %(span)s steg skiljer.") % words


def many_unsure(teaching: Distribution) -> str:
    if teaching.share(None) < MANY_UNSURE:
        return ""
    return _("På undervisningsnivån svarar %(share)s ”kan inte bedöma”.") % {
        "share": percent(teaching.unsure, teaching.total)
    }


def gathered(teaching: Distribution) -> str:
    step = max(range(1, 5), key=teaching.share)
    if teaching.share(step) < GATHERED:
        return ""
    label = str(SCALE[step - 1].label).lower()
    return _("Inom undervisningsnivån är svaren samlade kring ”%(step)s”.") % {"step": label}


def comparison(distances: Sequence[float]) -> str:
    """On how many rows the levels see different things, and about the same."""
    if not distances:
        return _("Ingen rad har svar att visa från mer än en nivå, så nivåerna kan inte jämföras.")
    return _(
        "Nivåerna ser olika saker på %(apart)d av %(rows)d rader, och ungefär samma sak på "
        "%(near)d."
    ) % {
        "rows": len(distances),
        "apart": sum(distance >= APART for distance in distances),
        "near": sum(distance < NEAR for distance in distances),
    }


def step_apart(before: Distribution, after: Distribution) -> Decimal:
    """From one mean to the other, of the means as they are shown: with one decimal."""
    return rounded(after.mean or 0.0) - rounded(before.mean or 0.0)


def change_words(before: Distribution, after: Distribution) -> str:
    """What two rounds say, the earlier first: "Från 2,6 till 3,1 (n = 24 och 27)."."""
    distance = abs(step_apart(before, after))
    if distance < SAME:
        words = _("Som förut: %(second)s (%(n)s).")
    elif distance < NEAR:
        words = _("Ungefär som förut: från %(first)s till %(second)s (%(n)s).")
    else:
        words = _("Från %(first)s till %(second)s (%(n)s).")
    return words % _both(before, after)


def shift_words(before: Distribution, after: Distribution) -> str:
    """The round and the check-out, which neither tells who they are nor why they differ."""
    words = _(
        "I omgången %(first)s och i utcheckningen %(second)s (%(n)s): det kan vara olika "
        "personer, och siffrorna säger inte vad en skillnad beror på."
    )
    return words % _both(before, after)


def beside_words(own: Distribution, everybody: Distribution) -> str:
    """What a unit says beside all units: "2,6 här och 3,1 hos alla enheter (n = 24 och 210)."."""
    distance = abs(step_apart(own, everybody))
    if distance < SAME:
        words = _("Som alla enheter: %(first)s (%(n)s).")
    elif distance < NEAR:
        words = _("Ungefär som alla enheter: %(first)s här och %(second)s hos alla (%(n)s).")
    else:
        words = _("%(first)s här och %(second)s hos alla enheter (%(n)s).")
    return words % _both(own, everybody)


def _both(first: Distribution, second: Distribution) -> dict[str, str]:
    return {
        "first": decimal_comma(first.mean or 0.0),
        "second": decimal_comma(second.mean or 0.0),
        "n": _("n = %(first)d och %(second)d") % {"first": first.n, "second": second.n},
    }


def agreement(voices: Distribution, level: Level = Level.UNDERVISNING) -> str:
    """How many say that it holds: "83 % (29 av 35) … till stor del eller helt"."""
    return _(
        "%(share)s (%(count)d av %(n)d) på %(level)s svarar att det stämmer till stor del eller "
        "helt."
    ) % (_share(voices.n3 + voices.n4, voices.n) | {"level": level.place})


def doubt(voices: Distribution, level: Level = Level.UNDERVISNING) -> str:
    """How many say that it does not hold, or holds in part."""
    return _(
        "%(share)s (%(count)d av %(n)d) på %(level)s svarar att det inte stämmer eller stämmer "
        "delvis."
    ) % (_share(voices.n1 + voices.n2, voices.n) | {"level": level.place})


def _share(count: int, n: int) -> dict[str, object]:
    return {"share": percent(count, n), "count": count, "n": n}


def opening(text: str, limit: int = 110) -> str:
    """The first sentence of a statement, cut at a word where it is long."""
    first = text.split(". ")[0].rstrip(".")
    if len(first) > limit:
        first = first[:limit].rsplit(" ", 1)[0]
    return first if len(first) >= len(text.rstrip(".")) else f"{first} …"
