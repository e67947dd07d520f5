"""The names of BibTeX and BibLaTeX, and what they are called in CSL: https://ctan.org/pkg/biblatex."""

from mkdocs_wellspring.messages import gettext_noop

__all__ = [
    "BOOK",
    "CONTAINERS",
    "GENRES",
    "KINDS",
    "LANGUAGES",
    "MAIN",
    "MORE",
    "NUMBERED",
    "OF_A_GENRE",
    "PERIODICAL",
    "PUBLISHERS",
]

# https://github.com/jgm/citeproc, its reader of BibTeX, in August 2026.
KINDS = {
    "artwork": "graphic",
    "article": "article-journal",
    "audio": "song",
    "bookinbook": "chapter",
    "booklet": "pamphlet",
    "collection": "book",
    "commentary": "book",
    "conference": "paper-conference",
    "electronic": "webpage",
    "image": "graphic",
    "inbook": "chapter",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
    "inreference": "entry-encyclopedia",
    "jurisdiction": "legal_case",
    "legal": "treaty",
    "letter": "personal_communication",
    "magazine": "article-magazine",
    "manual": "book",
    "mastersthesis": "thesis",
    "misc": "document",
    "movie": "motion_picture",
    "music": "song",
    "mvbook": "book",
    "mvcollection": "book",
    "mvproceedings": "book",
    "mvreference": "book",
    "newspaper": "article-newspaper",
    "online": "webpage",
    "phdthesis": "thesis",
    "proceedings": "book",
    "reference": "book",
    "suppbook": "chapter",
    "suppcollection": "chapter",
    "suppperiodical": "article-journal",
    "techreport": "report",
    "unpublished": "manuscript",
    "video": "motion_picture",
    "www": "webpage",
}
"""The type of CSL for each kind of entry whose name is not the type's: as pandoc maps them."""

GENRES = {
    "candthesis": gettext_noop("Candidate thesis"),
    "mastersthesis": gettext_noop("Master's thesis"),
    "mathesis": gettext_noop("Master's thesis"),
    "phdthesis": gettext_noop("PhD thesis"),
    "resreport": gettext_noop("Research report"),
    "techreport": gettext_noop("Technical report"),
}
"""What kind of thesis or report an entry is, where it does not say."""

OF_A_GENRE = frozenset({"mastersthesis", "phdthesis", "techreport"})
"""Kinds of entry that say what kind of thesis or report they are."""

NUMBERED = frozenset({"report", "techreport", "patent", "standard", "manual", "legislation"})
"""Kinds of entry whose `number` is their own, and not that of an issue."""

PERIODICAL = frozenset({"article", "magazine", "newspaper", "periodical", "suppperiodical"})
"""Kinds of entry whose `number` is that of an issue, though they stand in a series."""

BOOK = ("booktitle", "booksubtitle")
MAIN = ("maintitle", "mainsubtitle")
CONTAINERS = (("journal", "journalsubtitle"), ("journaltitle", "journalsubtitle"), BOOK, MAIN)
"""Titles of what an entry is part of, each with its subtitle; the first that is there holds."""

PUBLISHERS = ("publisher", "institution", "school", "organization")
"""Who published an entry; the first that is there holds."""


MORE = {
    "address": "publisher-place",
    "chapter": "chapter-number",
    "eventtitle": "event-title",
    "isbn": "ISBN",
    "issn": "ISSN",
    "keywords": "keyword",
    "location": "publisher-place",
    "note": "note",
    "origdate": "original-date",
    "pagetotal": "number-of-pages",
    "pmid": "PMID",
    "series": "collection-title",
    "shorttitle": "title-short",
    "type": "genre",
    "version": "version",
}
"""Variables of CSL that are no fields of ours, by the name of the field."""


LANGUAGES = {
    "american": "en-US", "arabic": "ar", "australian": "en-AU", "austrian": "de-AT", "brazil": "pt-BR",
    "brazilian": "pt-BR", "british": "en-GB", "bulgarian": "bg", "canadian": "en-CA", "catalan": "ca",
    "chinese": "zh", "croatian": "hr", "czech": "cs", "danish": "da", "dutch": "nl", "english": "en",
    "finnish": "fi", "french": "fr", "german": "de", "greek": "el", "hebrew": "he", "hungarian": "hu",
    "italian": "it", "japanese": "ja", "latin": "la", "latvian": "lv", "naustrian": "de-AT", "ngerman": "de",
    "norsk": "nb", "norwegian": "nb", "nynorsk": "nn", "polish": "pl", "portuguese": "pt", "romanian": "ro",
    "russian": "ru", "slovak": "sk", "slovene": "sl", "slovenian": "sl", "spanish": "es", "swedish": "sv",
    "swissgerman": "de-CH", "turkish": "tr", "ukrainian": "uk",
}  # fmt: skip
"""The tags of languages, by the names that babel and polyglossia give them."""
