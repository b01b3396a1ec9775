"""Ways to show a world: the portal's own door, the same counted by hand, and two weak ones.

A portal is given a world and answers with every figure that a reader can come by.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

from assessments.disclosure import Figure, Figures, figures
from assessments.distribution import EMPTY
from assessments.pooling import Group, Partition, form_blocks
from assessments.terms import FLOOR
from portal.terms import Level
from tests.assessments.attacker import Seen
from tests.assessments.worlds import STATEMENTS, Built, Voice, World

Rule = Callable[[Iterable[Group]], Partition]
ANSWERED = "answered"


def by_hand(world: World) -> list[Seen]:
    """What the rules of closing say, for a round that closes all at once."""
    return _shown(world, _blocks(world, form_blocks), _persons)


def persons_counted_twice(world: World) -> list[Seen]:
    """Weak: somebody employed at two units makes up for a person who is missing."""
    return _shown(world, _blocks(world, _voice_by_voice), len)


def threshold_only(world: World) -> list[Seen]:
    """Weak: units below the floor are hidden, but counted in the organisation's total."""
    units = [_voices_at(world, {unit}) for unit in range(len(world.places))]
    return _shown(world, units, _persons) + _totals(world)


def through_the_door(world: World, built: Built) -> list[Seen]:
    """Every figure that `disclosure` gives of the round, which must cover what it says."""
    return seen_of(figures(built.round, built.statements), Level.UNDERVISNING, world, built)


def seen_of(shown: Figures, level: Level, world: World, built: Built) -> list[Seen]:
    seen = []
    for number, statement in enumerate(built.statements):
        covered: set[int] = set()
        for unit in built.units:
            figure = shown.unit(unit.pk, level, statement)
            where = _units_named(built, {unit.name, *figure.pooled_with})
            covered |= where if figure.shown else set()
            seen += _claims(world, number, figure, where) + _turnout(world, figure, where)
        total = shown.organisation(level, statement)
        seen += _claims(world, number, total, covered)
    return seen


def _units_named(built: Built, names: set[str]) -> set[int]:
    return {number for number, unit in enumerate(built.units) if unit.name in names}


def _claims(world: World, statement: int, figure: Figure, units: set[int]) -> list[Seen]:
    """What is seen when a figure is said to be of some units, and is."""
    if not figure.shown:
        assert figure.distribution == EMPTY
        return []
    voices = _voices_at(world, units)
    steps = [world.sheets[voice].steps[statement] for voice in voices]
    assert figure.distribution.counts == tuple(steps.count(step) for step in (1, 2, 3, 4, None))
    return _sums(world, statement, voices)


def _turnout(world: World, figure: Figure, units: set[int]) -> list[Seen]:
    if not figure.answered:
        return []
    voices = _voices_at(world, units) & _answered_any(world)
    assert figure.answered == _persons(voices)
    return [Seen(ANSWERED, voices)]


def _sums(world: World, statement: int, voices: frozenset[Voice]) -> list[Seen]:
    """A distribution is a sum over those with a step, and over those and who cannot judge."""
    rated, answered = world.rated(statement), world.answered(statement)
    return [Seen(statement, voices & rated), Seen((statement, "all"), voices & answered)]


def _persons(voices: frozenset[Voice]) -> int:
    return len({person for person, _unit in voices})


def _voices_at(world: World, units: set[int]) -> frozenset[Voice]:
    return frozenset(voice for voice in world.sheets if voice[1] in units)


def _rated_any(world: World) -> frozenset[Voice]:
    return frozenset().union(*(world.rated(statement) for statement in range(STATEMENTS)))


def _answered_any(world: World) -> frozenset[Voice]:
    return frozenset().union(*(world.answered(statement) for statement in range(STATEMENTS)))


def _voice_by_voice(groups: Iterable[Group]) -> Partition:
    return form_blocks(
        replace(group, persons=frozenset(100 * person + group.key for person in group.persons))
        for group in groups
    )


def _blocks(world: World, rule: Rule) -> list[frozenset[Voice]]:
    """The voices of each block that a rule forms of the units where somebody answered."""
    rated, answered = _rated_any(world), _answered_any(world)
    groups = [
        Group(unit, place.form, frozenset(p for p, where in rated if where == unit))
        for unit, place in enumerate(world.places)
        if any(where == unit for _person, where in answered)
    ]
    return [_voices_at(world, {group.key for group in pool}) for pool in rule(groups).blocks]


def _shown(
    world: World, blocks: list[frozenset[Voice]], size: Callable[[frozenset[Voice]], int]
) -> list[Seen]:
    """Each block's figures where enough persons rated, and the sums of all that are shown."""
    seen = []
    for statement in range(STATEMENTS):
        passed = [block for block in blocks if size(block & world.rated(statement)) >= FLOOR]
        for voices in [*passed, frozenset().union(*passed)] if passed else []:
            seen += _sums(world, statement, voices)
    return seen


def _totals(world: World) -> list[Seen]:
    return [Seen(statement, world.rated(statement)) for statement in range(STATEMENTS)]
