"""What every page is held to: no axe violation, no sideways scroll, on three screens."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WIDTHS = (1280, 360, 320)


def problems(page: Page) -> list[str]:
    """What is wrong with the page as it stands, at each width; empty is good."""
    found: list[str] = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            found.append(f"{width}: scrolls sideways, {wide} px wide")
        found += [f"{width}: {violation}" for violation in violations(page)]
    return found


def violations(page: Page) -> list[str]:
    report = Axe().run(page).response
    return [
        f"{violation['id']}: {node['html'][:200]} ({node.get('failureSummary', '')[:200]})"
        for violation in report["violations"]
        for node in violation["nodes"]
    ]
