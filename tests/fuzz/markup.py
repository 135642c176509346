"""XML and HTML changed as what they are: elements, attributes, references, declarations, depth."""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random

from fuzz.mutate import Change, bytes_of, likely, one_of, word

_TAG = re.compile(rb"<[^<>]*>")
_NUMBER = re.compile(rb"(?<=[\">= ])\d{1,9}(?=[\"<; ])")
_VALUE = re.compile(rb"=\"([^\"<>]*)\"")
_CELL = re.compile(rb" r=\"([A-Z]{0,3}[0-9]{1,7})\"")
_KIND = re.compile(rb" t=\"[a-zA-Z]+\"")
_TEXT = re.compile(rb">([^<>]+)<")

NUMBERS: Sequence[bytes] = (
    b"0",
    b"-1",
    b"1",
    b"255",
    b"65536",
    b"99999999",
    b"60000000",
    b"2147483648",
    b"1e9",
    b"x",
    b"9" * 300,
)

ELEMENTS: Sequence[bytes] = (
    *(
        b"script",
        b"style",
        b"template",
        b"noscript",
        b"svg",
        b"math",
        b"table",
        b"select",
        b"title",
        b"textarea",
        b"plaintext",
    ),
    *(
        b"html",
        b"head",
        b"body",
        b"frameset",
        b"iframe",
        b"object",
        b"w:tbl",
        b"w:tr",
        b"w:tc",
        b"w:p",
        b"w:r",
        b"w:t",
    ),
    *(
        b"w:sdt",
        b"w:ins",
        b"w:del",
        b"w:hyperlink",
        b"mc:AlternateContent",
        b"row",
        b"c",
        b"v",
        b"is",
        b"t",
        b"f",
        b"si",
        b"x:y",
    ),
)

INSERTS: Sequence[bytes] = (
    *(
        b"<!-- a comment -->",
        b"<!--",
        b"-->",
        b"<?php echo 1 ?>",
        b"<?xml version='1.0' encoding='utf-16'?>",
        b"<![CDATA[ a ]]>",
        b"<![CDATA[",
    ),
    b'<?xml version="1.0" encoding="no-such-code"?>',
    b'<!DOCTYPE a [<!ENTITY s SYSTEM "file:../canary/secret.txt">]>',
    b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;">]>',
    *(
        b"&s;",
        b"&c;",
        b"&#0;",
        b"&#x1b;",
        b"&#x202e;",
        b"&#xD800;",
        b"&#x110000;",
        b"&nbsp;",
        b"&amp",
        b"&#99999999999;",
        b"_x001B_",
        b"_xD800_",
    ),
    *(
        b"<meta charset=utf-16>",
        b"<base href='file:///'>",
        b"<xi:include href='../canary/secret.txt'/>",
        b"</html>",
        b"</body>",
        b"<br>" * 500,
    ),
)


def _tag(chance: Random, data: bytes) -> tuple[int, int] | None:
    places = [match.span() for match in _TAG.finditer(data)]
    return one_of(chance, places) if places else None


def _inserted(chance: Random, data: bytes) -> bytes:
    place = _tag(chance, data)
    end = one_of(chance, place) if place else 0
    return data[:end] + one_of(chance, INSERTS) + data[end:]


def _outside(chance: Random, data: bytes) -> bytes:
    what = one_of(chance, INSERTS)
    return what + data if likely(chance, 60) else data + what


def _without(chance: Random, data: bytes) -> bytes:
    place = _tag(chance, data)
    return data[: place[0]] + data[place[1] :] if place else b""


def _deep(chance: Random, data: bytes) -> bytes:
    place = _tag(chance, data)
    start = place[0] if place else 0
    name, times = one_of(chance, ELEMENTS), one_of(chance, (3, 60, 260, 300, 1200, 6000))
    close = b"</" + name + b">" if likely(chance, 70) else b""
    inner = data[start:] if likely(chance, 50) else b"within"
    after = b"" if inner != b"within" else data[start:]
    return data[:start] + (b"<" + name + b">") * times + inner + close * times + after


def _again(chance: Random, data: bytes) -> bytes:
    first, last = _tag(chance, data), _tag(chance, data)
    if first is None or last is None:
        return data
    start, end = min(first[0], last[0]), max(first[1], last[1])
    part = data[start : min(end, start + 4000)]
    return data[:end] + part * one_of(chance, (1, 1, 3, 200)) + data[end:]


def _called(chance: Random, data: bytes) -> bytes:
    place = _tag(chance, data)
    if place is None:
        return data
    old = re.match(rb"</?[\w:.-]*", data[place[0] :])
    width = old.end() if old else 1
    return (
        data[: place[0]]
        + (b"<" if likely(chance, 80) else b"</")
        + one_of(chance, ELEMENTS)
        + data[place[0] + width :]
    )


def _numbered(chance: Random, data: bytes) -> bytes:
    return _replaced(chance, data, _NUMBER, one_of(chance, NUMBERS))


def _valued(chance: Random, data: bytes) -> bytes:
    values = [match.group(1) for match in _VALUE.finditer(data)] or [b""]
    new = (
        one_of(chance, values)
        if likely(chance, 50)
        else word(chance).replace('"', "").encode("utf-8", "replace")
    )
    return _replaced(chance, data, _VALUE, b'="' + new + b'"')


def _said(chance: Random, data: bytes) -> bytes:
    new = (
        one_of(chance, INSERTS)
        if likely(chance, 30)
        else word(chance).replace("<", "&lt;").encode("utf-8", "replace")
    )
    return _replaced(chance, data, _TEXT, b">" + new + b"<")


def _placed(chance: Random, data: bytes) -> bytes:
    """A cell or a row of a sheet stands elsewhere."""
    places = [match.group(1) for match in _CELL.finditer(data)] or [b"A1"]
    far = (
        b"A99999999",
        b"XFD1048576",
        b"ZZZZ1",
        b"A0",
        b"1",
        b"",
        b"A1:B2",
        b"99999999",
        b"A18446744073709551617",
    )
    new = one_of(chance, places) if likely(chance, 50) else one_of(chance, far)
    return _replaced(chance, data, _CELL, b' r="' + new + b'"')


def _typed(chance: Random, data: bytes) -> bytes:
    """A cell of a sheet says that it holds something else."""
    kinds = (b"s", b"d", b"e", b"b", b"str", b"inlineStr", b"n", b"x")
    return _replaced(chance, data, _KIND, b' t="' + one_of(chance, kinds) + b'"')


def _exchanged(chance: Random, data: bytes) -> bytes:
    """A text is what another one is."""
    texts = [match.group(1) for match in _TEXT.finditer(data)] or [b""]
    return _replaced(chance, data, _TEXT, b">" + one_of(chance, texts) + b"<")


def _replaced(chance: Random, data: bytes, what: re.Pattern[bytes], new: bytes) -> bytes:
    places = [match.span() for match in what.finditer(data)]
    if not places:
        return bytes_of(chance, data)
    start, end = one_of(chance, places)
    return data[:start] + new + data[end:]


MARKUP: Sequence[Change] = (
    *(
        _inserted,
        _outside,
        _without,
        _deep,
        _again,
        _called,
        _numbered,
        _numbered,
        _valued,
        _said,
        _said,
        _said,
    ),
    *(_exchanged, _exchanged, _exchanged, _placed, _typed, bytes_of),
)
