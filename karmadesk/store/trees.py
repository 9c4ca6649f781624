"""A course's tree as one document: written and read whole, because a course is always shown whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from karmadesk.model import Caption, Course, CourseCard, Json, Resource, Unit


def tree_document(course: Course) -> Json:
    """Everything of a course but its card."""
    return {"units": [_unit_document(unit) for unit in course.units], "courses": list(course.courses)}


def course_of(card: CourseCard, document: Json) -> Course:
    """The course again; fields that a newer program wrote are left out."""
    return Course(card, tuple(_unit(unit) for unit in document["units"]), tuple(document["courses"]))


def _unit_document(unit: Unit) -> Json:
    return {
        "id": unit.id,
        "name": unit.name,
        "resources": [asdict(resource) for resource in unit.resources],
        "units": [_unit_document(below) for below in unit.units],
    }


def _unit(document: Mapping[str, Json]) -> Unit:
    return Unit(
        document["id"],
        document["name"],
        tuple(_resource(resource) for resource in document["resources"]),
        tuple(_unit(below) for below in document["units"]),
    )


def _resource(document: Mapping[str, Json]) -> Resource:
    return Resource(
        id=document["id"],
        name=document["name"],
        kind=document["kind"],
        mime_type=document["mime_type"],
        description=document["description"],
        duration_s=document["duration_s"],
        size_bytes=document["size_bytes"],
        version=document["version"],
        language=document["language"],
        package_url=document["package_url"],
        artifact_url=document["artifact_url"],
        captions=_captions(document["captions"]),
        threshold=document["threshold"],
    )


def _captions(documents: Sequence[Mapping[str, Json]]) -> tuple[Caption, ...]:
    return tuple(Caption(caption["code"], caption["label"], caption["url"]) for caption in documents)
