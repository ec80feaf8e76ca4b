"""The demo company: Northbeam Instruments, which makes laboratory and process instruments.

`write_demo` writes its exports as CSV files of the canonical tables: three years up to a last
day, the same bytes for the same scale, seed and day. Sixty people and two executives, six
regions, six industries, nine sources; about 10,000 leads, 2,000 opportunities with 10,000
versions, 100,000 touches, each times the scale.

The story, with what it shows for seed 7 on 2026-11-15 (fourth quarter unless said otherwise;
`tests/data/demo/test_story.py` holds the figures):

1.  *A little behind.* 1.81 M is booked of 4.39 M: a fifth more than a year before, near 95 % of
    the usual pace; what is open covers 2.7 times what is still to go; the win rate is 31 %.
2.  *EMEA's deals slip.* Of the 30 deals (1.8 M) that EMEA had open for this quarter when it
    began, 14 have moved out of it (43 % of the amount); elsewhere 7 of 124.
3.  *Paid search looks good by volume.* It brings most leads of all sources, and in every region
    sales accepts fewest of them (some 43 % against 77 %) and wins fewest of its deals (10 %
    against 31 %).
4.  *The follow-up gap.* EMEA answers less than half of its leads within four business hours,
    the others four in five; leads handed to EMEA on a Friday afternoon often stay unanswered,
    and EMEA's leakage is a multiple of the others'.
5.  *Leads do not fit the quota.* Research and education brings three leads of ten and carries
    8 % of quota; life sciences 15 % of leads and 31 % of quota.
6.  *What comes back.* "No budget this year" and "Wrong contact" lead the hand-back reasons.
7.  *It gets better.* In the last seven weeks both clocks improve: sales' answers to leads and
    marketing's answers to hand-backs.

`write_pay` writes the quarter's plan for the shared pool and the terms of those who take part, a
joiner, a leaver, a new role and a part-timer among them. Re-run on the last eight quarters it
funds between 35 % and 126 % of target (`tests/metrics/planning/test_demo_plan.py`).

The exports are not clean: twelve rows cannot be read and some two dozen cannot be true
(`flaws.py`). The current quarter's plan is set by the pace, and the company is the first of some
attempts whose figures are believable (`story.py`), so that the story holds for any last day.
"""

from data.demo.company import WORKSPACE_TOML as DEMO_WORKSPACE
from data.demo.pay import write_pay
from data.demo.write import write_demo

__all__ = ["DEMO_WORKSPACE", "write_demo", "write_pay"]
