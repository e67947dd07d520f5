"""Which catalogue says a sentence, and what a catalogue that a site wrote may do to its pages."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from mkdocs_wellspring.errors import ConfigurationError
from mkdocs_wellspring.messages import Messages, language_tag, messages_for
from mkdocs_wellspring.messages.site import check_catalogues
from mkdocs_wellspring.templating import environment, forget

LATER, SOURCES, HIDE = "Not now", "Sources", "Hide"
COUNT = ("%(value)s of %(target)s supporter", "%(value)s of %(target)s supporters")
HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'


@pytest.fixture(autouse=True)
def _anew():
    forget()


class Folder:
    """A site's overrides."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def has(self, name: str, *pairs: tuple[str, str], head: str = HEAD) -> "Folder":
        said = "\n".join(f'msgid "{sentence}"\nmsgstr "{translation}"\n' for sentence, translation in pairs)
        return self.holds(name, head + said)

    def holds(self, name: str, text: str | bytes) -> "Folder":
        file = self.path / "wellspring" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return self

    def speaks(self, locale: str) -> Messages:
        return messages_for(locale, (self.path,))


@pytest.fixture
def own(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "overrides")


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("de", "Quellen"),
        ("de-AT", "Quellen"),
        ("de_CH", "Quellen"),
        ("DE", "Quellen"),
        ("fr-CA", "Sources"),
        ("es_419", "Fuentes"),
        ("pt_BR", "Sources"),
        ("xx", "Sources"),
        ("no such language", "Sources"),
        ("../../etc", "Sources"),
        ("", "Sources"),
    ],
)
def test_a_region_speaks_its_language_and_what_nobody_speaks_is_english(locale, said):
    assert messages_for(locale).gettext(SOURCES) == said


@pytest.mark.parametrize(
    ("file", "locale"),
    [
        ("sv", "sv"),
        ("sv", "sv-FI"),
        ("pt_BR", "pt-BR"),
        ("pt-BR", "pt_BR"),
        ("pt", "pt-BR"),
        ("zh_Hant", "zh-Hant"),
        ("zh_Hant", "zh-TW"),
        ("zh-TW", "zh_TW"),
        ("zh", "zh-Hant"),
        ("sr_Latn", "sr-Latn-RS"),
        ("sh", "sh"),
        ("ku_IQ", "ku-IQ"),
        ("ku", "ku-IQ"),
        ("tlh", "tlh"),
    ],
)
def test_a_site_adds_a_language_under_any_of_its_names(own, file, locale):
    assert own.has(f"messages/{file}.po", (SOURCES, "K")).speaks(locale).gettext(SOURCES) == "K"


def test_the_very_locale_goes_before_its_language_and_a_sites_own_before_ours(own):
    own.has("messages/de_AT.po", (HIDE, "at")).has("messages/de.po", (HIDE, "own"), (LATER, "own"))
    shown = [own.speaks("de-AT").gettext(one) for one in (HIDE, LATER, SOURCES)]
    assert shown == ["at", "own", "Quellen"]
    assert own.speaks("de").gettext(HIDE) == "own"


def test_the_first_folder_wins(own, tmp_path):
    other = Folder(tmp_path / "other").has("messages/de.po", (HIDE, "second"), (LATER, "second"))
    own.has("messages/de.po", (HIDE, "first"))
    messages = messages_for("de", (own.path, other.path))
    assert [messages.gettext(HIDE), messages.gettext(LATER)] == ["first", "second"]


def test_a_site_changes_its_english_and_what_is_not_translated_says_it_too(own):
    own.has("messages/en.po", (SOURCES, "References"), (HIDE, "Away")).has("messages/sv.po", (HIDE, "Dölj"))
    assert own.speaks("en-GB").gettext(SOURCES) == "References"
    assert [own.speaks("sv").gettext(one) for one in (SOURCES, HIDE)] == ["References", "Dölj"]
    assert own.speaks("de").gettext(SOURCES) == "Quellen"


def test_what_is_empty_or_fuzzy_is_not_used(own):
    own.holds(
        "messages/de.po",
        f'{HEAD}msgid "{HIDE}"\nmsgstr ""\n\n#, fuzzy\nmsgid "{LATER}"\nmsgstr "Vielleicht"\n\n'
        '#, fuzzy\nmsgid "Counted %(day)s"\nmsgstr "%(no)s"\n',
    )
    assert own.speaks("de").gettext(HIDE) == "Ausblenden"
    assert own.speaks("de").gettext(LATER) == "Nicht jetzt"
    assert own.speaks("de").gettext("Counted %(day)s") == "Gezählt am %(day)s"


