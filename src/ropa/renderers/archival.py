"""One file that is PDF/A-3a and PDF/UA-1 at once. ISO 19005-3, ISO 14289-1.

The PDF library marks a file for the one standard or the other; the second mark, with the schema that PDF/A asks for, is
added to the same metadata.
"""

import io

_MARK = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part>\
</rdf:Description><rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Part of ISO 14289 the file conforms to</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""


def also_accessible(data: bytes) -> bytes:
    """The PDF/A *data* marked for PDF/UA-1 too; the same input gives the same bytes."""
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as document:
        metadata = document.Root.Metadata.read_bytes()
        document.Root.Metadata.write(metadata.replace(b"</rdf:RDF>", _MARK + b"</rdf:RDF>"))
        out = io.BytesIO()
        # Packed again by the library's own packer: that of Python differs between machines.
        document.save(out, deterministic_id=True, min_version="1.7", recompress_flate=True)
        return out.getvalue()
