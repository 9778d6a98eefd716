"""The main text of a web page as trafilatura finds it; the one place that imports it."""

from __future__ import annotations

import logging

from lxml import etree

# Elements, and how deep they are nested, beyond which trafilatura is not asked: it takes 0.2 ms an element, 6 s for
# 2,500 elements nested 1,500 deep. A report's page has 300 to 3,000, nested 10 to 30 deep.
MOST_ELEMENTS, DEEPEST = 20_000, 200


def main_text(root: etree._Element) -> str:
    """Return the characters of a page's main text without blanks, "" where none is found; `root` may be changed."""
    if not _is_moderate(root):
        return ""
    from trafilatura import bare_extraction

    # it reports pages without an article as errors, to whoever reads the terminal
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL + 1)
    for cell in root.iter("td", "th"):
        # it fills rows up to the widest one: a page of 12 kB with colspan=1000 took it 100 s
        cell.attrib.pop("colspan", None)
        cell.attrib.pop("rowspan", None)
    try:
        document = bare_extraction(root, fast=True, favor_recall=True, include_comments=False, include_tables=True)
    except Exception:  # on malformed trees it raises nearly anything; the page's own sentences decide then
        return ""
    body = getattr(document, "body", None)
    return "".join("".join(map(str, body.itertext())).split()) if body is not None else ""


def _is_moderate(root: etree._Element) -> bool:
    depth = count = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        count += event == "start"
        if count > MOST_ELEMENTS or depth > DEEPEST:
            return False
    return True
