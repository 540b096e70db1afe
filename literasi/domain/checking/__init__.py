"""The content check: what a text may say and how plainly it says it, line by line.

Reading a text (``parse_…``) refuses what cannot be shown; this looks at the words of what can.
"""

from literasi.domain.checking.examination import Examination, examine

__all__ = ["Examination", "examine"]
