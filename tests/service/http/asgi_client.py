"""Puts requests to an application in this process, each in a thread with a loop of its own."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import httpx


class Client:
    """A client of one application; a browser test in the same process may have a loop running in this thread."""

    def __init__(self, app):
        self.app = app

    def get(self, path: str, **options) -> httpx.Response:
        async def ask() -> httpx.Response:
            async with httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url="http://here") as client:
                return await client.get(path, **options)

        with ThreadPoolExecutor(max_workers=1) as thread:
            return thread.submit(asyncio.run, ask()).result()
