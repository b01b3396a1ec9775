"""What figures say, in neutral Swedish sentences: differences are named, never judged."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from assessments.distribution import Distribution, span
from assessments.drawings import SCALE, decimal_comma, percent
from portal.terms import Level

Row = Mapping[Level, Distribution]

# Steps between the levels' means: the limits of the same, about the same and different things.
# They are of the distance as it is shown, with one decimal: what reads 1,0 is a whole step.
SAME, NEAR, APART = 0.05, 0.45, 0.95
GATHERED = 0.6
MANY_UNSURE = 0.25


def row_reading(row: Row) -> str:
    """One row in a sentence or two: between the levels, then within the teaching level."""
    told = {level: voices for level, voices in row.items() if voices.n}
    sentences = (between_levels(told), within_teaching(row.get(Level.UNDERVISNING)))
    return " ".join(sentence for sentence in sentences if sentence)


def between_levels(row: Row) -> str:
    distance = span(row.values())
    if distance is None:
        return _one_level(row)
    words = {"span": decimal_comma(distance), "levels": extremes(row)}
    if distance >= APART:
        return _("Nivåerna ser olika saker: mellan %(levels)s skiljer %(span)s steg.") % words
    if distance >= NEAR:
        return _("Nivåerna skiljer sig något åt: %(span)s steg mellan %(levels)s.") % words
    if distance < SAME:
        return _("Nivåerna ser samma sak.")
    return _("Nivåerna ser ungefär samma sak: högst %(span)s steg skiljer.") % words


def _one_level(row: Row) -> str:
    if not row:
        return ""
    level = next(iter(row)).place
    return _("Bara %(level)s har svar att visa här, så nivåerna kan inte jämföras.") % {
        "level": level
    }


def extremes(row: Row) -> str:
    """The two levels furthest apart, in the chain's order: "rektor och undervisning"."""
    means = {level: voices.mean or 0.0 for level, voices in row.items()}
    ends = {max(means, key=means.__getitem__), min(means, key=means.__getitem__)}
    return _(" och ").join(str(level.label).lower() for level in Level if level in ends)


def within_teaching(voices: Distribution | None) -> str:
    if not voices or not voices.n:
        return ""
    if voices.share(None) >= MANY_UNSURE:
        return _("I undervisningen svarar %(share)s ”kan inte bedöma”.") % {
            "share": percent(voices.unsure, voices.total)
        }
    if voices.split:
        return _("Inom undervisningen går svaren isär.")
    return _gathered(voices)


def _gathered(voices: Distribution) -> str:
    step = max(range(1, 5), key=voices.share)
    if voices.share(step) < GATHERED:
        return ""
    label = str(SCALE[step - 1].label).lower()
    return _("Inom undervisningen är svaren samlade kring ”%(step)s”.") % {"step": label}


def agreement(voices: Distribution) -> str:
    """How many say that it holds: "83 % (29 av 35) … till stor del eller helt"."""
    return _(
        "%(share)s (%(count)d av %(n)d) på undervisningsnivån svarar att det stämmer till stor "
        "del eller helt."
    ) % _share(voices.n3 + voices.n4, voices.n)


def doubt(voices: Distribution) -> str:
    """How many say that it does not hold, or holds in part."""
    return _(
        "%(share)s (%(count)d av %(n)d) på undervisningsnivån svarar att det inte stämmer eller "
        "stämmer delvis."
    ) % _share(voices.n1 + voices.n2, voices.n)


def _share(count: int, n: int) -> dict[str, object]:
    return {"share": percent(count, n), "count": count, "n": n}


def opening(text: str, limit: int = 110) -> str:
    """The first sentence of a statement, cut at a word where it is long."""
    first = text.split(". ")[0].rstrip(".")
    if len(first) > limit:
        first = first[:limit].rsplit(" ", 1)[0]
    return first if len(first) >= len(text.rstrip(".")) else f"{first} …"
