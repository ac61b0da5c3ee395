"""The API described: as OpenAPI for programs, as a page for the people who write them."""

import json
from importlib.metadata import version

from aiohttp import web

from services.intake.operations import OPERATIONS
from shared.web.frame import SETTINGS, page
from shared.web.openapi import EVERYWHERE, Json, describe


class ApiPages:
    """The description and its page; both are made once, at the first question."""

    def __init__(self) -> None:
        """Nothing is described before the routes are all there."""
        self._described: Json | None = None

    def routes(self) -> list[web.RouteDef]:
        """Both need no account: they say nothing of anybody."""
        return [
            web.get("/openapi.json", self.description, name="openapi", allow_head=False),
            web.get("/docs", self.documentation, name="api_docs", allow_head=False),
        ]

    async def description(self, request: web.Request) -> web.Response:
        """OpenAPI 3.1."""
        text = json.dumps(self._describe(request), ensure_ascii=False, indent=1)
        return web.Response(text=text, content_type="application/json")

    async def documentation(self, request: web.Request) -> web.Response:
        """The same for people."""
        described = self._describe(request)
        operations = [
            {"method": method.upper(), "path": path, **operation}
            for path, methods in described["paths"].items()
            for method, operation in methods.items()
        ]
        tags = list(dict.fromkeys(operation["tags"][0] for operation in operations))
        return page(
            request,
            "api.html",
            tags=tags,
            operations=operations,
            schemas=described["components"]["schemas"],
            version=described["info"]["version"],
            origin=request.app[SETTINGS].public_url,
            everywhere={str(kind.value.status) for kind in EVERYWHERE},
        )

    def _describe(self, request: web.Request) -> Json:
        if self._described is None:
            routes = list(request.app.router.routes())
            self._described = describe("Guichet", version("guichet"), routes, OPERATIONS)
        return self._described
