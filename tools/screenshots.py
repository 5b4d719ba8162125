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

from playwright.sync_api import Browser, Page, sync_playwright

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
PATHS = ("home", "search?q=a", "connections", "profile", "messages", "notifications", "settings", "about")
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
            next(line for line in server.stdout or () if f":{port}" in line)
            yield f"http://localhost:{port}", password[1]
            server.terminate()


def take(browser: Browser, url: str, password: str, folder: Path, paths: tuple[str, ...]) -> None:
    """Take each page in each look."""
    for look, width, height, theme, language in LOOKS:
        context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
        given = {"email": WHO, "password": password}
        context.request.post(
            f"{url}/api/sessions", data=given, headers={"Origin": url}, fail_on_status_code=True
        )
        context.request.patch(
            f"{url}/api/me", data={"language": language}, headers={"Origin": url}, fail_on_status_code=True
        )
        page = context.new_page()
        page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
        for path in ("sign-in", *paths):
            show(page, f"{url}/{path}", language)
            page.screenshot(path=folder / f"{re.sub(r'[^a-z]+', '-', path)}-{look}.png")
        context.close()


def show(page: Page, address: str, language: str) -> None:
    """Open a page, and wait until what it shows has come."""
    page.add_init_script(f"localStorage.setItem('wexstream.language', '{language}')")
    page.goto(address)
    page.get_by_role("heading").first.wait_for()
    page.locator("[aria-busy]").first.wait_for(state="detached")
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
    main(Path(sys.argv[1]), tuple(sys.argv[2:]) or PATHS)
