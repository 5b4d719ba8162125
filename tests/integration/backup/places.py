"""Where a platform keeps what it has: a database of its own, and a folder of pictures."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import asyncpg

from tests.support import builders
from tests.support.builders import account, conference
from tests.support.clock import NOW
from tests.support.databases import empty_database
from tests.support.keeping import keep, pseudonym_of, put_on_timelines, send
from wexstream.adapters.files.pictures import FolderPictures
from wexstream.adapters.images.pillow import PillowFormat
from wexstream.adapters.memory.push import MemoryPush
from wexstream.adapters.postgres.copying import LEFT_OUT
from wexstream.adapters.postgres.migrate import migrate
from wexstream.adapters.postgres.pool import open_pool
from wexstream.adapters.postgres.unit_of_work import PostgresUnitOfWork
from wexstream.domain.model.account import Account
from wexstream.domain.model.audit import Details, Way
from wexstream.domain.model.bundle import Bundle
from wexstream.domain.model.ids import BundleId, PictureId, ProcessId, TicketId
from wexstream.domain.model.moderation import Report
from wexstream.domain.model.notification import NotificationKind
from wexstream.entrypoints.settings import Settings, load
from wexstream.ports.jobs import MailLink
from wexstream.ports.persistence import Transaction, UnitOfWork

SECRET = "8d6fd3a5b0c94e0f9d1d5f2a7c3e4b61"
ODD = "a\tb\nc\\N \\. \"'\r\x01 \u2028 نور 🎈"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where one platform keeps what it has."""

    dsn: str
    settings: Settings

    @property
    def pictures(self) -> FolderPictures:
        return FolderPictures(self.settings.pictures, PillowFormat())

    def files(self) -> dict[str, bytes]:
        """What lies in the folder of pictures, by name."""
        return {path.name: path.read_bytes() for path in self.settings.pictures.glob("??/*")}

    async def ask(self, *statements: str) -> list[asyncpg.Record]:
        """Run statements; what the last one found."""
        connection = await asyncpg.connect(self.dsn)
        try:
            return [await connection.fetch(statement) for statement in statements][-1]
        finally:
            await connection.close()

    async def tables(self) -> list[str]:
        found = await self.ask("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        return sorted({row[0] for row in found} - LEFT_OUT)

    async def everything(self) -> dict[str, list[str]]:
        """All rows of all tables, as text."""
        return {
            name: [row[0] for row in await self.ask(f"SELECT t::text FROM {name} t ORDER BY 1")]  # noqa: S608
            for name in await self.tables()
        }

    async def dangling(self) -> list[str]:
        """Of which pictures that rows refer to there is no file."""
        referred = await self.ask(
            "SELECT picture FROM accounts WHERE picture IS NOT NULL "
            "UNION SELECT evidence_picture FROM reports WHERE evidence_picture IS NOT NULL"
        )
        files = self.files()
        return [row[0].hex for row in referred if f"{row[0].hex}.webp" not in files]

    @asynccontextmanager
    async def unit(self) -> AsyncIterator[UnitOfWork]:
        async with open_pool(self.dsn, size=4) as pool:
            yield PostgresUnitOfWork(pool, MemoryPush())


def _settings(folder: Path, **given: str) -> Settings:
    folder.mkdir(parents=True, exist_ok=True)
    return load({"WS_DATA": str(folder), **given}, env_file=folder / ".env").settings


@asynccontextmanager
async def place(server: str, folder: Path, *, migrated: bool = False) -> AsyncIterator[Place]:
    """Have an empty database and a data folder."""
    async with empty_database(server) as dsn:
        if migrated:
            await migrate(dsn)
        yield Place(dsn=dsn, settings=_settings(folder, WS_DATABASE_URL=dsn, WS_JWT_SECRET=SECRET))


async def portrayed(at: Place, person: Account, content: bytes) -> Account:
    """Give somebody a picture: the file of it, and the account as it is yet to be kept."""
    picture = PictureId(builders.IDS.new())
    await at.pictures.put_back(picture, content)
    return person.with_picture(picture)


async def pictured(at: Place, complaint: Report, content: bytes) -> Report:
    """Have a picture as evidence that nobody has any more: the file of it, and the report yet to be kept."""
    picture = PictureId(builders.IDS.new())
    await at.pictures.put_back(picture, content)
    assert complaint.evidence is not None
    return replace(complaint, evidence=replace(complaint.evidence, picture=picture))


async def fill(at: Place) -> list[Account]:
    """Have something in every table, and pictures of two; who is there."""
    ada = await portrayed(at, replace(account("Ada"), bio=ODD), b"Ada's")
    kofi = await portrayed(at, account("Kofi"), b"Kofi's" * 20_000)
    nour = account("نور")
    talk = conference(ada, title=ODD)
    letter = builders.message(ada, subject=ODD, body="x" * 10_000)
    async with at.unit() as unit:
        await keep(unit, ada, kofi, nour)
        await keep(
            unit,
            builders.session(ada),
            builders.identity(ada),
            builders.second_step(ada),
            builders.passkey(ada),
            link := builders.link(nour),
            builders.connected(ada, kofi),
            builders.asked(nour, ada),
            talk,
            builders.presence(talk, ada),
            builders.held(builders.presence(talk, kofi), by=ProcessId(builders.IDS.new())),
            builders.member(talk, kofi),
            complaint := await pictured(at, builders.report(kofi, nour), b"Nour's, once"),
            builders.sanction(nour, by=ada, report=complaint).plead("It was not me.", at=NOW),
            builders.enquiry(),
            builders.entry(actor=await pseudonym_of(unit, ada), details=Details(way=Way.PASSWORD)),
        )
        await send(unit, letter, ada, kofi, nour)
        await put_on_timelines(unit, talk, [ada, kofi])
        told = builders.notification(kofi, NotificationKind.CONFERENCE_LIVE, actor=ada, about=talk)
        await keep(unit, told)

        async def rest(tx: Transaction) -> None:
            await tx.second_steps.keep_codes(ada.id, [bytes(32)])
            await tx.tickets.use(TicketId(letter.id), until=NOW)
            await tx.bans.add(b"a hash of an address", until=None)
            await tx.keys.claim(ada.id, "once", digest=bytes(32), made=letter.id, at=NOW)
            await tx.jobs.add(MailLink(link=link.id), MailLink(link=link.id))
            mailed = Bundle(
                id=BundleId(builders.IDS.new()), account=kofi.id, kind=told.kind, due_at=NOW, closed_at=NOW
            )
            await tx.bundles.put(mailed.id, told.id)
            await tx.bundles.save(mailed)

        await unit.run(rest)
    await at.ask("UPDATE pgqueuer SET status = 'failed' WHERE id = (SELECT max(id) FROM pgqueuer)")
    return [ada, kofi, nour]
