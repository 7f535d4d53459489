"""The only door to a case, for the command line and the desktop alike: a `Session` and the values it takes and gives.

Nothing here knows Qt. Each further file of this room holds acts of one kind, which `Session` puts together.
"""

from __future__ import annotations

from forensicdesk.calibrating import calibration_in_force
from forensicdesk.case.early import named_store, open_early, wrong_with_store
from forensicdesk.case.moments import standing_of
from forensicdesk.case.veil import LEAST_PASSPHRASE, check_passphrase
from forensicdesk.chance.expecting import Chance
from forensicdesk.chance.telling import in_words
from forensicdesk.deciding.scheme_file import find_category_scheme, shipped_schemes
from forensicdesk.deciding.suggesting import suggestions_of
from forensicdesk.doctor import Findings, examine_installation
from forensicdesk.examine import Comparison, compare_files, examine_files, examine_with_inside
from forensicdesk.lists.difference import Example, KindDifference, difference
from forensicdesk.lists.exporting import EXPORT_FORMS, Exported, export_list
from forensicdesk.lists.library import Library, default_folder, newest_lists
from forensicdesk.lists.preview import ListPreview, preview_list
from forensicdesk.lists.records import ImportSettings
from forensicdesk.lists.scheme import Scheme, find_scheme, presets
from forensicdesk.matching.policy import DEFAULT_POLICY, Policy
from forensicdesk.matching.policy_file import policy_toml, read_policy
from forensicdesk.model import ItemFilter
from forensicdesk.offline import forbid_network
from forensicdesk.pipeline.across import Cluster
from forensicdesk.pipeline.match import check_list
from forensicdesk.pipeline.trust import Trust
from forensicdesk.places import account_name, case_folder, check_source, refuse_inside
from forensicdesk.profiles import find_recipe
from forensicdesk.reporting.added import Added
from forensicdesk.reporting.amending import replaced_report
from forensicdesk.reporting.causes import issue_words
from forensicdesk.reporting.pages import LaidOut
from forensicdesk.reporting.template import read_templates
from forensicdesk.reporting.writing import WrittenReport, check_request
from forensicdesk.session.accepting import Accepted
from forensicdesk.session.matched import LIST_CHOICES, ListNotes, list_notes
from forensicdesk.session.session import Session, utc_now, verify_path
from forensicdesk.signing.certificate import open_certificate
from forensicdesk.signing.finish import Finish
from forensicdesk.signing.keys import fingerprint, new_key_files, open_key, read_public
from forensicdesk.signing.pkcs11token import open_token
from forensicdesk.signing.stamping import started
from forensicdesk.workers.drawing import PageDrawer

__all__ = [
    "DEFAULT_POLICY",
    "EXPORT_FORMS",
    "LEAST_PASSPHRASE",
    "LIST_CHOICES",
    "Accepted",
    "Added",
    "Chance",
    "Cluster",
    "Comparison",
    "Example",
    "Exported",
    "Findings",
    "Finish",
    "ImportSettings",
    "ItemFilter",
    "KindDifference",
    "LaidOut",
    "Library",
    "ListNotes",
    "ListPreview",
    "PageDrawer",
    "Policy",
    "Scheme",
    "Session",
    "Trust",
    "WrittenReport",
    "account_name",
    "calibration_in_force",
    "case_folder",
    "check_list",
    "check_passphrase",
    "check_request",
    "check_source",
    "compare_files",
    "default_folder",
    "difference",
    "examine_files",
    "examine_installation",
    "examine_with_inside",
    "export_list",
    "find_category_scheme",
    "find_recipe",
    "find_scheme",
    "fingerprint",
    "forbid_network",
    "in_words",
    "issue_words",
    "list_notes",
    "named_store",
    "new_key_files",
    "newest_lists",
    "open_certificate",
    "open_early",
    "open_key",
    "open_token",
    "policy_toml",
    "presets",
    "preview_list",
    "read_policy",
    "read_public",
    "read_templates",
    "refuse_inside",
    "replaced_report",
    "shipped_schemes",
    "standing_of",
    "started",
    "suggestions_of",
    "utc_now",
    "verify_path",
    "wrong_with_store",
]
