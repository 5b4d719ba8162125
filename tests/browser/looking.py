"""What holds for every page that a journey has seen: in both themes, at three widths."""

import asyncio
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from playwright.async_api import Page

AXE = Path(__file__).parents[2] / "frontend/node_modules/axe-core/axe.min.js"
WIDTHS = (360, 768, 1280)
HEIGHT = 800
PATIENCE = 30  # seconds
# WCAG 2.2 AA, and what axe calls best practices. A theme changes colours: in the other, they alone are new.
OF_COLOURS = ["color-contrast", "link-in-text-block"]
RULES: dict[str, list[str] | None] = {"light": None, "dark": OF_COLOURS}
FAULTS = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
THEME = "document.documentElement.dataset.theme"
PAINT = "theme => (document.documentElement.dataset.theme = theme)"
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


async def look(page: Page) -> None:
    """Hold a page as it stands now to what holds for all of them; it is left as it was."""
    before = page.viewport_size
    assert before is not None
    drawn: str = await page.evaluate(THEME)
    if not await page.evaluate("() => 'axe' in window"):
        await page.evaluate(AXE.read_text(encoding="utf-8"))
    for width in WIDTHS:
        await page.set_viewport_size({"width": width, "height": HEIGHT})
        for theme, rules in RULES.items():
            async with asyncio.timeout(PATIENCE):  # what a page evaluates has no limit of its own
                faults = await page.evaluate(FAULTS, {"width": width, "theme": theme, "rules": rules})
            _hold(faults, f"{page.url} in the {theme} theme at {width} px")
    await page.evaluate(PAINT, drawn)
    await page.set_viewport_size(before)


def _hold(faults: Mapping[str, Any], where: str) -> None:
    assert faults["sideways"] <= 0, f"{where} scrolls sideways by {faults['sideways']} px"
    assert len(faults["headings"]) <= 1, f"{where} has several main headings: {faults['headings']}"
    assert faults["cutOff"] == [], f"{where} cuts text off"
    told = "\n".join(_lines(faults["violations"]))
    assert faults["violations"] == [], f"{where}:\n{told}"


def _lines(violations: Iterable[dict[str, Any]]) -> Iterable[str]:
    for violation in violations:
        yield f"{violation['rule']}: {violation['help']}"
        yield from (f"  {place}" for place in violation["places"])
