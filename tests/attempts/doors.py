"""Every address that writes, room by room: who tries it on something that is not theirs, and how it answers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Door:
    """`who` tries; the answer is `status` with `code` ("" = the status says it all). `keeps`: tables in which the try itself is counted."""

    name: str
    who: str
    status: int
    code: str = ""
    keeps: tuple[str, ...] = ()


def _doors(room: str, who: str, status: int, names: str, code: str = "") -> list[Door]:
    return [Door(f"{room}:{name}", who, status, code) for name in names.split()]


ANOTHER_DEPARTMENT = [  # the head of 市场部 must not learn that it exists
    *_doors("content", "sun", 404, "topic_edit topic_adopt topic_drop topic_finish word_import draft_release draft_coauthors draft_reopen"),
    *_doors("content", "sun", 404, "draft_save draft_autosave draft_discard picture_upload draft_check paste_clean draft_submit draft_withdraw"),
    *_doors("content", "sun", 404, "annotations annotation_deed"),
    *_doors("content", "sun", 404, "topic_decide topic_evaluate topic_material_new topic_material_settle topic_import_deed series_edit"),
    *_doors("content", "sun", 404, "series_pause line_decide line_words planning_deed block block_retire draft_declare assistant"),
    *_doors("content", "sun", 404, "picture_crop draft_tidy draft_merge draft_compare draft_pulse material_use upload_drop assistant_take"),
    *_doors("content", "sun", 404, "material_archive material_restore material_label material_cover version_register consent_withdraw"),
    *_doors("content", "sun", 404, "claim_add claim_source claim_dismiss claim_reopen consent_new licence_new material_edit"),
    *_doors("publishing", "sun", 404, "slot_end slot_fill replan sensitive pause_resume send_late"),
    *_doors("publishing", "sun", 404, "schedule move cancel retry resolve"),
    *_doors("approvals", "sun", 404, "approve return reject withdraw add transfer delegate return_to read"),
    *_doors("collab", "sun", 404, "comments_collab_crossrequest comments_collab_ticket comments_approvals_case comments_accounts_account"),
    *_doors("collab", "sun", 404, "comments_content_topic comments_content_draft comments_publishing_publication"),
    *_doors("collab", "sun", 404, "comment_edit comment_deed task_done request_deed ticket_deed"),
    *_doors("notify", "sun", 404, "change_webhook rotate_webhook switch_webhook ping_webhook resend_hook"),
    *_doors("vault", "sun", 404, "reveal checkout_deed"),
    *_doors("accounts", "sun", 404, "positioning_edit positioning_submit agree_to_unlock decline_to_unlock open_document hand acknowledge"),
    *_doors("publishing", "sun", 404, "kit_tick kit_handoff proof proof_confirm proof_return not_published operator"),
    *_doors("publishing", "sun", 404, "evidence_add comment_said withdraw withdrawal_prove withdrawal_confirm withdrawal_return"),
    *_doors("publishing", "sun", 404, "withdrawal_hand withdrawal_drop correction_new correction_approve correction_refuse"),
    *_doors("analytics", "sun", 404, "enter import_assign import_apply import_discard"),
    *_doors("org", "sun", 404, "end_absence rotate_key revoke_key"),
]  # fmt: skip
NO_RIGHT = [  # a head of department is no administrator, an editor no head
    *_doors("org", "sun", 403, "add_member take_position grant_role set_password leave drop_second_factor end_grant add_unit take_seat"),
    *_doors("org", "sun", 403, "change_member transfer return_member setup_link change_position end_position export_members imports"),
    *_doors("org", "sun", 403, "confirm_import drop_import undo_import letters change_unit move_unit merge_unit close_unit change_group"),
    *_doors("org", "sun", 403, "change_leader end_seat add_role change_role retire_role account_groups rename_account_group import_year"),
    *_doors("org", "sun", 403, "import_notice own_day drop_own_day office_hours unlock end_sessions add_provider provider check_provider"),
    *_doors("org", "sun", 403, "switch_provider add_rule end_rule add_link end_link approve_request deny_request"),
    *_doors("org", "lin", 403, "issue_service_key"),
    *_doors("notify", "sun", 403, "add_channel channel test_channel switch_channel resend"),
    *_doors("notify", "lin", 403, "add_webhook"),
    *_doors("approvals", "sun", 403, "flow_start flow_design flow_publish flow_discard flow_retire hand_over"),
    *_doors("rulebook", "sun", 403, "adopt run clause_run import import_correct import_keys import_undo import_abandon exception_end"),
    *_doors("rulebook", "sun", 403, "interpretation_answer packs"),
    *_doors("rulebook", "lin", 403, "finding_plan finding_close exception_ask start impact propose drop place_add place_edit place_move"),
    *_doors("rulebook", "lin", 403, "place_remove questions question question_remove"),
    *_doors("collab", "outsider", 403, "idea_new request_new ticket_new meeting_new targets"),
    *_doors("collab", "lin", 403, "agenda_remove"),
    *_doors("platforms", "lin", 403, "add limit criteria assess assessment_change assessment_submit"),
    *_doors("accounts", "sun", 403, "register change connect test freeze unfreeze status authorise other_user lock_down finish_steps"),
    *_doors("accounts", "sun", 403, "ask_to_unlock dossier certify filing unfile document check_up begin_handover"),
    *_doors("vault", "sun", 403, "rule add replace rotate demand"),
    *_doors("vault", "sun", 403, "review_open review_decide block_lift exposure_rotate"),
    *_doors("compliance", "sun", 403, "new_rule import import_confirm adopt edit_rule put_live drop industry"),
    *_doors("content", "wu", 403, "topic_new draft_new topics_import idea_to_topic almanac_topic hot_make_topic"),
    *_doors("content", "wu", 403, "folder_new materials_bulk upload_plain upload_register uploads"),
    *_doors("content", "lin", 403, "topics_bulk planning_new series_new hot_source_read hot_source hot_source_new block_new brand_colours"),
    *_doors("content", "zhou", 403, "almanac_entry almanac_entry_new almanac_entry_drop hot_new hot_mark hot_judge planning_import_take planning_import_drop"),
    *_doors("content", "sun", 403, "assistant_setup"),
    *_doors("publishing", "lin", 403, "slots pause_press"),
    *_doors("publishing", "chen", 403, "rules circuit"),
    *_doors("content", "outsider", 403, "experiment_arms experiment_figures"),
    *_doors("publishing", "outsider", 403, "calendar_feed_open calendar_feed_close"),
    *_doors("content", "sun", 403, "review_flows"),
]  # fmt: skip
NOT_THEIRS = [  # the company's own things, open to read for everybody: the deed itself asks whose they are
    *_doors("collab", "outsider", 404, "comments_collab_idea comments_collab_meeting"),
    *_doors("collab", "sun", 403, "idea_deed decision_deed"),
    *_doors("collab", "lin", 403, "meeting_deed"),
    *_doors("collab", "lin", 422, "decision_remove", "minutes_sealed"),
    *_doors("rulebook", "outsider", 403, "interpretation_ask read quiz sign"),
    *_doors("approvals", "sun", 404, "approve_several", "task_not_there"),
    *_doors("vault", "lin", 404, "glass_confirm glass_review"),
    *_doors("vault", "outsider", 422, "checkout_new glass_new"),
    *_doors("analytics", "sun", 422, "imports"),  # figures for an account that the form does not offer
]
CLOSED = [  # public by nature: shut once the company exists, or sealed
    *_doors("web", "sun", 404, "setup_company setup_group setup_admin", "company_exists"),
    *_doors("org", "sun", 422, "welcome"),
    # A refused message is counted on purpose.
    Door("publishing:callback", "sun", 403, keeps=("publishing.CallbackRefusal",)),
]
OWN_ONLY = {
    "web:language", "web:theme", "notify:read_all", "notify:settings", "org:issue_key", "org:add_absence", "compliance:try",
    "vault:strength",
}  # fmt: skip
"""They write the caller's own things or nothing at all: nothing of another person can be named there."""
DOORS = [*ANOTHER_DEPARTMENT, *NO_RIGHT, *NOT_THEIRS, *CLOSED]


def methods_of(view: Callable[..., Any]) -> set[str]:
    """The methods that the view lets in; empty when it says nothing."""
    asked: Any = view
    while asked is not None:
        free = asked.__code__.co_freevars if hasattr(asked, "__code__") else ()
        if "request_method_list" in free:
            return set(asked.__closure__[free.index("request_method_list")].cell_contents)
        asked = getattr(asked, "__wrapped__", None)
    return set()
