"""OpenAPI 3.1 from the models: what a face's operations take and answer, in one table each.

The addresses come from the router and the bodies from pydantic, so the description cannot
disagree with the program; a test refuses a route without an operation.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from shared.web.problem_types import ProblemType
from shared.web.problems import type_of

Json = dict[str, Any]
Schema = Mapping[str, Any]

#: Answers that any operation may give.
EVERYWHERE = (ProblemType.TOO_MANY_REQUESTS, ProblemType.UNAVAILABLE, ProblemType.INTERNAL)
_REFERENCES = "#/components/schemas/{model}"


class ProblemBody(BaseModel):
    """An error answer (RFC 9457). It never repeats what was sent."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: list[dict[str, Any]] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A part of the address, the query or the head of a request."""

    name: str
    place: str
    description: str
    schema: Schema = field(default_factory=lambda: {"type": "string"})

    def view(self) -> Json:
        """As OpenAPI writes it."""
        return {
            "name": self.name,
            "in": self.place,
            "required": self.place == "path",
            "description": self.description,
            "schema": dict(self.schema),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A good answer: a model, a media type without one, or nothing."""

    description: str
    model: type[BaseModel] | None = None
    media_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)

    def view(self) -> Json:
        """As OpenAPI writes it."""
        view: Json = {"description": self.description}
        if self.model is not None:
            view["content"] = {self.media_type: {"schema": _reference(self.model)}}
        elif self.media_type != "application/json":
            view["content"] = {self.media_type: {"schema": {"type": "string"}}}
        if self.headers:
            view["headers"] = {
                name: {"description": text, "schema": {"type": "string"}}
                for name, text in self.headers.items()
            }
        return view


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """What one route does; its name is the route's."""

    name: str
    tag: str
    summary: str
    answers: Mapping[int, Answer]
    problems: tuple[ProblemType, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    body: type[BaseModel] | None = None
    #: Media types of a body that is a file.
    files: tuple[str, ...] = ()
    #: The file may also be the first part of a form.
    form: bool = False
    #: Needs the key of an account.
    signed: bool = True
    description: str = ""


def describe(
    title: str, version: str, routes: Iterable[web.AbstractRoute], operations: Sequence[Operation]
) -> Json:
    """The whole description; raises KeyError for an operation without a route."""
    by_name = {route.name: route for route in routes if route.name}
    paths: dict[str, Json] = {}
    for operation in operations:
        route = by_name[operation.name]
        assert route.resource is not None  # a route with a name has an address
        paths.setdefault(route.resource.canonical, {})[route.method.lower()] = _view(operation)
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": version, "license": {"name": "MIT"}},
        "paths": paths,
        "components": {
            "schemas": _schemas(operations),
            "securitySchemes": {
                "key": {"type": "http", "scheme": "bearer", "description": "La clé du compte."},
                "basic": {"type": "http", "scheme": "basic"},
            },
        },
    }


def _view(operation: Operation) -> Json:
    view: Json = {
        "operationId": operation.name,
        "tags": [operation.tag],
        "summary": operation.summary,
        "responses": _answers(operation),
    }
    if operation.description:
        view["description"] = operation.description
    if operation.parameters:
        view["parameters"] = [parameter.view() for parameter in operation.parameters]
    if operation.signed:
        view["security"] = [{"key": []}, {"basic": []}]
    if operation.body is not None:
        content = {"application/json": {"schema": _reference(operation.body)}}
        view["requestBody"] = {"required": True, "content": content}
    if operation.files:
        binary = {"type": "string", "format": "binary"}
        content = {name: {"schema": binary} for name in operation.files}
        if operation.form:
            parts = {"type": "object", "required": ["file"], "properties": {"file": binary}}
            content["multipart/form-data"] = {"schema": parts}
        view["requestBody"] = {"required": True, "content": content}
    return view


def _answers(operation: Operation) -> Json:
    """Good answers, then problems by status: several kinds may share one."""
    answers: Json = {str(status): answer.view() for status, answer in operation.answers.items()}
    kinds: dict[int, list[ProblemType]] = {}
    for kind in (*operation.problems, *EVERYWHERE):
        kinds.setdefault(kind.value.status, []).append(kind)
    content = {"application/problem+json": {"schema": _reference(ProblemBody)}}
    for status, found in sorted(kinds.items()):
        lines = [f"{kind.value.title} (`{type_of(kind)}`)" for kind in found]
        answers[str(status)] = {"description": "\n".join(lines), "content": content}
    return answers


def _schemas(operations: Sequence[Operation]) -> Json:
    """Every model that is taken or given, by name."""
    taken: set[type[BaseModel]] = {item.body for item in operations if item.body is not None}
    answers = [answer.model for item in operations for answer in item.answers.values()]
    given: set[type[BaseModel]] = {ProblemBody, *(model for model in answers if model is not None)}
    _, schema = models_json_schema(
        [(model, "serialization") for model in sorted(given, key=_name)]
        + [(model, "validation") for model in sorted(taken, key=_name)],
        ref_template=_REFERENCES,
    )
    definitions: Json = schema["$defs"]
    return definitions


def _name(model: type[BaseModel]) -> str:
    return model.__name__


def _reference(model: type[BaseModel]) -> Json:
    return {"$ref": _REFERENCES.format(model=model.__name__)}
