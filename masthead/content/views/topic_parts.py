"""Evaluations, materials, bulk deeds, and lists of topics over HTTP."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from masthead.content import actions, forms, queries, topic_sheet
from masthead.content.views.asking import ask, back_to, member_of
from masthead.core import clock
from masthead.core.permissions import requires
from masthead.org import sheets

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_EXPORTED = 5000


@require_http_methods(["GET", "HEAD", "POST"])
@requires("content.topic.propose")
def topic_evaluate(request: HttpRequest, pk: int) -> HttpResponse:
    member = member_of(request)
    topic = queries.get_topic_for(member, pk, "content.topic.propose")
    form = forms.EvaluationInput(request.POST or None, kept=queries.my_evaluation(topic, member))

    def evaluate() -> object:
        return actions.evaluate_topic(topic=topic, by=member, **form.given())

    words = {"topic": topic, "crumbs": queries.topic_crumbs(topic), "to": topic}
    return ask(request, form, evaluate, template="content/topic_evaluate.html", done=_("已记录您的评估。"), **words)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("content.topic.propose")
def material_new(request: HttpRequest, pk: int) -> HttpResponse:
    member = member_of(request)
    topic = queries.get_topic_for(member, pk, "content.topic.propose")
    form = forms.MaterialInput(request.POST or None, topic=topic)

    def add() -> object:
        return actions.add_topic_material(topic=topic, by=member, **form.cleaned_data)

    words = {"topic": topic, "crumbs": queries.topic_crumbs(topic), "to": topic}
    return ask(request, form, add, template="content/topic_material_form.html", done=_("已列入素材清单。"), **words)


@require_POST
@requires("content.topic.read")
def material_settle(request: HttpRequest, pk: int, material: int) -> HttpResponse:
    member = member_of(request)
    topic = queries.get_topic_for(member, pk)
    state = request.POST.get("state", "")
    actions.settle_topic_material(topic=topic, material_id=material, state=state, by=member)
    return back_to(request, topic)


@require_POST
@requires("content.topic.decide")
def topics_bulk(request: HttpRequest) -> HttpResponse:
    member, form = member_of(request), forms.BulkInput(request.POST)
    if not form.is_valid():
        messages.error(request, _("请先勾选选题，并填好需要的内容。"))
        return back_to(request, "content:topics")
    given = form.cleaned_data
    topics = queries.get_topics_for(member, given.pop("ids"), "content.topic.decide")
    found = actions.decide_on_topics(topics=topics, by=member, **given)
    n = len(found.done)
    messages.success(request, ngettext("已处理 %(n)d 个选题。", "已处理 %(n)d 个选题。", n) % {"n": n})
    for title, why in found.refused[:5]:
        messages.warning(request, f"《{title}》{why}")
    return back_to(request, "content:topics")


@require_GET
@requires("content.topic.read")
def topics_export(request: HttpRequest) -> HttpResponse:
    """What the filters show, as a table."""
    member = member_of(request)
    wanted = forms.TopicFilterInput(request.GET, member=member).wanted()
    rows = queries.topic_rows(member, wanted).order_by(*queries.TOPIC_ORDER)[:MOST_EXPORTED]
    heading = [*topic_sheet.heading(), _("状态"), _("评估分")]
    data = sheets.write_table(_("选题"), heading, topic_sheet.export_rows(rows))
    return _workbook(data, f"topics-{clock.today()}.xlsx")


@require_GET
@requires("content.topic.propose")
def topics_template(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """An empty list with its columns."""
    return _workbook(sheets.write_table(_("选题"), topic_sheet.heading(), []), "topics-template.xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
@requires("content.topic.propose")
def topics_import(request: HttpRequest) -> HttpResponse:
    """Upload a list; earlier ones below."""
    member, form = member_of(request), forms.ListInput(request.POST or None, request.FILES or None)

    def read() -> str:
        upload = form.cleaned_data["file"]
        one = actions.read_topics(data=upload.read(), name=upload.name or "", by=member)
        return queries.import_url(one)

    words = {"imports": queries.topic_imports_of(member)[:10], "crumbs": queries.topic_crumbs()}
    return ask(request, form, read, template="content/topics_import.html", done=_("已读取，请核对后确认。"), **words)


@require_GET
@requires("content.topic.propose")
def topic_import(request: HttpRequest, pk: int) -> HttpResponse:
    """The preview: rows with errors first, each beside its cell."""
    one = queries.get_topic_import_for(member_of(request), pk)
    rows = sorted(one.rows, key=lambda row: (not row["errors"], row["line"]))
    context = {"one": one, "rows": rows, "good": len(rows) - one.wrong_count, "columns": topic_sheet.COLUMNS}
    return render(request, "content/topic_import.html", context | {"crumbs": queries.topic_crumbs()})


@require_POST
@requires("content.topic.propose")
def topic_import_deed(request: HttpRequest, pk: int, deed: str) -> HttpResponse:
    """Take the good rows in, or give the preview up."""
    member = member_of(request)
    one = queries.get_topic_import_for(member, pk)
    if deed == "confirm":
        done = actions.confirm_topics(one=one, by=member)
        messages.success(request, _("已提出 %(n)d 个选题。") % {"n": len(done.topic_ids)})
        return redirect("content:topics")
    actions.drop_topics(one=one, by=member)
    return redirect("content:topics_import")


def _workbook(data: bytes, name: str) -> HttpResponse:
    return HttpResponse(data, content_type=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})
