"""What stands on an OFD page: text and pictures, in layers, blocks and composite objects (GB/T 33190)."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ingest.formats.typeset.ofd_package import Package
from ingest.formats.typeset.ofd_text import Matrix, Run, numbers, placed, text_runs
from rag.errors import ReportError

if TYPE_CHECKING:
    from lxml.etree import _Element

# The most objects of a page: one for each letter of a newspaper's is 20,000. Composite objects may repeat each other.
MOST_OBJECTS, DEEPEST = 100_000, 32
# And the most characters, ten times as many as a newspaper's page has.
MOST_CHARACTERS = 200_000
_CONTAINERS = ("Layer", "PageBlock", "Content")


@dataclass(frozen=True, slots=True)
class Placed:
    """A picture's part, and the matrix that takes the unit square to where it lies on the page, in millimetres."""

    part: str
    matrix: Matrix


@dataclass(slots=True)
class Found:
    """What stands on a page: its text, the text that does not show, and its pictures."""

    runs: list[Run] = field(default_factory=list)
    hidden: list[Run] = field(default_factory=list)
    pictures: list[Placed] = field(default_factory=list)
    objects: int = 0
    characters: int = 0


@dataclass(frozen=True, slots=True)
class Resources:
    """The parts of pictures, and the composite objects' content, by the ids that pages refer to them by."""

    pictures: dict[str, str] = field(default_factory=dict)
    composites: dict[str, _Element] = field(default_factory=dict)


def with_resources(package: Package, owner: _Element | None, folder: str, known: Resources) -> Resources:
    """Return the `known` resources and those that a document or page in `folder` names."""
    if owner is None:
        return known
    found = Resources(dict(known.pictures), dict(known.composites))
    for reference in owner.iterchildren("{*}PublicRes", "{*}DocumentRes", "{*}PageRes"):
        part = package.find(reference.text or "", folder)
        if part is None:
            continue
        tree, own = package.tree(part), posixpath.dirname(part)
        base = posixpath.join(own, tree.get("BaseLoc", ""))
        for media in tree.iterfind(".//{*}MultiMedia"):
            if location := package.find(media.findtext("{*}MediaFile", ""), base, own, folder):
                found.pictures[media.get("ID", "")] = location
        found.composites.update((unit.get("ID", ""), unit) for unit in tree.iterfind(".//{*}CompositeGraphicUnit"))
    return found


def collect(parent: _Element, resources: Resources, found: Found, at: tuple[Matrix, int]) -> None:
    """Add the objects of a page's content to `found`; `at` is where its coordinates lie on the page, and how deep.

    Raises ReportError where they are too many for a page.
    """
    outer, depth = at
    if depth > DEEPEST:
        return
    for element in parent.iterchildren("{*}*"):
        found.objects += 1
        if found.objects > MOST_OBJECTS:
            raise ReportError(f"有一页上的对象超过 {MOST_OBJECTS} 个，不是报告。请确认文件来源。")
        kind = element.tag.rpartition("}")[2]
        shown = element.get("Visible", "").lower() != "false"
        if kind in _CONTAINERS:
            collect(element, resources, found, (outer, depth + 1))
        elif kind == "TextObject":
            _count(element, found)
            (found.runs if shown else found.hidden).extend(text_runs(element, outer))
        elif kind == "ImageObject" and shown:
            if part := resources.pictures.get(element.get("ResourceID", "")):
                found.pictures.append(Placed(part, placed(element, outer, _filling(element))))
        elif kind == "CompositeObject" and shown:
            unit = resources.composites.get(element.get("ResourceID", ""))
            if unit is not None:
                collect(unit, resources, found, (placed(element, outer), depth + 1))


def _count(text: _Element, found: Found) -> None:
    """Count the characters of a TextObject before it is read; raises ReportError where they are too many."""
    found.characters += sum(len("".join(code.itertext())) for code in text.iterchildren("{*}TextCode"))
    if found.characters > MOST_CHARACTERS:
        raise ReportError(f"有一页上的文字超过 {MOST_CHARACTERS} 字，不是报告。请确认文件来源。")


def _filling(element: _Element) -> Matrix:
    """Return the matrix of a picture that fills its box."""
    box = numbers(element.get("Boundary"), 4)
    return (box[2], 0, 0, box[3], 0, 0) if box else (1, 0, 0, 1, 0, 0)
