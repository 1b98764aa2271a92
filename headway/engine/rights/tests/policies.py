"""A small policy for examples and tests: most rights to the product manager, one by size, two with approvals."""

from headway.engine.rights.catalogue import REQUIRED
from headway.engine.rights.document import policy_from

_SPECIAL = {
    "DRe1": """
    title: Roadmap changes
    mode: decide
    rules:
      - when: material
        decide: [director, executive]
        inform: [engineering]
        deadline_days: 5
        escalate: [{to: executive, after_days: 3}]
      - {when: any, decide: [product_manager, director, executive]}""",
    "DRt1": """
    title: Solution trade-offs
    mode: decide
    rules:
      - {when: any, decide: [product_manager], approve: {all_of: [engineering, design]}}""",
    "DRe6": """
    title: Significant compliance risks
    mode: decide
    rules:
      - when: any
        decide: [executive]
        approve: {all_of: [[security, legal]]}
        request: [product_manager, security, legal]""",
    "DRb1": """
    title: Budget
    mode: recommend
    rules:
      - {when: any, decide: [product_manager], answer: [executive]}""",
}
_PLAIN = """
    title: What {id} is about
    mode: decide
    rules: [{{when: any, decide: [product_manager]}}]"""
TEXT = f"""format: 1
profile: small
title: Small
positions:
  product_manager: {{label: Product manager, roles: [owner, product_manager]}}
  engineering: {{label: Engineering, roles: [engineer]}}
  design: {{label: Design, roles: [designer]}}
  director: {{label: Director, roles: [product_lead]}}
  executive: {{label: Executive, roles: [owner]}}
  security: {{label: Security}}
  legal: {{label: Legal, irreplaceable: true}}
materiality:
  material: {{accounts: 10}}
rights:
{"".join(f"  {right}:{_SPECIAL.get(right) or _PLAIN.format(id=right)}" + chr(10) for right in REQUIRED)}
delegations:
  - {{from: executive, to: director, until: 2026-12-31, limits: {{arr: 50000}}}}
"""
SMALL = policy_from(TEXT)
