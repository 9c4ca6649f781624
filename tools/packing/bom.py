"""The bill of materials: every component of a built program as CycloneDX 1.6 JSON."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from cyclonedx.model import Property
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component as Part
from cyclonedx.model.component import ComponentType
from cyclonedx.model.license import DisjunctiveLicense, LicenseExpression
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL

from tools.packing.contents import Component, Contents, Packages, inside, plain

SPACE = uuid.UUID("3f0f6b1e-5c0f-5b8e-9f0a-6b61726d6164")
"""Where our serial numbers are made: the same program at the same moment has the same number."""


class Invalid(Exception):  # noqa: N818 - what the schema says of it
    """The bill does not keep to the schema."""


def write(path: Path, found: Contents, packages: Packages, *, version: str, platform: str, epoch: int) -> None:
    """Writes the bill of a program for a platform. Raises Invalid."""
    made = bom(found, packages, version=version, platform=platform, epoch=epoch)
    text = JsonV1Dot6(made).output_as_string(indent=2) + "\n"
    if error := JsonStrictValidator(SchemaVersion.V1_6).validate_str(text):
        raise Invalid(str(error)[:500])
    path.write_text(text, "utf-8")


def bom(found: Contents, packages: Packages, *, version: str, platform: str, epoch: int) -> Bom:
    """The bill itself: the program, what it is made of, and what of that needs what."""
    made = Bom(serial_number=uuid.uuid5(SPACE, f"karmadesk {version} {platform} {epoch}"))
    made.metadata.timestamp = datetime.fromtimestamp(epoch, UTC)
    program = Part(
        name="karmadesk",
        version=version,
        type=ComponentType.APPLICATION,
        bom_ref="karmadesk",
        licenses=[LicenseExpression("Apache-2.0")],
        properties=[Property(name="karmadesk:platform", value=platform)],
    )
    made.metadata.component = program
    parts = {component.name: _part(component) for component in found.brought if component.name != "KarmaDesk"}
    needs = {name: {parts[need] for need in _needs(name, packages) if need in parts} for name in parts}
    for component, owner in inside(found):
        parts[component.name] = _part(component)
        needs[owner].add(parts[component.name])
    for part in parts.values():
        made.components.add(part)
    made.register_dependency(program, [parts[name] for name in sorted(_tops(parts, needs))])
    for name, needed in needs.items():
        made.register_dependency(parts[name], sorted(needed))
    return made


def _part(component: Component) -> Part:
    licence: LicenseExpression | DisjunctiveLicense
    # A term of our own, or one with an exception that SPDX's list lacks, is a name and no expression.
    if re.search(r"LicenseRef-|Bootloader-exception", component.licence):
        licence = DisjunctiveLicense(name=component.licence)
    else:
        licence = LicenseExpression(component.licence)
    return Part(
        name=component.name,
        version=component.version or None,
        type=ComponentType.LIBRARY,
        bom_ref=plain(component.name).replace(" ", "-"),
        licenses=[licence],
        purl=PackageURL("pypi", name=component.name, version=component.version) if component.is_package else None,
    )


def _needs(name: str, packages: Packages) -> Iterator[str]:
    """The packages that a package asks for by its metadata, extras left out."""
    package = packages.by_name.get(name)
    for requirement in (package.requires or []) if package else []:
        if "extra ==" not in requirement and (asked := re.match(r"[\w.-]+", requirement)):
            yield plain(asked[0])


def _tops(names: Iterable[str], needs: dict[str, set[Part]]) -> set[str]:
    """What nothing else needs: the program itself does."""
    needed = {part.name for each in needs.values() for part in each}
    return set(names) - needed
