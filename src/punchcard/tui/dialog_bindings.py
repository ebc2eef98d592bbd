"""The ids of the keys inside forms, cards and other dialogs; loaded only to check a remapped key."""

from __future__ import annotations

from textual.binding import Binding

from punchcard.tui.accounts.abilities_dialog import AbilitiesDialog
from punchcard.tui.accounts.backend_picker import BackendRows
from punchcard.tui.accounts.form import AccountForm
from punchcard.tui.accounts.opening import OpeningScreen
from punchcard.tui.accounts.rows import AccountRows
from punchcard.tui.accounts.screen import AccountsScreen
from punchcard.tui.accounts.switcher import AccountSwitcher, NameLine
from punchcard.tui.approvals.decline_form import DeclineForm
from punchcard.tui.approvals.item_detail import ItemDetail
from punchcard.tui.clock.card import Card
from punchcard.tui.forms.assignment_row import AssignmentRow
from punchcard.tui.forms.base import Dialog, Form
from punchcard.tui.forms.confirm import ConfirmScreen
from punchcard.tui.forms.entry_choice import ChoiceRow
from punchcard.tui.forms.entry_day import DayField
from punchcard.tui.forms.entry_times import DurationField
from punchcard.tui.forms.overlap_question import OverlapOption, OverlapQuestion
from punchcard.tui.forms.picker import AssignmentPicker
from punchcard.tui.forms.query_line import QueryLine
from punchcard.tui.forms.request_form import RequestForm
from punchcard.tui.forms.time_field import TimeField
from punchcard.tui.groups.by_dialog import ByDialog, KeyRows
from punchcard.tui.groups.entries_dialog import PartRows
from punchcard.tui.groups.tree import GroupTree
from punchcard.tui.help import HelpScreen
from punchcard.tui.outbox.screen import OutboxScreen
from punchcard.tui.timesheet.filter_line import FilterLine
from punchcard.tui.timesheet.person_picker import PersonLine, PersonPicker
from punchcard.tui.timesheet.preflight_question import PreflightQuestion
from punchcard.tui.timesheet.read_only import ReadOnlyWeek
from punchcard.tui.timesheet.review_pane import ReviewPane
from punchcard.tui.widgets.row_list import RowList

_OWNERS = (
    AssignmentPicker, AssignmentRow, Card, ConfirmScreen, Dialog, Form, HelpScreen, OutboxScreen, QueryLine,
    TimeField, ChoiceRow, DayField, DurationField, OverlapOption, OverlapQuestion, PreflightQuestion, RowList,
    RequestForm, ReadOnlyWeek, ReviewPane, FilterLine, PersonPicker, GroupTree, ByDialog, KeyRows, PartRows,
    DeclineForm, ItemDetail, AbilitiesDialog, AccountForm, AccountRows, AccountSwitcher, AccountsScreen,
    BackendRows, NameLine, OpeningScreen, PersonLine,
)  # fmt: skip


def dialog_binding_ids() -> frozenset[str]:
    """The ids that `[keys]` may remap besides those of the screens."""
    bindings = (binding for owner in _OWNERS for binding in owner.BINDINGS)
    return frozenset(binding.id for binding in bindings if isinstance(binding, Binding) and binding.id)
