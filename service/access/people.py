"""Who may use a service that other machines can reach: names, roles, units, and the hashes of their tokens."""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from filelock import FileLock

from geo.exceptions import InputRefused, NothingFound, WrongUsage
from queries.register.register_copies import replace_file
from service.access.roles import ROLES

PREFIX = "ia_"  # so that a token is known for one where it turns up in the wrong place
TOKEN_BYTES = 32
MOST_DAYS = 366
_NAME = re.compile(r"[\w .@'+-]{1,100}")


@dataclass(frozen=True)
class Person:
    """Somebody, or a program, that may ask.

    Attributes
    ----------
    name : str
        As the proxy gives it, or as chosen for a token.
    role : str
        One of :data:`service.access.roles.ROLES`.
    npu_codes : tuple of str
        Units that the access is for; empty for the whole force.
    expires_on : date
        Last day.
    token_sha256 : str
        Hash of the token; empty for somebody whom a proxy signs in.
    revoked : bool
        Taken back before it expired.
    """

    name: str
    role: str
    npu_codes: tuple[str, ...]
    expires_on: date
    token_sha256: str = ""
    revoked: bool = False

    def holds_on(self, day: date) -> bool:
        """Whether the access is valid on a day."""
        return not self.revoked and day <= self.expires_on


class People:
    """The file ``access/people.json`` of a workspace, read again when it has changed.

    Parameters
    ----------
    root : Path
        The workspace.
    """

    def __init__(self, root: Path) -> None:
        self.path = root / "access" / "people.json"
        self._read_at = -1
        self._people: tuple[Person, ...] = ()

    def all(self) -> tuple[Person, ...]:
        """Everybody, in the order of their names.

        Raises
        ------
        InputRefused
            The file is damaged.
        """
        try:
            changed_at = self.path.stat().st_mtime_ns
        except FileNotFoundError:
            return ()
        if changed_at != self._read_at:
            self._people, self._read_at = self._read(), changed_at
        return self._people

    def by_token(self, token: str, *, today: date) -> Person | None:
        """Return whose token it is, while the access is valid."""
        wanted = hash_token(token)
        return next((one for one in self.all() if one.token_sha256 == wanted and one.holds_on(today)), None)

    def by_name(self, name: str, *, today: date) -> Person | None:
        """Return whom a proxy has signed in, while the access is valid; the name in any case of letters."""
        wanted = name.casefold()
        found = (one for one in self.all() if one.name.casefold() == wanted and not one.token_sha256)
        return next((one for one in found if one.holds_on(today)), None)

    def add(
        self, name: str, *, role: str, npu_codes: Iterable[str] = (), days: int, now: datetime, with_token: bool
    ) -> tuple[Person, str]:
        """Give access; somebody of that name has the new access in place of the old.

        Parameters
        ----------
        name : str
            Letters, digits, spaces and ``. @ ' + - _``.
        role : str
            One of :data:`service.access.roles.ROLES`.
        npu_codes : iterable of str
            Units; none for the whole force.
        days : int
            How long, at most a year.
        now : datetime
            The moment, UTC.
        with_token : bool
            Make a token; else a proxy signs the person in.

        Returns
        -------
        Person, str
            The access; the token, which is stored nowhere, or an empty text.

        Raises
        ------
        WrongUsage
            A name, role or time that cannot be.
        """
        _check(name, role, days)
        token = f"{PREFIX}{secrets.token_urlsafe(TOKEN_BYTES)}" if with_token else ""
        expires_on = now.date() + timedelta(days=days)
        person = Person(name, role, tuple(sorted(npu_codes)), expires_on, hash_token(token) if token else "")
        with self._locked():
            self._write([*(one for one in self.all() if one.name.casefold() != name.casefold()), person])
        return person, token

    def revoke(self, name: str) -> Person:
        """Take access back, at once.

        Raises
        ------
        NothingFound
            Nobody of that name has access.
        """
        with self._locked():
            found = next((one for one in self.all() if one.name.casefold() == name.casefold()), None)
            if found is None:
                raise NothingFound(f"Nobody called '{name}' has access", "'impact-areas access list' shows who has")
            taken = replace(found, revoked=True)
            self._write([one if one is not found else taken for one in self.all()])
        return taken

    def _locked(self) -> FileLock:
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return FileLock(self.path.with_suffix(".lock"), timeout=5)

    def _read(self) -> tuple[Person, ...]:
        try:
            return tuple(_person(one) for one in json.loads(self.path.read_text(encoding="utf-8")))
        except (ValueError, KeyError, TypeError):
            raise InputRefused(
                f"'{self.path}' cannot be read: it is not as it was written",
                "Put back a copy from your backup, or remove it and give access again",
            ) from None

    def _write(self, people: list[Person]) -> None:
        rows = [asdict(one) | {"expires_on": one.expires_on.isoformat()} for one in sorted(people, key=_by_name)]
        replace_file(self.path, (json.dumps(rows, indent=2, ensure_ascii=False) + "\n").encode())
        os.chmod(self.path, 0o600)
        self._read_at = -1


def hash_token(token: str) -> str:
    """SHA-256 of a token: it has 256 bits of chance, so nothing is gained by a slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def _by_name(person: Person) -> str:
    return person.name.casefold()


def _person(row: dict[str, Any]) -> Person:
    return Person(
        name=str(row["name"]),
        role=str(row["role"]),
        npu_codes=tuple(map(str, row["npu_codes"])),
        expires_on=date.fromisoformat(row["expires_on"]),
        token_sha256=str(row["token_sha256"]),
        revoked=bool(row["revoked"]),
    )


def _check(name: str, role: str, days: int) -> None:
    if not _NAME.fullmatch(name):
        raise WrongUsage(f"'{name}' cannot be a name here", "Use up to 100 letters, digits, spaces and . @ ' + - _")
    if role not in ROLES:
        raise WrongUsage(f"There is no role '{role}'", f"Choose one of: {', '.join(ROLES)}")
    if not 1 <= days <= MOST_DAYS:
        raise WrongUsage(f"Access for {days} days cannot be given", f"Give --days from 1 to {MOST_DAYS}")
