"""Which scope each operation that asks for a token needs."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from muster.authz.scopes import Scope

_OPERATIONS: Final = {
    Scope.READ: (
        "directory_as_popolo get_commitment get_latest_match get_match get_match_task get_mission "
        "get_mission_order get_offer get_request list_agreements list_commitments "
        "list_declarations list_missing_acts list_missions list_offers "
        "list_requests list_versions read_agreement whoami"
    ),
    Scope.REQUEST: (
        "add_lines amend_request ask_for_help cancel_line cancel_request change_count "
        "close_request mark_line_unable_to_fill match_request reopen_line send_offers "
        "stop_match_task withdraw_offer"
    ),
    Scope.LEND: "accept_offer accept_terms answer_provisionally decline_offer",
    Scope.COMMIT: "accept_commitment recall_commitment release_commitment turn_down_commitment",
    Scope.SIGN: "accede_to_agreement accept_version give_notice record_declaration sign_act",
}

SCOPE_OF: Final[Mapping[str, Scope]] = MappingProxyType(
    {operation: scope for scope, named in _OPERATIONS.items() for operation in named.split()}
)