def test_plurals_follow_the_rule_of_the_language(own):
    forms = "".join(f'msgstr[{number}] "{number} %(value)s %(target)s"\n' for number in range(3))
    own.holds("messages/pl.po", f'{HEAD}msgid "{COUNT[0]}"\nmsgid_plural "{COUNT[1]}"\n{forms}')
    assert [own.speaks("pl").ngettext(*COUNT, number)[0] for number in (1, 2, 5, 12, 22)] == ["0", "1", "2", "2", "1"]


def test_a_header_gives_another_rule(own):
    head = 'msgid ""\nmsgstr ""\n"Language: sh\\n"\n"Plural-Forms: nplurals=1; plural=0;\\n"\n\n'
    own.holds(
        "messages/tlh.po", f'{head}msgid "{COUNT[0]}"\nmsgid_plural "{COUNT[1]}"\nmsgstr[0] "%(value)s %(target)s"\n'
    )
    assert {own.speaks("tlh").ngettext(*COUNT, number) for number in (1, 2)} == {"%(value)s %(target)s"}


def test_a_changed_catalogue_is_read_again_after_forget(own):
    own.has("messages/de.po", (HIDE, "one"))
    template = "{{ _('Hide') }}"
    assert environment("de", (own.path,)).from_string(template).render() == "one"
    own.has("messages/de.po", (HIDE, "two"))
    assert own.speaks("de").gettext(HIDE) == "one"
    forget()
    assert environment("de", (own.path,)).from_string(template).render() == "two"


def test_a_sentence_is_text_and_no_html(own):
    own.has("messages/de.po", (HIDE, r"\"><b>fort</b>"), ("Counted %(day)s", "<i> %(day)s"))
    template = environment("de", (own.path,)).from_string(
        '<a title="{{ _("Hide") }}">{{ _("Counted %(day)s", day=day) }}'
    )
    assert template.render(day="<x>") == '<a title="&#34;&gt;&lt;b&gt;fort&lt;/b&gt;">&lt;i&gt; &lt;x&gt;'


def test_a_file_from_windows_is_read(own):
    own.holds(
        "messages/sv.po", b"\xef\xbb\xbf" + f'{HEAD}msgid "{HIDE}"\nmsgstr "Dölj"\n'.replace("\n", "\r\n").encode()
    )
    assert own.speaks("sv").gettext(HIDE) == "Dölj"


MISTAKES = [
    pytest.param('msgid "Hide"\nmsgstr "Weg\n', ':5: `msgstr "Weg` is no line', id="quotation-mark"),
    pytest.param('msgid "Hide"\nmsgtsr "Weg"\n', ":5: `msgtsr", id="keyword"),
    pytest.param(
        'msgid "Hide"\n\nmsgid "Sources"\nmsgstr "Q"\n', ":4: missing msgstr for msgid 'Hide'", id="no-msgstr"
    ),
    pytest.param('"Hide"\nmsgid "Hide"\n', ":", id="nowhere"),
    pytest.param(
        'msgid "Counted %(day)s"\nmsgstr "Am %(tag)s"\n',
        ':4: the placeholders of "Counted %(day)s" are %(day)s, and those of its translation %(tag)s',
        id="another-placeholder",
    ),
    pytest.param('msgid "Counted %(day)s"\nmsgstr "Gezählt"\n', "and those of its translation none", id="lost"),
    pytest.param('msgid "Counted %(day)s"\nmsgstr "%(day)"\n', "translation %(day)", id="without-s"),
    pytest.param('msgid "Counted %(day)s"\nmsgstr "%(day)d"\n', "translation %(day)d", id="another-kind"),
    pytest.param('msgid "Hide"\nmsgstr "100 % weg"\n', "are none, and those of its translation %;", id="percent"),
    pytest.param('msgid "Hide"\nmsgstr "100%"\n', "are none, and those of its translation %;", id="percent-at-the-end"),
    pytest.param(
        f'msgid "{COUNT[0]}"\nmsgid_plural "{COUNT[1]}"\nmsgstr[0] "%(value)s %(target)s"\n',
        ':4: "%(value)s of %(target)s supporter" is translated in 1 of 2 plural forms',
        id="too-few-forms",
    ),
    pytest.param(
        f'msgid "{COUNT[0]}"\nmsgid_plural "{COUNT[1]}"\n'
        + "".join(f'msgstr[{n}] "%(value)s %(target)s"\n' for n in "012"),
        ":4: msg has more translations than num_plurals",
        id="too-many-forms",
    ),
]


