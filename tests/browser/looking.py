"""What holds for every page that a journey has seen: in both themes, at three widths."""

import asyncio
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from playwright.async_api import Page

AXE = Path(__file__).parents[2] / "frontend/node_modules/axe-core/axe.min.js"
WIDTHS = (360, 768, 1280)
HEIGHT = 800
PATIENCE = 30  # seconds
THEMES = ("light", "dark")
# WCAG 2.2 AA, and what axe calls best practices.
RUN = """
async () => {
  const found = await axe.run(document, { resultTypes: ["violations"] });
  return found.violations.map((one) => ({
    rule: one.id,
    help: one.help,
    places: one.nodes.map((node) => `${node.target.join(" ")}: ${node.failureSummary}`),
  }));
}
"""
# Text that its own box cuts off, but for previews, which say so by an ellipsis or a number of lines.
CUT_OFF = """
() => {
  const cut = [];
  for (const element of document.querySelectorAll("body *")) {
    const style = getComputedStyle(element);
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    const preview = style.textOverflow === "ellipsis" || style.webkitLineClamp !== "none";
    const hidden = style.clipPath !== "none" || style.visibility === "hidden" || !element.offsetParent;
    if (!own || preview || hidden) continue;
    const clips = ["hidden", "clip"].includes(style.overflowX);
    if (clips && element.scrollWidth > element.clientWidth + 1) cut.push(element.outerHTML.slice(0, 200));
  }
  return cut;
}
"""
# Until the page has drawn itself at a width: what follows from it comes before the frame after.
DRAWN = """
width => new Promise((done) => {
  const look = () => requestAnimationFrame(innerWidth === width ? () => requestAnimationFrame(done) : look);
  look();
})
"""
# One main heading is seen at a time.
HEADINGS = """
() => {
  const seen = [...document.querySelectorAll("h1")].filter((heading) => heading.checkVisibility());
  return seen.map((heading) => heading.innerText);
}
"""
PAINT = "theme => (document.documentElement.dataset.theme = theme)"
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


async def look(page: Page) -> None:
    """Hold a page as it stands now to what holds for all of them; it is left as it was."""
    before = page.viewport_size
    assert before is not None
    drawn: str = await page.evaluate("document.documentElement.dataset.theme")
    for width in WIDTHS:
        await page.set_viewport_size({"width": width, "height": HEIGHT})
        for theme in THEMES:
            await page.evaluate(PAINT, theme)
            await page.evaluate(DRAWN, width)
            await _hold(page, f"{page.url} in the {theme} theme at {width} px")
    await page.evaluate(PAINT, drawn)
    await page.set_viewport_size(before)


async def _hold(page: Page, where: str) -> None:
    sideways = await page.evaluate(SIDEWAYS)
    assert sideways <= 0, f"{where} scrolls sideways by {sideways} px"
    headings: list[str] = await page.evaluate(HEADINGS)
    assert len(headings) <= 1, f"{where} has several main headings: {headings}"
    cut: list[str] = await page.evaluate(CUT_OFF)
    assert cut == [], f"{where} cuts text off"
    if not await page.evaluate("() => 'axe' in window"):
        await page.evaluate(AXE.read_text(encoding="utf-8"))
    async with asyncio.timeout(PATIENCE):  # what a page evaluates has no limit of its own
        violations: list[dict[str, Any]] = await page.evaluate(RUN)
    told = "\n".join(_lines(violations))
    assert violations == [], f"{where}:\n{told}"


def _lines(violations: Iterable[dict[str, Any]]) -> Iterable[str]:
    for violation in violations:
        yield f"{violation['rule']}: {violation['help']}"
        yield from (f"  {place}" for place in violation["places"])
