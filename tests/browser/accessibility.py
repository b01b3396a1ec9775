"""What every page is held to: no axe violation, no sideways scroll, on three screens."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WIDE, *NARROW = 1280, 360, 320
AXE = Axe().axe_script
# What a width or a scheme can change. All else that axe looks at is the same on every screen.
ON_A_PHONE = ["color-contrast", "target-size", "scrollable-region-focusable", "link-name"]
RULES = {WIDE: None, 320: ON_A_PHONE}
RUN = """(rules) => axe.run({
  resultTypes: ['violations'],
  preload: false,
  selectors: false,
  ...(rules ? {runOnly: {type: 'rule', values: rules}} : {}),
})"""
# Colours on their way are neither the ones before nor the ones after.
SETTLED = """Promise.allSettled(
  document.getAnimations()
    .filter((each) => each.effect.getComputedTiming().endTime < Infinity)
    .map((each) => each.finished)
)"""


def problems(page: Page, on_a_phone: bool = True) -> list[str]:
    """What is wrong with the page as it stands; empty is good.

    Light where it is wide and dark where it is narrow: no colour depends on the width.
    """
    page.evaluate(AXE)
    found = _problems_at(WIDE, page)
    if not on_a_phone:
        return found
    page.emulate_media(color_scheme="dark")
    found += [fault for width in NARROW for fault in _problems_at(width, page)]
    page.emulate_media(color_scheme="light")
    return found


def _problems_at(width: int, page: Page) -> list[str]:
    page.set_viewport_size({"width": width, "height": 800})
    page.evaluate(SETTLED)
    found = []
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > width:
        found.append(f"{width}: scrolls sideways, {wide} px wide")
    if width in RULES:
        found += [f"{width}: {violation}" for violation in _violations(page, RULES[width])]
    return found


def _violations(page: Page, rules: list[str] | None) -> list[str]:
    return [
        f"{violation['id']}: {node['html'][:200]} ({node.get('failureSummary', '')[:200]})"
        for violation in page.evaluate(RUN, rules)["violations"]
        for node in violation["nodes"]
    ]
