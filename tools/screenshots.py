"""Pictures of every page on the people of `wexstream demo`: python tools/screenshots.py FOLDER [PATH …]."""

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import APIRequestContext, Browser, Page, sync_playwright

WEXSTREAM = Path(sys.executable).with_name("wexstream")
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
WHO = "clara@example.org"
SETTLED = """
async () => {
  await document.fonts.ready;
  const pictures = [...document.images].filter((picture) => picture.loading !== "lazy");
  await Promise.allSettled(pictures.map((picture) => picture.decode()));
}
"""
# For anybody, taken of nobody; and for who is signed in.
OPEN = ("sign-in", "sign-up", "forgot-password", "about", "tos", "contact", "nowhere")
PATHS = (
    "home",
    "search?q=a",
    "connections",
    "profile",
    "messages",
    "messages?write",
    "notifications",
    "settings",
    "moderation",
    "conference",
)
LOOKS = (
    ("wide-light", 1280, 800, "light", "en"),
    ("wide-dark", 1280, 800, "dark", "en"),
    ("tablet-light", 768, 1024, "light", "fr"),
    ("phone-light", 360, 740, "light", "en"),
    ("phone-dark-ar", 360, 740, "dark", "ar"),
)


@contextmanager
def serving() -> Iterator[tuple[str, str]]:
    """Serve a platform full of people; its address, and the password that they all have."""
    with socket.create_server(("127.0.0.1", 0)) as tried:
        port = tried.getsockname()[1]
    with TemporaryDirectory() as data:
        environment = os.environ | {"WS_DATA": data, "WS_PORT": str(port)}
        told = subprocess.run(  # noqa: S603 -- our own command
            [WEXSTREAM, "demo"], env=environment, cwd=data, check=True, capture_output=True, text=True
        ).stdout
        password = re.search(r"password (\S+)", told)
        if password is None:
            raise RuntimeError(told)
        with subprocess.Popen(  # noqa: S603 -- our own command
            [WEXSTREAM, "serve"],
            env=environment,
            cwd=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        ) as server:
            try:
                next(line for line in server.stdout or () if f":{port}" in line)
                yield f"http://localhost:{port}", password[1]
            finally:
                server.terminate()


def take(browser: Browser, url: str, password: str, folder: Path, paths: tuple[str, ...]) -> None:
    """Take each page in each look: first those for anybody, then, signed in, the others."""
    for look, width, height, theme, language in LOOKS:
        context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
        context.add_init_script(f"localStorage.setItem('wexstream.language', '{language}')")
        page = context.new_page()
        page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
        for path in (path for path in paths if path in OPEN):
            show(page, f"{url}/{path}")
            page.screenshot(path=folder / f"{path}-{look}.png")
        live = sign_in(context.request, url, password, language)
        for path in (path for path in paths if path not in OPEN):
            show(page, f"{url}/{path}" + (f"?c={live}" if path == "conference" else ""))
            page.screenshot(path=folder / f"{re.sub(r'[^a-z]+', '-', path)}-{look}.png")
        context.close()


def sign_in(request: APIRequestContext, url: str, password: str, language: str) -> str:
    """Sign in, in a language; the id of a conference that is live."""
    headers = {"Origin": url}
    given = {"email": WHO, "password": password}
    request.post(f"{url}/api/sessions", data=given, headers=headers, fail_on_status_code=True)
    request.patch(f"{url}/api/me", data={"language": language}, headers=headers, fail_on_status_code=True)
    live = request.get(f"{url}/api/timeline?state=live", fail_on_status_code=True).json()["items"]
    return str(live[0]["id"])


def show(page: Page, address: str) -> None:
    """Open a page, and wait until what it shows has come."""
    page.goto(address)
    page.get_by_role("heading").first.wait_for()
    page.locator("[data-waiting]").first.wait_for(state="detached")
    page.evaluate(SETTLED)


def main(folder: Path, paths: tuple[str, ...]) -> None:
    """Take the pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    with serving() as (url, password), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        take(browser, url, password, folder, paths)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), tuple(sys.argv[2:]) or OPEN + PATHS)
