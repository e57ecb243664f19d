"""The mail plan: which letter goes out when, to whom, in which words, and what people choose about it.

A letter itself is a row of the outbox (`portal.outbox`, `portal.delivery`); this package decides that it must exist.
From bottom to top: `kinds`, `times` (pure) · `wordings`, `choices`, `addresses`, `subscriptions` · `plan` · `planner`,
`digest`, `keeping` · `emails` (the floor's own letters) · `calendar` (what staff see).
"""
