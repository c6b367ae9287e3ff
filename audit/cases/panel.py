"""What a panel agreed, beside what each reader had said."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class PanelGrade:
    """The panel's grade of a question about a subject: a grade's code, or the word for not applicable.

    `on` holds the values that were moderated, by `agency/reading`; where they have changed since, the grade
    is to be agreed again and does not count. An empty `grade` takes an earlier one back.
    """

    subject: str
    question: str
    grade: str
    reason: str
    by: str
    at: str
    on: Mapping[str, str] = field(default_factory=dict)

    def block(self) -> dict[str, Any]:
        """What is kept of it beside its keys and its stamp."""
        return {"grade": self.grade, "reason": self.reason, "on": dict(self.on)}
