"""People in a room: what comes from one browser to another."""

import asyncio
from dataclasses import dataclass

from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import Arrive
from tests.browser.people import Person

# A browser whose camera and microphone are made up, whose questions are answered with yes, whose only way to
# another one may be that of the machine to itself, and which plays no sound unasked.
FLAGS = (
    "--autoplay-policy=document-user-activation-required",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--allow-loopback-in-peer-connection",
)
PATIENCE = 30  # seconds
# Keep what the page has opened, to look into it: its connections to others, and the screens that it shows.
KEEP = """
window.connections = [];
window.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(...given) {
    super(...given);
    this.states = [this.connectionState];
    this.addEventListener("connectionstatechange", () => this.states.push(this.connectionState));
    window.connections.push(this);
  }
};
const show = navigator.mediaDevices.getDisplayMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getDisplayMedia = async (...wanted) => (window.screenShown = await show(...wanted));
"""
# What has become of each connection that the page ever opened; and of one where nothing ever happened.
CONNECTED = "() => window.connections.map(({ states }) => states)"
UNBROKEN = [["new", "connecting", "connected"]]
# Resolves to true when a picture that is not of one colour has changed three times, to false when it is gone.
MOVES = """
async (video) => {
  const pen = new OffscreenCanvas(64, 40).getContext("2d", { willReadFrequently: true });
  const seen = new Set();
  while (seen.size < 4) {
    if (!video.isConnected) return false;
    pen.drawImage(video, 0, 0, 64, 40);
    const pixels = new Uint32Array(pen.getImageData(0, 0, 64, 40).data.buffer);
    if (pixels.some((pixel) => pixel !== pixels[0])) seen.add(pixels.join());
    await new Promise(requestAnimationFrame);
  }
  return true;
}
"""
# Resolves when sound has come from so many others, and more of it meanwhile.
SOUNDS = """
async (count) => {
  const energyOf = async (connection) => {
    const found = [...(await connection.getStats()).values()];
    return found.find(({ type, kind }) => type === "inbound-rtp" && kind === "audio")?.totalAudioEnergy ?? 0;
  };
  const first = new Map();
  const grown = new Set();
  while (grown.size < count) {
    for (const connection of window.connections) {
      if (connection.connectionState !== "connected") continue;
      const energy = await energyOf(connection);
      if (energy > 0 && !first.has(connection)) first.set(connection, energy);
      if (energy > first.get(connection)) grown.add(connection);
    }
    await new Promise(requestAnimationFrame);
  }
}
"""


@dataclass(frozen=True, slots=True)
class Room:
    """A conference with its speaker and the guests who are in."""

    id: str
    speaker: Person
    guests: tuple[Person, ...]

    @property
    def path(self) -> str:
        return f"/conference?c={self.id}"


async def meet(sit_down: Arrive, *names: str) -> Room:
    """Let people meet in a public conference of the first of them; they do not see each other yet."""
    people = [await sit_down(name) for name in names]
    speaker, *guests = people
    draft = {"title": "Sunday reading circle", "description": "Two chapters aloud.", "visibility": "public"}
    made = (await speaker.call("POST", "/api/conferences", data=draft))["id"]
    await speaker.call("POST", f"/api/conferences/{made}/start")
    room = Room(made, speaker, tuple(guests))
    for person in people:
        await person.page.add_init_script(KEEP)
    for person in people:
        await person.open(room.path)
        await join(person.page)
    return room


async def join(page: Page) -> None:
    """Go in by the button of the page before the room."""
    await page.get_by_role("button", name="Join", exact=True).click()
    await in_room(page)


async def in_room(page: Page) -> None:
    """Wait until one is in, and known to be."""
    await expect(tile(page, "You").first).to_be_visible(timeout=PATIENCE * 1000)


def tile(page: Page, name: str) -> Locator:
    """Somebody on the stage."""
    stage = page.get_by_role("list", name="Who is in the picture")
    return stage.get_by_role("listitem").filter(has_text=name)


def told(page: Page) -> Locator:
    """The last that whoever does not see the page is told."""
    return page.get_by_role("status").locator("span").last


async def sees(person: Person, other: str) -> None:
    """Wait until another's picture moves."""
    await moves(tile(person.page, other).locator("video"))


async def moves(picture: Locator) -> None:
    """Wait until a picture has come and moves; meanwhile it may go, and another come."""
    async with asyncio.timeout(2 * PATIENCE):
        await expect(picture).to_be_visible(timeout=PATIENCE * 1000)
        while not await picture.evaluate(MOVES):
            await expect(picture).to_be_visible(timeout=PATIENCE * 1000)


async def hears(person: Person, count: int = 1) -> None:
    """Wait until sound comes from so many others."""
    async with asyncio.timeout(PATIENCE):
        await person.page.evaluate(SOUNDS, count)


async def all_meet(room: Room) -> None:
    """Wait until everybody sees and hears everybody."""
    people = (room.speaker, *room.guests)
    for person in people:
        for other in people:
            if other is not person:
                await sees(person, other.name)
        await hears(person, len(people) - 1)


async def write(page: Page, words: str) -> None:
    """Write in the chat, and wait until it has arrived."""
    await page.get_by_role("textbox", name="Write").fill(words)
    await page.get_by_role("button", name="Send").click()
    await expect(page.get_by_role("textbox", name="Write")).to_have_value("")
