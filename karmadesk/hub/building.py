"""Where the hub's parts come together into one application."""

from __future__ import annotations

import logging

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from karmadesk.hub import envelope
from karmadesk.hub.database import database_in
from karmadesk.hub.envelope import GatewayError, RefusalError
from karmadesk.hub.gateway import Gateway
from karmadesk.hub.house import House
from karmadesk.hub.place import Place, Terms
from karmadesk.hub.routes import (
    assessment,
    carry,
    certificates,
    changes,
    content,
    enrolment,
    grants,
    learner,
    media,
    owner,
    progress,
    records,
    signin,
    telemetry,
)
from karmadesk.hub.tokens import Signer

log = logging.getLogger(__name__)

_ROUTERS = (
    signin.router,
    grants.router,
    learner.router,
    content.router,
    enrolment.router,
    progress.router,
    assessment.router,
    telemetry.router,
    changes.router,
    certificates.router,
    records.router,
    carry.router,
    media.router,
    owner.router,
)


def furnish(place: Place, terms: Terms, database_url: str | None) -> House:
    """One hub's parts, its folder, keys and tables made if need be."""
    place.prepare()
    database = database_in(place, database_url)
    owner_key = place.owner_key_file.read_text(encoding="utf-8").strip()
    api_key = place.api_key_file.read_text(encoding="utf-8").strip()
    return House(place, terms, database, Signer(place.signing_key_file), owner_key, api_key)


def application(house: House) -> FastAPI:
    """The application that serves one hub."""
    app = FastAPI(title="KarmaDesk hub", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.house = house
    for router in _ROUTERS:
        app.include_router(router)
    app.add_exception_handler(RefusalError, _refused)
    app.add_exception_handler(GatewayError, _turned_away)
    app.add_exception_handler(records.RecordError, records.refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _no_such_route)
    app.add_exception_handler(Exception, _broken)
    app.add_middleware(Gateway, api_key=house.api_key)
    return app


def _refused(request: Request, problem: Exception) -> Response:
    assert isinstance(problem, RefusalError)
    return envelope.refused(request, problem)


def _turned_away(_request: Request, problem: Exception) -> Response:
    assert isinstance(problem, GatewayError)
    return envelope.as_json({"message": problem.message}, problem.status)


def _invalid(request: Request, problem: Exception) -> Response:
    assert isinstance(problem, RequestValidationError)
    first = problem.errors()[0]
    name = str(first["loc"][-1])
    refusal = envelope.missing(name) if first["type"] == "missing" else envelope.malformed(name, first["type"])
    return envelope.refused(request, refusal)


def _no_such_route(request: Request, problem: Exception) -> Response:
    assert isinstance(problem, HTTPException)
    if request.url.path.startswith("/api/"):
        return envelope.as_json({"message": "no Route matched with those values"}, 404)
    return envelope.as_json({"message": problem.detail}, problem.status_code, dict(problem.headers or {}))


def _broken(request: Request, problem: Exception) -> Response:
    """The envelope around a bug; its traceback goes to the log."""
    log.error("%s %s failed", request.method, request.url.path, exc_info=problem)
    refusal = RefusalError("INTERNAL_ERROR", "Process failed, please try again later.", status=500)
    return envelope.refused(request, refusal)
