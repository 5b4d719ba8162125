"""Markup of an attacker's in our pages, in a real browser: it is shown, and nothing of it runs."""

import pytest
from playwright.async_api import Page, Request, Route, expect

from tests.browser.conftest import Arrive
from tests.browser.people import Person

RUN = "top.attacked = (top.attacked ?? []).concat"
INJECTED = f"""
<script>{RUN}("script")</script>
<script src="data:text/javascript,{RUN}('data')"></script>
<script src="https://evil.example/x.js"></script>
<img src="/nothing.png" onerror="{RUN}('handler')">
<svg onload="{RUN}('svg')"></svg>
<style>body {{ --attacked: yes }}</style>
<p id="styled" style="--attacked: yes">x</p>
<a id="led" href="javascript:{RUN}('link')">x</a>
<iframe src="javascript:parent.{RUN.removeprefix("window.")}('frame')"></iframe>
<iframe srcdoc="<script>parent.{RUN.removeprefix("window.")}('srcdoc')</script>"></iframe>
<object data="data:text/html,x"></object>
<base href="https://evil.example/">
<form id="sent" action="https://evil.example/"><button>x</button></form>
"""
PATHS = ("/sign-in", "/conference?c=x", "/schema")
PRESSED = "() => { for (const one of document.querySelectorAll('#led, #sent button')) one.click(); }"
ATTACKED = "() => window.attacked ?? []"
STYLED = """
() => [document.body, document.querySelector("#styled")].some(
  (element) => getComputedStyle(element).getPropertyValue("--attacked") !== ""
)
"""
# Not at once: what a debugger evaluates may do more than the page may.
EVALUATED = """
() => new Promise((resolve) => setTimeout(() => {
  try { eval("1"); } catch { resolve("refused"); }
  resolve("run");
}))
"""
WRITTEN = """
() => {
  const element = document.createElement("div");
  try { element.innerHTML = "<img src=x onerror=alert(1)>"; } catch { return "refused"; }
  return "written";
}
"""


@pytest.fixture
async def attacker(sit_down: Arrive) -> Person:
    """Somebody's browser between which and the server there is somebody else."""
    return await sit_down("Eve Marlow", member=False)


async def inject(page: Page, markup: str, *, kept: bool = True) -> None:
    """Write into every document that comes; with the headers it came with, or without its policy."""

    async def change(route: Route, request: Request) -> None:
        if request.resource_type != "document" or request.frame.parent_frame is not None:
            await route.fallback()
            return
        answer = await route.fetch()
        headers = {
            name: value
            for name, value in answer.headers.items()
            if name != "content-length" and (kept or name != "content-security-policy")
        }
        text = (await answer.text()).replace("<body>", f"<body>{markup}")
        await route.fulfill(status=answer.status, headers=headers, body=text)

    await page.route("**/*", change)


@pytest.mark.parametrize("path", PATHS)
async def test_nothing_of_it_runs(attacker: Person, path: str) -> None:
    page = attacker.page
    asked: list[str] = []

    async def note(route: Route) -> None:
        asked.append(route.request.url)
        await route.abort()

    await inject(page, INJECTED)
    await page.route("https://evil.example/**", note)
    await attacker.open(path)
    await expect(page.locator("#led")).to_be_visible()
    await page.evaluate(PRESSED)
    await page.wait_for_load_state("networkidle")
    assert await page.evaluate(ATTACKED) == []
    assert not await page.evaluate(STYLED)
    assert await page.evaluate("() => new URL(document.baseURI).origin === location.origin")
    assert page.url.startswith(f"{attacker.url}/")
    assert asked == []
    attacker.complaints.clear()  # what was refused is what Chromium complained of


async def test_without_the_policy_it_would(attacker: Person) -> None:
    await inject(attacker.page, INJECTED, kept=False)
    await attacker.open("/schema")
    await expect(attacker.page.locator("#led")).to_be_visible()
    assert {"script", "svg"} <= set(await attacker.page.evaluate(ATTACKED))
    assert await attacker.page.evaluate(STYLED)
    attacker.complaints.clear()


async def test_no_text_becomes_code_or_markup_on_the_page(attacker: Person) -> None:
    await attacker.open("/sign-in")
    await expect(attacker.page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert await attacker.page.evaluate(EVALUATED) == "refused"
    assert await attacker.page.evaluate(WRITTEN) == "refused"
    attacker.complaints.clear()


async def test_no_other_site_shows_it_in_a_frame(attacker: Person) -> None:
    page = attacker.page
    framing = f"<iframe id=framed src='{attacker.url}/sign-in'></iframe>"

    async def answer(route: Route) -> None:
        await route.fulfill(body=f"<!doctype html><body>{framing}", content_type="text/html")

    await page.route("http://evil.example/**", answer)
    await page.goto("http://evil.example/")
    await page.wait_for_load_state("networkidle")
    framed = page.frames[-1]
    assert framed.parent_frame == page.main_frame
    assert not framed.url.startswith(attacker.url)
    attacker.complaints.clear()


async def test_a_website_that_is_a_script_does_not_run(sit_down: Arrive) -> None:
    eve, amal = await sit_down("Eve Marlow"), await sit_down("Amal Haddad")

    async def answer(route: Route) -> None:
        profile = await (await route.fetch()).json()
        await route.fulfill(json={**profile, "website": "javascript:window.attacked = ['website']"})

    await eve.page.route(f"**/api/users/{amal.id}", answer)
    await eve.open(f"/profile?u={amal.id}")
    link = eve.page.locator("a[rel~=nofollow]")
    await expect(link).to_have_attribute("rel", "noopener noreferrer nofollow")
    async with eve.page.expect_console_message(lambda said: "JavaScript URL" in said.text):
        await link.evaluate("(link) => link.click()")
    for page in eve.context.pages:
        assert await page.evaluate(ATTACKED) == []
    eve.complaints.clear()
