"""Documents that are made as PDF when somebody asks for them, and kept by nobody."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string

from portal.access import Request
from portal.pdf import PdfError, render_pdf


def paper(
    request: Request, template: str, context: dict[str, Any], name: str, page: str
) -> HttpResponse:
    """The document as a file, or the way back to its page, which then says why there is none."""
    try:
        pdf = render_pdf(render_to_string(template, context))
    except PdfError as error:
        messages.error(request, str(error))
        return redirect(page)
    headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)
