"""What every page is held to: no axe violation, no sideways scroll, on three screens."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WIDTHS = (1280, 360, 320)
# What axe looks at is the same at both narrow widths.
LOOKED_AT = (1280, 320)
AXE = Axe().axe_script
RUN = "(rules) => axe.run({resultTypes: ['violations'], preload: false, ...rules})"
# Colours on their way are neither the ones before nor the ones after.
SETTLED = """Promise.allSettled(
  document.getAnimations()
    .filter((each) => each.effect.getComputedTiming().endTime < Infinity)
    .map((each) => each.finished)
)"""
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}


def problems(page: Page) -> list[str]:
    """What is wrong with the page as it stands, at each width; empty is good."""
    page.evaluate(AXE)
    found: list[str] = []
    for width in WIDTHS:
        resize(page, width)
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            found.append(f"{width}: scrolls sideways, {wide} px wide")
        if width in LOOKED_AT:
            found += [f"{width}: {violation}" for violation in violations(page, {})]
    return found


def problems_in_the_dark(page: Page) -> list[str]:
    """Only colours differ there, and they are the same at every width."""
    page.emulate_media(color_scheme="dark")
    resize(page, WIDTHS[0])
    found = [f"dark: {violation}" for violation in violations(page, COLOURS)]
    page.emulate_media(color_scheme="light")
    return found


def resize(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.evaluate(SETTLED)


def violations(page: Page, rules: dict[str, list[str]]) -> list[str]:
    return [
        f"{violation['id']}: {node['html'][:200]} ({node.get('failureSummary', '')[:200]})"
        for violation in page.evaluate(RUN, rules)["violations"]
        for node in violation["nodes"]
    ]
