"""What is believed of a course's tree that came from a file: anybody may have written it."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

from karmadesk.model import Course, Resource, Unit
from karmadesk.ports import CatalogueReads


def believed(course: Course, host: str) -> Course:
    """The course without addresses that lead to another host than the server's: a file sends nobody elsewhere.

    The server's own tree, when there is a link, brings the others.
    """
    card = replace(course.card, poster_url=_own(course.card.poster_url, host))
    return Course(card, tuple(_unit(unit, host) for unit in course.units), course.courses)


def kept_tree(catalogue: CatalogueReads, course: Course) -> Course:
    """What the catalogue should hold: what it knows, unless the file's is newer or it knows the list's entry only."""
    known = catalogue.cards([course.id]).get(course.id)
    if known is None or known.version < course.card.version:
        return course
    tree = catalogue.course(course.id)
    return tree if tree is not None else replace(course, card=known)


def _unit(unit: Unit, host: str) -> Unit:
    resources = tuple(_resource(resource, host) for resource in unit.resources)
    return replace(unit, resources=resources, units=tuple(_unit(below, host) for below in unit.units))


def _resource(resource: Resource, host: str) -> Resource:
    return replace(
        resource,
        package_url=_own(resource.package_url, host),
        artifact_url=_own(resource.artifact_url, host),
        captions=tuple(replace(caption, url=_own(caption.url, host)) for caption in resource.captions),
    )


def _own(address: str, host: str) -> str:
    """The address where it is a path, or leads to this host."""
    parts = urlsplit(address)
    return address if not parts.netloc or parts.netloc == urlsplit(host).netloc else ""
