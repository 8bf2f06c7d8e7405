"""Setting and removing the photo of a person; of a former photo only the audit event remains."""

from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction

from rencai.org import audit
from rencai.org.models import User
from rencai.people import photos
from rencai.people.models import Person


def set_photo(person: Person, file: bytes, *, by: User) -> None:
    """Check, clean and keep an uploaded photo, in place of a former one. Raises ValidationError by field."""
    try:
        cleaned = photos.repaint(file)
    except ValidationError as error:
        raise ValidationError({"photo": error.messages}) from error
    key = photos.keep(person, cleaned)
    try:
        _replace(person, key, by)
    except BaseException:
        photos.forget(key)
        raise


@transaction.atomic
def remove_photo(person: Person, *, by: User) -> bool:
    """Whether there was one."""
    return _replace(person, "", by)


@transaction.atomic
def _replace(person: Person, key: str, by: User) -> bool:
    row = Person.objects.select_for_update().get(pk=person.pk)
    former = row.photo
    if former == key:
        return False
    row.photo = key
    row.save(update_fields=["photo", "changed_at"])
    action = "移除照片" if not key else "更换照片" if former else "上传照片"
    audit.record(action, by=by, on=row, county=row.county)
    if former:
        # The file goes only once no rollback can bring its name back.
        transaction.on_commit(partial(photos.forget, former))
    person.photo = key
    return True
