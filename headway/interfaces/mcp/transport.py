"""How an MCP client reaches the server, and whom its calls act for."""

import anyio
import uvicorn
from django.utils import timezone
from mcp.server.auth.provider import AccessToken
from mcp.server.auth.settings import AuthSettings
from mcp.server.stdio import stdio_server
from pydantic import AnyHttpUrl
from starlette.applications import Starlette

from headway.core import bootstrap
from headway.core.access import enter, enter_by_token
from headway.core.context import Context
from headway.core.errors import HeadwayError
from headway.interfaces.mcp.callers import CALLER, Callers
from headway.interfaces.mcp.server import Call, Enter, build, in_thread
from headway.web.accounts.bad_tokens import counted_from


def by_person(email: str | None, slug: str | None) -> Enter:
    """Act for the person at this machine, as the command line does."""
    return lambda call: enter(bootstrap.actor_named(email), slug, "mcp", timezone.now())


def by_token(secret: str) -> Enter:
    return lambda call: enter_by_token(secret, "mcp", timezone.now())


def by_request(call: Call) -> Context:
    """Act for the holder of the token that came with this very request."""
    assert call.request is not None
    _, _, secret = call.request.headers["authorization"].partition(" ")
    return enter_by_token(secret.strip(), "mcp", timezone.now())


class Tokens:
    """Lets only requests with a valid API token through; the tools ask again in whose name."""

    async def verify_token(self, token: str) -> AccessToken | None:
        try:
            context = await in_thread(_entered, token.strip(), CALLER.get())
        except HeadwayError:
            return None
        return AccessToken(token=token, client_id=str(context.actor.pk), scopes=[])


def _entered(secret: str, address: str) -> Context:
    with counted_from(address):
        return enter_by_token(secret, "mcp", timezone.now())


def serve_stdio(act: Enter, underscores: bool = False) -> None:
    anyio.run(_stdio, act, underscores)


async def _stdio(act: Enter, underscores: bool) -> None:
    server = build(act, underscores)
    async with stdio_server() as (read, write):
        await server.run(read, write, server.create_initialization_options())


def http_app(host: str, port: int, underscores: bool = False) -> Starlette:
    """Streamable HTTP at /mcp. Each request stands alone, so no session can outlive a revoked token."""
    address = AnyHttpUrl(f"http://{host}:{port}")
    app = build(by_request, underscores).streamable_http_app(
        host=host,
        json_response=True,
        stateless_http=True,
        auth=AuthSettings(issuer_url=address, resource_server_url=None),
        token_verifier=Tokens(),
    )
    app.add_middleware(Callers)
    return app


def serve_http(host: str, port: int, underscores: bool = False) -> None:
    uvicorn.run(http_app(host, port, underscores), host=host, port=port, log_level="warning")
