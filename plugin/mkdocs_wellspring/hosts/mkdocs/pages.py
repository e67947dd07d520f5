"""Pages as MkDocs knows them, told to the slices as they know pages."""

import os
from collections.abc import Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

from mkdocs_wellspring import frontmatter
from mkdocs_wellspring.article.keys import KEYS as ARTICLE
from mkdocs_wellspring.findings import Finding, Report
from mkdocs_wellspring.hosts.mkdocs.languages import page_locale, theme_locale
from mkdocs_wellspring.pagecontext import OWN_KEY, PageContext, own

__all__ = ["KEYS", "check_keys", "page_context", "theme_locale"]

KEYS = tuple(sorted({*ARTICLE, "answers", "goal", "questions", "silence", "sources"}))
"""The front-matter keys that are ours."""

_NEAR = 0.85
"""How alike a foreign key must be to one of ours to be taken for a slip of the pen."""

# Other people's keys that are as near to ours as a slip of the pen: MkDocs', Material's and the blog plugin's.
_FOREIGN = frozenset({"question", "source", "answer", "goals", "resources"})


def page_context(
    page: Page, config: MkDocsConfig, report: Report, markdown: str | None = None, today: date | None = None
) -> PageContext:
    """The page for the Markdown extensions; its path is the one under which its author knows the file."""
    file = page.file
    source, root = file.abs_src_path or "", f"{_folder_of(config.config_file_path)}{os.sep}"
    path = source.removeprefix(root).replace(os.sep, "/") if source.startswith(root) else file.src_uri
    meta: Mapping[str, Any] = page.meta or {}
    return PageContext(
        meta=own(meta),
        path=path,
        file=lambda: file.content_string,
        markdown=markdown,
        today=today,
        to_root="../" * file.src_uri.count("/"),
        locale=page_locale(page, config),
        hosted=True,
        report=report,
    )


@cache
def _folder_of(config_file: str) -> str:
    return str(Path(config_file or ".").resolve().parent)


def check_keys(page: Page, context: PageContext) -> None:
    """A finding for each front-matter key that is nearly ours, and for each under `wellspring:` that is not ours.

    And one for front matter that cannot be read at all: MkDocs takes it for text, and says nothing.
    """
    broken = not page.meta and (context.markdown or "").startswith("---")
    if broken and (problem := frontmatter.read(context.whole).problem):
        line, why = problem
        message = f"the front matter cannot be read ({why})"
        context.report(Finding(context.path, line, "front-matter", message))
    for finding in _findings(page.meta or {}, context):
        context.report(finding)


def _findings(meta: Mapping[str, Any], context: PageContext) -> Iterator[Finding]:
    nested = meta.get(OWN_KEY)
    if nested is not None and not isinstance(nested, dict):
        message = f"`{OWN_KEY}:` is {frontmatter.kind(nested)}; give a mapping that takes {', '.join(KEYS)}"
        yield Finding(context.path, frontmatter.read(context.whole).line(OWN_KEY), "key-unknown", message)
    unknown = [str(key) for key in nested if key not in KEYS] if isinstance(nested, dict) else []
    near = [str(key) for key, value in meta.items() if key not in KEYS and not _is_foreign(key, value)]
    if not unknown and not any(_closest(key) for key in near):
        return
    read = frontmatter.read(context.whole)
    for key in unknown:
        close = _closest(key)
        advice = f"did you mean `{close}:`?" if close else f"it takes {', '.join(KEYS)}"
        message = f"`{OWN_KEY}:` has the key `{key}:`, which is none of ours; {advice}"
        yield Finding(context.path, read.line(OWN_KEY, key), "key-unknown", message)
    for key in near:
        if close := _closest(key):
            message = f"`{key}:` is no key of ours; did you mean `{close}:`?"
            yield Finding(context.path, read.line(key), "key-near", message)


@lru_cache(maxsize=1024)
def _closest(key: str) -> str | None:
    """The key of ours that was probably meant; other people's keys stand on page after page, and are compared once."""
    return next(iter(get_close_matches(key, KEYS, 1, _NEAR)), None)


def _is_foreign(key: object, value: object) -> bool:
    """Somebody else's key; one that holds a list, as ours do, is a slip of the pen."""
    return key in _FOREIGN and not isinstance(value, list)
