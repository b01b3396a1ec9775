"""An archive that an administrator orders: made by the worker, kept for a week."""

import hashlib
import tempfile
from functools import partial
from pathlib import Path

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from assessments.archives.writing import write_archive
from assessments.models import Archive
from assessments.models.archives import FOLDER
from assessments.report.ordering import stands_still as nobody_works_since
from assessments.report.storage import remove_unnamed
from portal.backups.refusing import Refused
from portal.languages import in_swedish
from portal.models import Organisation, User
from portal.pdf import PdfError


def order(organisation: Organisation, user: User) -> Archive | None:
    """None where one is being made already."""
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        if organisation.archives.under_way().exists():
            return None
        ordered = organisation.archives.create(ordered_by=user)
        make.enqueue(ordered.pk)
    return ordered


@task
def make(pk: int) -> None:
    """The file, unless it is made, or has been too long on its way."""
    ordered = Archive.objects.under_way().select_related("organisation").filter(pk=pk).first()
    if ordered is None:
        return
    with tempfile.TemporaryDirectory(prefix="archive-", dir=settings.VAR_DIR) as folder:
        file = Path(folder) / "arkiv.zip"
        try:
            with in_swedish():
                write_archive(ordered.organisation, file)
            _keep(ordered, file)
        except (Refused, PdfError) as reason:
            _fail(ordered, str(reason))
        except OSError:
            _fail(ordered, _("Arkivet gick inte att skriva. Säg till den som driver portalen."))
            raise


def stands_still(ordered: Archive) -> bool:
    """It waits, and no worker takes anything up."""
    making = DBTaskResult.objects.filter(
        task_path=make.module_path, status=TaskResultStatus.RUNNING
    )
    return nobody_works_since(ordered.ordered_at) and not making.exists()


def _fail(ordered: Archive, failure: str) -> None:
    Archive.objects.filter(pk=ordered.pk).update(failure=failure)


def _keep(ordered: Archive, file: Path) -> None:
    with file.open("rb") as content:
        ordered.sha256 = hashlib.file_digest(content, "sha256").hexdigest()
        content.seek(0)
        name = f"{ordered.organisation.slug}-{timezone.localdate().isoformat()}.zip"
        ordered.file.save(name, File(content), save=False)
    ordered.made_at = timezone.now()
    ordered.save()


def clear_old() -> None:
    """Each with its file, and files that no row names."""
    for old in Archive.objects.old():
        if old.file:
            transaction.on_commit(partial(default_storage.delete, str(old.file)))
        old.delete()
    remove_unnamed(FOLDER, Archive.objects.all())
