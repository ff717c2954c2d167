"""Files that people attach to a command: kept by the server, read back by their address.

Source: docs "Attachment Object". Left out: expiring signatures in the address, pictures and their sizes.
"""

from dataclasses import dataclass

from aiohttp import web

from tests.servers.discord.refusals import Json


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A file as a person picked it; ``size`` and ``url`` only where a test has Discord say something else."""

    name: str
    content: bytes
    size: int | None = None
    url: str | None = None


class Uploads:
    """Every file that was attached."""

    def __init__(self) -> None:
        self.base_url = ""
        self.read: list[str] = []
        self._kept: dict[str, Upload] = {}

    def keep(self, identifier: str, upload: Upload) -> Json:
        """Keep a file; return Discord's attachment object."""
        self._kept[identifier] = upload
        address = f"{self.base_url}/attachments/{identifier}/{upload.name}"
        return {
            "id": identifier,
            "filename": upload.name,
            "size": len(upload.content) if upload.size is None else upload.size,
            "url": upload.url or address,
            "proxy_url": upload.url or address,
            "content_type": "text/plain; charset=utf-8",
            "ephemeral": True,
        }

    def forget(self) -> None:
        """Delete every file, as Discord does with those of private commands after a while."""
        self._kept.clear()

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Hand a file over, to whoever has its address."""
        self.read.append(request.path)
        upload = self._kept.get(request.match_info["identifier"])
        return web.Response(status=404) if upload is None else web.Response(body=upload.content)
