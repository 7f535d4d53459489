"""The case as CASE/UCO JSON-LD (CASE 1.4: Cyber-investigation Analysis Standard Expression, https://caseontology.org).

Written by hand, one node for each thing, with identifiers that depend on the case and the thing alone, so that a second
export names the same things by the same names. A match is an analytic result of a comparison, never a finding about
a person.
"""

from __future__ import annotations

import json
import re
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reports.media import match_sentence
from reports.vics import case_id

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from reports.media import MatchLine, Media, MediaLine
    from reports.model import Exhibit, ListUsed, ReportModel

Node = dict[str, Any]

_ONTOLOGIES = {
    "case-investigation": "https://ontology.caseontology.org/case/investigation/",
    **{
        f"uco-{name}": f"https://ontology.unifiedcyberontology.org/uco/{name}/"
        for name in ("action", "analysis", "core", "identity", "observable", "tool", "types", "vocabulary")
    },
}
CONTEXT = {
    "drafting": "http://example.org/ontology/drafting/",
    "kb": "http://example.org/kb/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    **_ONTOLOGIES,
}
"""Prefixes of identifiers; none of them is an address that anybody opens. `drafting` is what the community of CASE
calls terms that the ontology does not have: here perceptual hashes, as its hashes are digests only."""

_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class _Names:
    """Identifiers of one case."""

    case: str

    def of(self, kind: str, *parts: object) -> str:
        """The identifier of a thing; it ends in a UUID, as the ontology's validators expect."""
        text = "\n".join((self.case, kind, *map(str, parts)))
        return f"kb:{kind}-{uuid.uuid5(uuid.NAMESPACE_OID, text)}"


def write_case_uco(model: ReportModel, media: Media, out: BinaryIO) -> None:
    """The document as UTF-8 JSON, one node a line."""
    names = _Names(case_id(model))
    before = "{" + f'"@context": {_text(CONTEXT)},\n"@graph": [\n'
    for node in _nodes(model, media, names):
        out.write((before + _text(node)).encode("ascii"))
        before = ",\n"
    out.write(b"\n]}\n")


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=True, allow_nan=False)


def _nodes(model: ReportModel, media: Media, names: _Names) -> Iterator[Node]:
    """Files and results one by one, then what they are all part of."""
    tool, examiner = names.of("tool"), names.of("examiner")
    exhibits = {exhibit.label: names.of("exhibit", exhibit.label) for exhibit in model.exhibits}
    lists = {(used.name, used.version): names.of("hash-list", used.name, used.version) for used in model.lists}
    held = [tool, examiner, *exhibits.values(), *lists.values()]
    numbers = {}
    results = []
    for line in media():
        numbers[line.number] = names.of("file", line.number)
        yield _file(line, names)
        yield _within(line, numbers, exhibits, names)
        held.append(numbers[line.number])
        for match in line.matches:
            result = _result(line, match, names)
            results.append(result["@id"])
            yield result
    action = _action(model, names, (tool, examiner), [*numbers.values(), *lists.values()], results)
    held.append(action["@id"])
    yield {
        "@id": names.of("investigation"),
        "@type": "case-investigation:Investigation",
        "uco-core:name": _fit(model.case.number),
        "case-investigation:investigationForm": "case",
        "uco-core:object": [{"@id": name} for name in (*held, *results)],
    }
    yield {"@id": examiner, "@type": "uco-identity:Person", "uco-core:name": _fit(model.case.examiner)}
    yield _tool(model, tool)
    for exhibit in model.exhibits:
        yield _exhibit(exhibit, exhibits[exhibit.label])
    for used in model.lists:
        yield _list(used, lists[used.name, used.version], names)
    yield action


def _tool(model: ReportModel, name: str) -> Node:
    title, _, version = model.program.partition(" ")
    return {
        "@id": name,
        "@type": "uco-tool:AnalyticTool",
        "uco-core:name": title,
        "uco-tool:version": version,
        "uco-tool:toolType": "Media examination",
    }


def _exhibit(exhibit: Exhibit, name: str) -> Node:
    return {
        "@id": name,
        "@type": "uco-observable:ObservableObject",
        "uco-core:name": _fit(exhibit.label),
        "uco-core:description": f"Exhibit of kind {exhibit.kind}",
    }


def _list(used: ListUsed, name: str, names: _Names) -> Node:
    content = _content(names, ("hash-list", used.name, used.version), "", None, (("SHA256", used.sha256),))
    return {
        "@id": name,
        "@type": "uco-observable:File",
        "uco-core:name": _fit(f"{used.name}@{used.version}"),
        "uco-core:description": f"Hash list, role {used.role}",
        "uco-core:hasFacet": [content],
    }


def _action(model: ReportModel, names: _Names, who: tuple[str, str], compared: list[str], results: list[str]) -> Node:
    tool, examiner = who
    node: Node = {
        "@id": names.of("examination"),
        "@type": ["case-investigation:InvestigativeAction", "uco-analysis:Analysis"],
        "uco-core:name": "Examination of pictures and films",
        "uco-action:performer": {"@id": examiner},
        "uco-action:instrument": [{"@id": tool}],
        "uco-action:object": [{"@id": name} for name in compared],
        "uco-action:result": [{"@id": name} for name in results],
    }
    made_at = _date(model.made_at)
    if made_at is not None:
        node["uco-action:endTime"] = made_at
    return {key: value for key, value in node.items() if value != []}


