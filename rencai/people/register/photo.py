"""The photo of a person: shown to those who see the person, set and removed by those who keep the record."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from rencai.kernel.sealing import SealBroken
from rencai.org.access import Ability, requires
from rencai.people import actions, photos
from rencai.people.models import Person
from rencai.people.register.forms import Form, attempt


class PhotoForm(Form):
    """One file; what it really is the action finds out."""

    photo = forms.FileField(
        label="照片文件",
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png"}),
        help_text="JPG 或 PNG，不超过2MB。拍摄地点等附带信息会被去掉。",
        error_messages={"empty": "这是空文件，请重新选择照片。"},
    )

    def clean_photo(self) -> Any:
        photo = self.cleaned_data["photo"]
        if photo.size > photos.LIMIT:
            raise ValidationError("照片不能超过2MB，请压缩或裁剪后再上传。")
        return photo


@requires(Ability.SEE_PEOPLE, Ability.SEE_OWN_RECORD)
@require_safe
def person_photo(request: HttpRequest, pk: int) -> HttpResponse:
    """The photo itself."""
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    try:
        found = photos.content(person)
    except SealBroken as error:
        raise Http404(str(error)) from error
    if found is None:
        raise Http404("no photo")
    answer = HttpResponse(found, content_type="image/jpeg")
    answer["Content-Disposition"] = 'inline; filename="photo.jpg"'
    answer["Cache-Control"] = "no-store"
    return answer


@requires(Ability.EDIT_PEOPLE)
def photo_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Uploads a photo, in place of a former one."""
    person = get_object_or_404(Person.objects.kept_by(request.user), pk=pk)
    user: Any = request.user
    form = PhotoForm(request.POST, request.FILES) if request.method == "POST" else PhotoForm()

    def upload() -> None:
        actions.set_photo(person, form.cleaned_data["photo"].read(), by=user)

    if form.is_valid() and attempt(form, upload):
        return redirect("person", person.pk)
    answer = render(request, "people/register/photo.html", {"form": form, "person": person})
    answer["Cache-Control"] = "no-store"
    return answer


@requires(Ability.EDIT_PEOPLE)
@require_POST
def photo_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes the photo away."""
    person = get_object_or_404(Person.objects.kept_by(request.user), pk=pk)
    user: Any = request.user
    actions.remove_photo(person, by=user)
    return redirect("person", person.pk)
