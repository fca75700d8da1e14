"""``dataset.jsonld``: the package as a schema.org Dataset and DCAT terms, so that catalogues can find it."""

from __future__ import annotations

from osv_tui.publication.facts import PackageFacts, Published
from osv_tui.publication.package_manifest import as_json
from osv_tui.publication.sorts import media_type

LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"


def dataset(facts: PackageFacts) -> bytes:
    """The description of the package and of each file to compute with; addresses are relative."""
    election, release = facts.release.tally.election, facts.release
    title = f"{election.name}, {facts.authority}"
    described: dict[str, object] = {
        "@context": {
            "@vocab": "https://schema.org/",
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
        },
        "@type": ["Dataset", "dcat:Dataset"],
        "name": title,
        "dct:title": title,
        "description": "De telling, de processen-verbaal en de verantwoording, met controlegetallen.",
        "inLanguage": "nl",
        "license": LICENCE,
        "isAccessibleForFree": True,
        "temporalCoverage": election.identifier.date.isoformat(),
        "spatialCoverage": {"@type": "Place", "name": facts.authority},
        "creator": {"@type": "GovernmentOrganization", "name": facts.authority},
        "dateCreated": release.at.isoformat(),
        "version": str(release.version),
        "distribution": [_distribution(file) for file in facts.files],
    }
    return as_json(described)


def _distribution(file: Published) -> dict[str, object]:
    return {
        "@type": ["DataDownload", "dcat:Distribution"],
        "name": file.sort.title,
        "contentUrl": file.path,
        "encodingFormat": media_type(file.path),
        "contentSize": str(file.size),
        "sha256": file.sha256,
    }