def _file(line: MediaLine, names: _Names) -> Node:
    facet: Node = {
        "@id": names.of("file-facet", line.number),
        "@type": "uco-observable:FileFacet",
        "uco-observable:fileName": _fit(line.name),
        "uco-observable:filePath": _fit(" > ".join(line.path)),
        "uco-observable:isDirectory": False,
        "uco-observable:sizeInBytes": line.size,
    }
    keys = {"created": "observableCreatedTime", "modified": "modifiedTime", "accessed": "accessedTime"}
    for date in line.file_dates:
        value = _date(date.text + date.zone)
        if date.kind in keys and value is not None:
            facet[f"uco-observable:{keys[date.kind]}"] = value
    hashes = [("MD5", line.md5), ("SHA1", line.sha1), ("SHA256", line.sha256)]
    facets = [facet, _content(names, ("file", line.number), line.media_type, line.size, hashes)]
    if line.perceptual:
        facets.append(_perceptual(line, names))
    is_picture = line.media_type.startswith("image/")
    if is_picture and line.width and line.height:
        facets.append(
            {
                "@id": names.of("raster-picture-facet", line.number),
                "@type": "uco-observable:RasterPictureFacet",
                "uco-observable:pictureType": line.media_type.partition("/")[2],
                "uco-observable:pictureWidth": line.width,
                "uco-observable:pictureHeight": line.height,
            }
        )
    exif = [pair for group, pairs in line.metadata if group == "summary" for pair in pairs]
    if exif:
        facets.append(_exif(line, exif, names))
    return {
        "@id": names.of("file", line.number),
        "@type": "uco-observable:RasterPicture" if is_picture else "uco-observable:File",
        "uco-core:name": f"Item {line.number}",
        "uco-core:hasFacet": facets,
    }


def _content(
    names: _Names,
    about: tuple[object, ...],
    media_type: str,
    size: int | None,
    hashes: Any,  # noqa: ANN401 - pairs
) -> Node:
    node: Node = {"@id": names.of("content-data-facet", *about), "@type": "uco-observable:ContentDataFacet"}
    if media_type:
        node["uco-observable:mimeType"] = _fit(media_type)
    if size is not None:
        node["uco-observable:sizeInBytes"] = size
    known = [(method, value) for method, value in hashes if value]
    if known:
        node["uco-observable:hash"] = [
            {
                "@id": names.of("hash", *about, method, value),
                "@type": "uco-types:Hash",
                "uco-types:hashMethod": method,
                "uco-types:hashValue": {"@type": "xsd:hexBinary", "@value": value},
            }
            for method, value in known
        ]
    return node


def _perceptual(line: MediaLine, names: _Names) -> Node:
    return {
        "@id": names.of("perceptual-hash-facet", line.number),
        "@type": ["uco-core:Facet", "drafting:PerceptualHashFacet"],
        "drafting:perceptualHash": [
            {
                "@id": names.of("perceptual-hash", line.number, algorithm, version),
                "@type": "drafting:PerceptualHash",
                "drafting:algorithm": algorithm,
                "drafting:algorithmVersion": version,
                "drafting:hashValue": value,
                **({} if quality is None else {"drafting:quality": quality}),
            }
            for algorithm, version, value, quality in line.perceptual
        ],
    }


def _exif(line: MediaLine, pairs: list[tuple[str, str]], names: _Names) -> Node:
    entries = [
        {
            "@id": names.of("dictionary-entry", line.number, key),
            "@type": "uco-types:ControlledDictionaryEntry",
            "uco-types:key": _fit(key),
            "uco-types:value": _fit(value),
        }
        for key, value in dict(pairs).items()
    ]
    return {
        "@id": names.of("exif-facet", line.number),
        "@type": "uco-observable:EXIFFacet",
        "uco-observable:exifData": {
            "@id": names.of("dictionary", line.number),
            "@type": "uco-types:ControlledDictionary",
            "uco-types:entry": entries,
        },
    }


def _within(line: MediaLine, numbers: dict[int, str], exhibits: dict[str, str], names: _Names) -> Node:
    """Where a file lies: in another item that is a picture or film, else in its exhibit."""
    around = numbers.get(line.parent or 0) or exhibits[line.exhibit]
    return {
        "@id": names.of("contained", line.number),
        "@type": "uco-observable:ObservableRelationship",
        "uco-core:source": {"@id": names.of("file", line.number)},
        "uco-core:target": {"@id": around},
        "uco-core:kindOfRelationship": "Contained_Within",
        "uco-core:isDirectional": True,
        "uco-core:hasFacet": [
            {
                "@id": names.of("path-relation-facet", line.number),
                "@type": "uco-observable:PathRelationFacet",
                "uco-observable:path": _fit(" > ".join(line.path)),
            }
        ],
    }


def _result(line: MediaLine, match: MatchLine, names: _Names) -> Node:
    about = (line.number, match.list_name, match.list_version, match.entry, match.kind, match.algorithm)
    return {
        "@id": names.of("match", *about),
        "@type": "uco-analysis:AnalyticResult",
        "uco-core:name": f"Item {line.number}: {match.kind} match, to be examined",
        "uco-core:description": _fit(match_sentence(match)),
    }


def _date(text: str) -> Node | None:
    """A date with its zone; one without is left out, as the ontology has no place for it."""
    return {"@type": "xsd:dateTime", "@value": text} if _DATE.fullmatch(text) else None


def _fit(text: str) -> str:
    """Text that XML schema types can hold."""
    return _UNFIT.sub("\N{REPLACEMENT CHARACTER}", text) or "-"
