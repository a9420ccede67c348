"""The API document is true: requests made up from it, right ones and wrong ones, get only answers that it lists."""

from __future__ import annotations

from collections import Counter

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
requirement = pytest.mark.requirement


@pytest.mark.hypothesis
@requirement("/req/oas30/oas-impl")
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_no_answer_is_a_fault_and_none_is_undocumented(live_server, mode):
    """What makes a filter right is more than a schema can say, so that a right value may still get a 400."""
    document = schemathesis.openapi.from_url(f"{live_server.root}/api?f=json")
    seen = Counter()
    for found in document.get_all_operations():
        operation = found.ok()

        @seed(1)
        @settings(
            max_examples=settings().max_examples // 20,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def ask(case):
            answer = case.call(timeout=60)
            seen[answer.status_code] += 1
            case.validate_response(answer, checks=CHECKS)

        ask()
    assert set(seen) <= {200, 400, 404}
    assert seen[200 if mode is GenerationMode.POSITIVE else 400] > 10
