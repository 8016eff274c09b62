"""A bundle's bill of materials, in CycloneDX's format, with every licence.

``python -m installers.materials BUNDLE FILE`` lists each package by the metadata that lies in the
bundle, Python, and each native library with its SHA-256, and checks the file against the schema.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from cyclonedx.factory.license import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.contact import OrganizationalEntity
from cyclonedx.model.license import DisjunctiveLicense
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL

from installers.needs import binaries
from neopain_gui.licences import UNSAID, Licence, canonical, licences

KINDS = {"program": ComponentType.APPLICATION, "interpreter": ComponentType.PLATFORM}


def bill(bundle: Path) -> Bom:
    """Return the bill of materials of a bundle's folder."""
    inside = bundle / "_internal"
    program, *parts = licences(inside)
    made = Bom(serial_number=uuid5(NAMESPACE_URL, f"neopain-{program.version}"))
    made.metadata.timestamp = datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), UTC)
    made.metadata.component = _component(program)
    made.metadata.supplier = OrganizationalEntity(name="The NeoPain developers")
    owners = _owners(inside)
    components = {}
    for part in parts:
        one = components[part.name] = _component(part)
        made.components.add(one)
    for path in binaries(bundle):
        place = path.relative_to(inside if path.is_relative_to(inside) else bundle).as_posix()
        file = _file(place, path)
        owner = components.get(owners.get(place, ""))
        (owner.components if owner else made.components).add(file)
    made.register_dependency(made.metadata.component, made.components)
    return made


def _owners(inside: Path) -> dict[str, str]:
    """Return to which part each native library of the system, or of a package, belongs."""
    rows = json.loads((inside / "neopain_gui/_licences/native.json").read_text("utf-8"))
    owners = {place: row["name"] for row in rows for place in row["files"]}
    for record in inside.glob("*.dist-info/RECORD"):
        named = (record.parent / "METADATA").read_text("utf-8", errors="replace")
        name = next(line[6:] for line in named.splitlines() if line.startswith("Name: "))
        for line in record.read_text("utf-8").splitlines():
            owners.setdefault(line.split(",")[0], name)
    return owners


def _component(part: Licence) -> Component:
    made = Component(
        name=part.name,
        version=part.version,
        type=KINDS.get(part.kind, ComponentType.LIBRARY),
        bom_ref=f"{part.kind}:{canonical(part.name)}",
    )
    if part.kind == "package":
        made.purl = PackageURL("pypi", name=canonical(part.name), version=part.version)
    if part.kind == "library" and part.version:
        made.purl = PackageURL("deb", "debian", part.name, part.version)
    if part.licence != UNSAID:
        made.licenses.add(LicenseFactory().make_from_string(part.licence))
    elif part.texts:
        made.licenses.add(DisjunctiveLicense(name=f"see {part.texts[0].name}"))
    return made


def _file(place: str, path: Path) -> Component:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Component(
        name=place,
        type=ComponentType.FILE,
        bom_ref=f"file:{place}",
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=digest)],
    )


def main() -> None:
    """Write the bill, once it is known to be sound."""
    bundle, target = map(Path, sys.argv[1:])
    written = JsonV1Dot6(bill(bundle)).output_as_string(indent=1)
    wrong = JsonStrictValidator(SchemaVersion.V1_6).validate_str(written)
    if wrong is not None:
        sys.exit(f"the bill of materials is not sound: {wrong}")
    target.write_text(written + "\n", encoding="utf-8")
    print(f"{target}: {len(json.loads(written)['components'])} components")


if __name__ == "__main__":
    main()
