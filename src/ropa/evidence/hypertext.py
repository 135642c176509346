"""The text of HTML as a reader sees it, read as a stream of tags, so that no depth is too deep."""

import codecs
import html
import re
from collections.abc import Mapping
from io import StringIO

import webencodings
from lxml import etree

from ropa.evidence.tags import tags
from ropa.evidence.unreadable import Unreadable, broken
from ropa.vocabulary import translate


def read_html(data: bytes, is_xml: bool = False) -> str | Unreadable:
    """The text of the page *data*; a line ends with each element that does not stand inside one.

    A section of character data is text where the page *is_xml*; a browser takes it for a comment
    elsewhere.
    """
    page = _Page()
    text = _DECLARATION.sub("", _decoded(data), count=1)
    if is_xml:
        text = _CHARACTER_DATA.sub(_escaped, text)
    # No tree is built, so nothing that is nested costs more than what is not.
    parser = etree.HTMLParser(target=page, encoding="utf-8", huge_tree=True, no_network=True)
    try:
        parser.feed(text.encode())
        parser.close()
    # The parser mends whatever it meets; should it ever give up, the page is at fault and not the
    # record.
    except (etree.LxmlError, ValueError) as error:
        return broken("html", error)
    # What it cannot mend it leaves out, and a page is read whole or not at all.
    worst = etree.ErrorLevels.FATAL
    fatal = [entry for entry in parser.error_log if entry.level == worst]
    if fatal:
        first = fatal[0]
        why = translate("unreadable.line", n=first.line, message=first.message)
        return broken("html", why)
    return page.text.getvalue()


_DECLARATION = re.compile(
    r"""\A(?P<before>(?>\s++|<!--(?>[^-]++|-(?!->))*+-->|<\?[^>]*+>)*+)
    <!DOCTYPE[^<>\[]*+\[(?><!--(?>[^-]++|-(?!->))*+-->|[^\]"'<]++|<|"[^"]*+"|'[^']*+')*+\]\s*+>""",
    re.IGNORECASE | re.VERBOSE,
)
"""A declaration that defines entities: HTML has none, and its end would be taken for text."""


_CHARACTER_DATA = re.compile(r"<!\[CDATA\[((?>[^\]]++|\](?!\]>))*+)(?:\]\]>|\Z)")


def _escaped(section: re.Match[str]) -> str:
    return html.escape(section[1], quote=False)


class _Page:
    """What a page says, put together from its tags as they come."""

    def __init__(self) -> None:
        self.text = StringIO()
        self._hidden = 0
        self._hides: list[bool] = []
        self._at_block = False
        self._last = "\n"

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if tag in _NEVER_SHOWN:
            # A template with a shadow root is what a browser shows in the element around it.
            self._hides.append("shadowrootmode" not in attributes)
            self._hidden += self._hides[-1]
        self._at_block = self._at_block or tag in _BLOCKS

    def data(self, text: str) -> None:
        """Text stands here."""
        if self._hidden or not text:
            return
        # Words before a block and words in it are two words, even where no blank is written.
        has_blank = self._last.isspace() or text[0].isspace()
        if self._at_block and not has_blank:
            self.text.write("\n")
        self._write(text)

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag in _NEVER_SHOWN:
            self._hidden -= self._hides.pop()
        elif not self._hidden and tag not in _INLINE:
            self._write("\n")

    def close(self) -> None:
        """The page ends."""

    def _write(self, text: str) -> None:
        self.text.write(text)
        self._at_block = False
        self._last = text[-1]


_NEVER_SHOWN = frozenset({"script", "style", "template"})

_INLINE = tags(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr output"
    " q s samp small span strike strong sub sup time tt u var wbr"
)
"""Elements that stand inside a line; every other ends one."""

_BLOCKS = tags(
    "address article aside blockquote caption dd details div dl dt fieldset figcaption figure"
    " footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody td"
    " tfoot th thead tr ul"
)
"""Elements that begin a line of their own."""


def _decoded(data: bytes) -> str:
    """*data* as text: by its byte order mark, as it declares, as UTF-8, or as Western European."""
    encoding = _marked(data) or _declared(data)
    if encoding is None:
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            encoding = webencodings.lookup("windows-1252")
    return str(webencodings.decode(data, encoding)[0])


def _marked(data: bytes) -> webencodings.Encoding | None:
    """What the first character of a page, or a mark before it, says that its encoding is."""
    if data.startswith((codecs.BOM_UTF16_LE, b"<\0")):
        return webencodings.lookup("utf-16le")
    if data.startswith((codecs.BOM_UTF16_BE, b"\0<")):
        return webencodings.lookup("utf-16be")
    return webencodings.UTF8 if data.startswith(codecs.BOM_UTF8) else None


_CHARSET = re.compile(
    rb"""<(?:meta\s[^>]{0,1000}?charset|\?xml\s[^>]{0,1000}?encoding)\s*=\s*["']?\s*([\w.:-]+)""",
    re.IGNORECASE,
)


def _declared(data: bytes) -> webencodings.Encoding | None:
    """The encoding that the head of a page names, where there is one of that name."""
    head = data[:_HEAD]
    body = _BODY.search(head)
    end = max(_PRESCANNED, body.start()) if body else len(head)
    match = _CHARSET.search(head, 0, end)
    if match is None:
        return None
    encoding = webencodings.lookup(match.group(1).decode("ascii"))
    # A declaration in ASCII is not in UTF-16, whatever it says.
    return webencodings.UTF8 if encoding and encoding.name.startswith("utf-16") else encoding


_HEAD = 200_000
"""Bytes in which a page has to say how it is encoded, before its body begins."""

_PRESCANNED = 4096
"""Bytes in which it may say so anywhere; browsers look at 1,024 of them at least."""

_BODY = re.compile(rb"<body[\s>]", re.IGNORECASE)
