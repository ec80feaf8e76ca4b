"""The amount of each deal at the moment it entered the pipeline."""

from collections.abc import Iterator

import pytest

from tests.metrics.oracles._cases import DEAL_CASES, Case, Part, Verifier, View, total
from tests.metrics.oracles._deals import entered


def parts(view: View) -> Iterator[Part]:
    for dims, amount in entered(view):
        yield Part(dims, amount or 0, is_unknown=amount is None)


@pytest.mark.parametrize("case", DEAL_CASES, ids=lambda case: case.name)
def test_pipeline_created(verifier: Verifier, case: Case) -> None:
    verifier.check("pipeline_created", case, parts, total)
