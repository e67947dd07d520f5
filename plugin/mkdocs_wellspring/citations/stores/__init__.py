"""Site-wide stores of sources: YAML, BibTeX and CSL-JSON, files and folders in any mix."""

from mkdocs_wellspring.citations.stores.reading import SUFFIXES, Read, Stores

__all__ = ["SUFFIXES", "Read", "Stores"]
