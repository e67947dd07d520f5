"""Days in words, and sentences among others that run the other way."""

from datetime import date

import pytest

from mkdocs_wellspring.messages import messages_for
from mkdocs_wellspring.templating import environment


@pytest.mark.parametrize(
    ("locale", "day", "words"),
    [
        ("en", date(2026, 10, 1), "October 1, 2026"),
        ("fr", date(2026, 10, 1), "1er octobre 2026"),
        ("fr-CA", date(2026, 10, 1), "1er octobre 2026"),
        ("fr", date(2026, 10, 11), "11 octobre 2026"),
        ("fr", date(2026, 10, 21), "21 octobre 2026"),
        ("es", date(2026, 10, 1), "1 de octubre de 2026"),
        ("de", date(2026, 10, 1), "1. Oktober 2026"),
    ],
)
def test_a_day_is_written_as_its_language_writes_it(locale, day, words):
    assert messages_for(locale).day(day) == words


@pytest.mark.parametrize("locale", ["ar", "he", "fa"])
def test_an_english_sentence_keeps_its_direction_among_others(locale):
    assert messages_for(locale).gettext("Not answered yet") == "\u2066Not answered yet\u2069"
    assert messages_for(locale).ngettext("%(n)s one", "%(n)s more", 3) == "\u2066\u2068%(n)s\u2069 more\u2069"


@pytest.mark.parametrize("locale", ["en", "de", "ja"])
def test_where_text_runs_from_left_to_right_nothing_is_added(locale):
    assert "\u2066" not in messages_for(locale).gettext("Not answered yet")


def test_a_translated_sentence_is_as_it_was_translated(tmp_path):
    catalogue = tmp_path / "wellspring/messages/ar.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text('msgid "Not answered yet"\nmsgstr "لا جواب بعد"\n', "utf-8")
    assert messages_for("ar", (tmp_path,)).gettext("Not answered yet") == "لا جواب بعد"


def test_a_day_in_a_template_is_one_for_machines_too():
    shown = environment("fr").from_string("{{ day|time }}").render(day=date(2026, 10, 1))
    assert shown == '<time datetime="2026-10-01">1er octobre 2026</time>'
