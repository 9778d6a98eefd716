"""Answers to officials' questions about government legal-affairs reports, every statement cited to its sentence.

The way of a question: `assistant` (the path) → `understand` → `retrieve` → `extract` or `generate` → `cite`.
Importing this package loads no heavy dependency.
"""

import logging

logging.getLogger(__name__).addHandler(logging.NullHandler())