@pytest.mark.parametrize(("text", "said"), MISTAKES)
def test_a_catalogue_that_would_break_a_page_is_one_line_with_its_place(own, text, said):
    own.holds("messages/de.po", HEAD + text)
    for act in (lambda: own.speaks("de"), lambda: check_catalogues((own.path,))):
        with pytest.raises(ConfigurationError) as raised:
            act()
        line = str(raised.value)
        assert said in line
        assert line.startswith("overrides/wellspring/messages/de.po:")
        assert line.endswith("; correct it")
        assert "\n" not in line


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b'msgid "Hide"\nmsgstr "D\xf6lj"\n', "sv.po:2: this is not UTF-8; save it as UTF-8"),
        (b'msgid ""\nmsgstr "Plural-Forms: nplurals=x; plural=0;\\n"\n', "sv.po:1: it cannot be read"),
        (b'msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=n/;\\n"\n', "sv.po:1: `Plural-Forms:` cannot be read"),
        (b'msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=1/n;\\n"\n', "sv.po:1: `Plural-Forms:` cannot be read"),
        (b'msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=n%3;\\n"\n', "sv.po:1: `Plural-Forms:` counts to form 2"),
        (b'msgid ""\nmsgstr "PO-Revision-Date: today\\n"\n', "sv.po:1: it cannot be read"),
    ],
)
def test_a_catalogue_that_cannot_be_read_is_one_line(own, text, said):
    own.holds("messages/sv.po", text)
    with pytest.raises(ConfigurationError) as raised:
        own.speaks("sv")
    assert said in str(raised.value)


def test_a_folder_in_place_of_a_catalogue_is_one_line(own):
    (own.path / "wellspring/messages/de.po").mkdir(parents=True)
    with pytest.raises(ConfigurationError, match=r"de\.po:1: it cannot be read"):
        own.speaks("de")


def test_a_sentence_that_nothing_shows_is_a_problem_with_its_place(own):
    own.has(
        "messages/de.po", (HIDE, "Weg"), ("Not  now", "x"), ("Whatever else", "y"), (COUNT[0], "%(value)s %(target)s")
    )
    found = check_catalogues((own.path,))
    assert [problem.line for problem in found] == [7, 10, 13]
    assert 'did you mean "Not now"?' in found[0].message
    assert "take it out" in found[1].message
    assert "has plural forms" in found[2].message


def test_the_sentences_of_a_sites_own_templates_are_known(own):
    own.holds("banner.html", "{{ _('Give us a coin') }}{% trans %}Or two{% endtrans %}").holds(
        "broken.html", "{% if %}"
    )
    own.has("messages/sv.po", ("Give us a coin", "Ge oss ett mynt"), ("Or two", "Eller två"))
    assert check_catalogues((own.path,)) == []


def test_a_catalogue_that_is_named_for_no_language_is_a_problem(own):
    found = check_catalogues((own.has("messages/my german.po", (HIDE, "Weg")).path,))
    assert "names no language" in found[0].message


def test_a_site_without_catalogues_has_no_problems(tmp_path):
    assert check_catalogues((tmp_path,)) == []


@pytest.mark.parametrize(
    ("locale", "tag"),
    [("de_AT", "de-AT"), ("zh-TW", "zh-Hant-TW"), ("eo-JP", "eo"), ("sh", "sh"), ("?!", "en"), ("", "en")],
)
def test_a_language_is_named_as_html_names_it(locale, tag):
    assert language_tag(locale) == tag


def test_the_examples_of_the_documentation_are_catalogues_without_a_problem(own):
    page = (Path(__file__).parents[2] / "docs/languages.md").read_text("utf-8")
    english, swedish = re.findall(r"^```po\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    own.holds("messages/en.po", english).holds("messages/sv.po", swedish)
    assert check_catalogues((own.path,)) == []
    assert own.speaks("en").gettext(SOURCES) == "References"
    assert own.speaks("sv").ngettext(*COUNT, 2) == "%(value)s av %(target)s givare"


def test_an_english_site_reads_no_catalogue():
    said = (
        "from mkdocs_wellspring.templating import environment; environment('en').get_template('wellspring/banner.html')"
    )
    code = f"import sys; {said}; sys.exit('babel.messages' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
