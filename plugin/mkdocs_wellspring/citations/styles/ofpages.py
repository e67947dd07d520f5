"""A CSL style made fit for a site: it is written for one text with one list, and a site has many of both."""

from xml.etree import ElementTree as ET

__all__ = ["NAMESPACE", "of_pages"]

NAMESPACE = "{http://purl.org/net/xbiblio/csl}"
"""What the names of CSL's elements begin with."""

# What else `if` may ask for: https://docs.citationstyles.org/en/1.0.2/specification.html#choose.
_CONDITIONS = frozenset({"disambiguate", "is-numeric", "is-uncertain-date", "locator", "type", "variable"})


def of_pages(style: ET.Element, *, numbered: bool) -> str:
    """The style for lists of which each is a page's: nothing is set as it is for what stands before it."""
    _forget_positions(style)
    for bibliography in style.iter(f"{NAMESPACE}bibliography"):
        bibliography.attrib.pop("subsequent-author-substitute", None)
        bibliography.attrib.pop("subsequent-author-substitute-rule", None)
        if numbered:  # the list itself counts
            bibliography.attrib.pop("second-field-align", None)
            _drop_numbers(bibliography)
    return ET.tostring(style, "unicode")


def _forget_positions(style: ET.Element) -> None:
    """Each citation is set as its source's first: those of other pages, set in the same call, are not before it."""
    for condition in style.iter():
        if "position" not in condition.attrib:
            continue
        is_first, match = "first" in condition.attrib.pop("position").split(), condition.get("match", "all")
        others = bool(condition.attrib.keys() & _CONDITIONS)
        holds = is_first != (match == "none")
        if others and holds != (match == "any"):
            continue  # the others decide
        for name in condition.attrib.keys() & _CONDITIONS:
            del condition.attrib[name]
        condition.attrib |= {"type": "ws-none", "match": "none" if holds else "all"}


def _drop_numbers(element: ET.Element) -> None:
    for child in list(element):
        if child.get("variable") == "citation-number":
            element.remove(child)
        else:
            _drop_numbers(child)
