"""Rules: which address leads where. Addresses are made by `linking`: a rule need not know how to make one."""

from collections.abc import Callable

from werkzeug.routing import Rule


class MatchingRule(Rule):
    """A rule that only matches: Werkzeug compiles two functions for each that would make its addresses, a
    twentieth of a start.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        return _made_elsewhere


def _made_elsewhere(rule: Rule, **values: object) -> tuple[str, str]:
    raise LookupError(f"{rule.rule}: addresses are made by `search.linking.addresses`")
