"""What every page is held to: no axe violation, no sideways scroll, on three screens."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WIDTHS = (1280, 360, 320)
AXE = Axe().axe_script
RUN = "(rules) => axe.run({resultTypes: ['violations'], preload: false, ...rules})"
# Colours on their way are neither the ones before nor the ones after.
SETTLED = """Promise.allSettled(
  document.getAnimations()
    .filter((each) => each.effect.getComputedTiming().endTime < Infinity)
    .map((each) => each.finished)
)"""
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}


def problems(page: Page, rules: dict[str, list[str]] | None = None) -> list[str]:
    """What is wrong with the page as it stands, at each width; empty is good."""
    page.evaluate(AXE)
    found: list[str] = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate(SETTLED)
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            found.append(f"{width}: scrolls sideways, {wide} px wide")
        found += [f"{width}: {violation}" for violation in violations(page, rules or {})]
    return found


def violations(page: Page, rules: dict[str, list[str]]) -> list[str]:
    return [
        f"{violation['id']}: {node['html'][:200]} ({node.get('failureSummary', '')[:200]})"
        for violation in page.evaluate(RUN, rules)["violations"]
        for node in violation["nodes"]
    ]
