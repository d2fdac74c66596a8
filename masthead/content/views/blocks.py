"""Reusable words and brand colours over HTTP."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from masthead.content import actions, forms, queries
from masthead.content.views.topics import _member
from masthead.core.permissions import requires


@requires("content.draft.write")
def block_list(request: HttpRequest) -> HttpResponse:
    member = _member(request)
    return render(request, "content/block_list.html", queries.blocks_page(member))


@requires("content.block.manage")
def block_new(request: HttpRequest) -> HttpResponse:
    member = _member(request)
    form = forms.BlockInput(request.POST or None, member=member)
    if request.method == "POST" and form.is_valid():
        actions.save_block(**form.cleaned_data, by=member)
        messages.success(request, _("已保存，写稿时可以插入。"))
        return redirect("content:blocks")
    context = {"form": form, "crumbs": queries.block_crumbs()}
    return render(request, "content/block_form.html", context, status=422 if form.errors else 200)


@requires("content.block.manage")
def block_edit(request: HttpRequest, pk: int) -> HttpResponse:
    member = _member(request)
    block = queries.get_block_for(member, pk, "content.block.manage")
    form = forms.BlockInput(request.POST or None, member=member, block=block)
    if request.method == "POST" and form.is_valid():
        actions.save_block(**form.cleaned_data, block=block, by=member)
        messages.success(request, _("已保存；已经写好的稿件不受影响。"))
        return redirect("content:blocks")
    context = {"form": form, "changed": block, "crumbs": queries.block_crumbs()}
    return render(request, "content/block_form.html", context, status=422 if form.errors else 200)


@requires("content.block.manage")
@require_POST
def block_retire(request: HttpRequest, pk: int) -> HttpResponse:
    member = _member(request)
    actions.retire_block(block=queries.get_block_for(member, pk, "content.block.manage"), by=member)
    messages.info(request, _("已停用，不再提供。"))
    return redirect("content:blocks")


@requires("content.block.manage")
def brand_colours(request: HttpRequest) -> HttpResponse:
    member = _member(request)
    form = forms.ColoursInput(request.POST or None, initial={"colours": queries.colours_as_lines()})
    if request.method == "POST" and form.is_valid():
        actions.set_brand_colours(colours=form.cleaned_data["colours"], by=member)
        messages.success(request, _("品牌色已更新。"))
        return redirect("content:blocks")
    context = {"form": form, "crumbs": queries.block_crumbs()}
    return render(request, "content/colours.html", context, status=422 if form.errors else 200)
