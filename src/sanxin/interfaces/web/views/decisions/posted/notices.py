"""Notices: post one, prove that it hangs in every stairwell, say that it has run; and the sheet that hangs."""

import io
import json

import segno
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sanxin.apps.decisions import queries as decisions
from sanxin.apps.journal import queries as journal
from sanxin.apps.organisation.queries import Verb
from sanxin.apps.projects.queries import load_project_for
from sanxin.apps.publicity import actions
from sanxin.apps.publicity import queries as publicity
from sanxin.apps.registry import queries as registry
from sanxin.foundation.actor import Public
from sanxin.foundation.citation import written
from sanxin.interfaces.web.attendance import Visit
from sanxin.interfaces.web.views import given

LONG = 8000


@require_http_methods(["GET", "HEAD", "POST"])
def notices(visit: Visit, project: str) -> HttpResponse:
    """List a project's notices and what should be public and is not; post one."""
    found = load_project_for(visit.actor, project, Verb.PROJECT_SEE, visit.at)
    if visit.method == "POST":
        days = given.text(visit, "days")
        actions.post_notice(
            actor=visit.actor, project=project, kind=visit.POST.get("kind", ""),
            title=given.needed(visit, "title", most=120), text=given.needed(visit, "text", most=LONG),
            days=int(days) if days.isdigit() else None, basis=given.text(visit, "basis", most=200), **visit.when,
        )  # fmt: skip
        return _done(visit, project, "已公示，期限已算好。", "Posted; its last day is reckoned.")
    compound = found.compound
    may = compound is not None and registry.may(visit.actor, compound.public_id, Verb.NOTICE_POST, visit.at)
    context = {
        "here": "compounds",
        "project": found,
        "card": compound,
        "lines": [(one, _ground(one.basis)) for one in publicity.notices_of(visit.actor, project, visit.at)],
        "missing": publicity.missing_disclosures(visit.actor, project, visit.at),
        "objections": decisions.objection_count(found),
        "kinds": publicity.NoticeKind.values,
        "may_post": may,
        "may_prove": compound is not None
        and registry.may(visit.actor, compound.public_id, Verb.POSTING_PROVE, visit.at),
        "today": visit.at,
    }
    return render(visit, "web/decisions/notices.html", context)


@require_safe
def sheet(visit: Visit, notice: str) -> HttpResponse:
    """Show anyone the sheet that hangs: text, days, objections, what is not public yet, the record's root, a code."""
    hung = publicity.load_notice_for(Public(), notice, Verb.CARD_SEE, visit.at)
    drawn = io.BytesIO()
    segno.make(visit.build_absolute_uri(reverse("notice", args=[notice])), error="m").save(
        drawn, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=2
    )
    context = {
        "notice": hung,
        "missing": publicity.not_disclosed(hung.project, visit.at),
        "objections": decisions.objection_count(hung.project),
        "ground": _ground(hung.basis),
        "head": journal.tree_head(),
        "qr": mark_safe(drawn.getvalue().decode()),  # noqa: S308 - drawn from an address of our own
    }
    return render(visit, "web/decisions/notice.html", context)


@require_POST
def hang(visit: Visit, notice: str) -> HttpResponse:
    """Keep a photograph of a notice in a stairwell."""
    hung = publicity.load_notice_for(visit.actor, notice, Verb.POSTING_PROVE, visit.at)
    upload = visit.FILES.get("photo")
    actions.prove_posting(
        actor=visit.actor, notice=notice, stairwell=visit.POST.get("stairwell", ""),
        photo=upload.read() if upload else b"", **visit.when,
    )  # fmt: skip
    return _done(visit, hung.project.public_id, "张贴照片已留底。", "The photograph is kept.")


@require_POST
def run(visit: Visit, notice: str) -> HttpResponse:
    """Put on record that a notice has fully run."""
    hung = publicity.load_notice_for(visit.actor, notice, Verb.NOTICE_POST, visit.at)
    actions.declare_run(actor=visit.actor, notice=notice, **visit.when)
    return _done(visit, hung.project.public_id, "公示期满，已记录。", "The notice has fully run; on record.")


@require_safe
def photo(visit: Visit, notice: str, photo: str) -> HttpResponse:
    """Show one of a notice's photographs."""
    media_type, content = publicity.posting_photo(visit.actor, notice, photo, visit.at)
    return HttpResponse(content, content_type=media_type, headers={"Cache-Control": "private, no-store"})


def _ground(basis: str) -> str:
    """Say on what ground a notice hangs so long: a citation of the rulebook, or what the office gave."""
    try:
        cited = json.loads(basis)
    except ValueError:
        return basis
    return written(cited["document"], cited["clause"]) if isinstance(cited, dict) else basis


def _done(visit: Visit, project: str, zh: str, en: str) -> HttpResponse:
    messages.success(visit, zh if visit.language == "zh" else en)
    return redirect("notices", project=project)
