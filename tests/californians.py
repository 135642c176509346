"""Registers of a few lines that speak of California, for several tests."""

from __future__ import annotations

from registers import OWN, activity, files

DECLARED = """\
applicable_laws: {ccpa: stated, cpra-amendments: stated}
rights:
  ccpa-know: {text: What was collected, method: By the form}
  ccpa-delete: {text: What was collected, method: By the form}
  ccpa-correct: {text: What is wrong, method: By letter}
  ccpa-opt-out: {text: At any time}
  ccpa-limit: {text: At any time}
  ccpa-non-discrimination: {text: Nobody is treated worse}
declared:
  period: The preceding 12 months
  updated: 2025-12-01
  categories:
    A:
      label: Identifers
      misspelt: true
      collected: yes
      examples: Names and numbers
      retention: Three years
      disclosed_to: {contractors: stated}
    C: {label: Protected classes, collected: no, examples: Age}
    F:
      label: Use of the site
      collected: yes
      purposes: {measuring: {text: Measuring visits}}
      sources: {device-or-browser: stated}
    I: {label: Work, collected: not-listed}
  other:
    whatever-else: {label: Whatever else you send, collected: yes}
  sensitive:
    health: {label: Health, collected: no}
    account-access: {label: Log-in, collected: yes}
  sources: {data-subject: stated}
  purposes: {orders: {text: Taking orders}}
  disclosed_to: {service-providers: stated, social-networks: {text: On their pages}}
  disclosure_purposes: {support: {text: Support by others}}
  sold: {none: [], period: the preceding 12 months}
  shared: {none: [], period: the preceding 12 months}
  sold_to: none
  sale_purposes: none
  retention: As long as the account lasts
  minors: {none: [], note: Nobody under 16 is known}
  limit_use: none
  links:
    privacy-policy: {title: Privacy policy, location: https://shop.example/privacy}
    opt-out: {title: Your choices, location: https://shop.example/choices}
    limit-use: {title: Limit, location: https://shop.example/limit}
    metrics: {title: Metrics, location: https://shop.example/metrics}
  handling:
    methods: By form or letter
    instructions: Fill in the form
    verification: A code is sent
    preference-signals: Are obeyed
    frictionless-signals: No message is shown
    authorized-agents: Show a mandate
    under-16: Parents opt in
    contact: privacy@shop.example
"""
"""A declaration that answers every element of 11 CCR 7011(e) and 7012(e)."""

RECORDS = {
    "sales": activity(
        "sales",
        """\
        active_from: 2024-01-01
        purposes:
          selling: {text: Selling goods., lawful_basis: {contract: stated}}
          audiences: {text: Custom audiences on other sites., lawful_basis: {consent: stated}}
        personal_data:
          email: {retention: {period: P2Y}}
          ip-address: stated
          salary: stated
        collected_from: {data-subject: {data: [email]}}
        recipients:
          hosting-providers: {kind: {service-provider: stated}, data: [email], purposes: [selling]}
          advertising-networks: {kind: {third-party: stated}, data: [ip-address], purposes: [audiences], sharing: stated}
          banks: {purpose: Payment.}
          employees: {kind: {internal: stated}, data: [email]}
        sale: none
        retention: {until: the contract ends}
        """,
    ),
    "letters": activity(
        "letters", "personal_data: {name: stated}\nstatus: ended\nactive_until: 2025-05-01\n"
    ),
    "archive": activity(
        "archive",
        "personal_data: {call-recording: stated}\nstatus: ended\nactive_until: 2024-12-31\n",
    ),
    "hosting": activity(
        "hosting", "personal_data: {call-recording: stated}\n", "{processor: stated}"
    ),
}
"""Activities inside and outside the 12 months before 2026-01-31, and one for a customer."""


def californian(said: str = DECLARED) -> dict[str, str | None]:
    """The files of the corner shop that declares *said*."""
    return files(OWN, said, activities=RECORDS)
