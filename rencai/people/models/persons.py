"""A person of the register: present values, their sources, and what the values were before."""

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q

from rencai.kernel.idnumber import mask_id
from rencai.org.access import NOTHING, area_scope
from rencai.org.models import Role, User
from rencai.ui.models import Dated, DatedQuerySet, on_day


class DocumentType(models.TextChoices):
    """What the number on record belongs to."""

    ID_CARD = "id_card", "居民身份证"
    PERMANENT_RESIDENCE = "permanent_residence", "外国人永久居留身份证"
    RESIDENCE_PERMIT = "residence_permit", "港澳台居民居住证"
    HONG_KONG_MACAO_PERMIT = "hk_macao_permit", "港澳居民来往内地通行证"
    TAIWAN_PERMIT = "taiwan_permit", "台湾居民来往大陆通行证"
    PASSPORT = "passport", "护照"
    OFFICER = "officer", "军官证"


class Sex(models.TextChoices):
    """GB/T 2261.1; a blank is unknown."""

    MALE = "1", "男"
    FEMALE = "2", "女"


class Source(models.TextChoices):
    """Where a value comes from, weakest first."""

    SELF = "self", "自填"
    EVIDENCED = "evidenced", "有佐证"
    CONFIRMED = "confirmed", "组织核定"
    MATCHED = "matched", "上级比对"


class PersonQuerySet(models.QuerySet["Person"]):
    """Reads of the register; `employments` are what ties a person to a unit and an area."""

    def visible_to(self, user: Any, on: date | None = None) -> Self:
        """Those whom `user` may see: a county its register, township and unit those who are (or last were) there.

        With a day, township and unit also see who was there on it. A person belongs to one county's register, whose
        employments all lie in it; so a county needs no look at employments.
        """
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.role == Role.TALENT:
            return self.filter(user_id=user.pk)
        scope = area_scope(user, area="area_code", unit="unit_id")
        if scope == NOTHING:
            return self.none()
        if user.role not in {Role.TOWNSHIP_CLERK, Role.UNIT_CONTACT}:
            return self.filter(county=user.county)
        when = Q(latest=True) if on is None else Q(on_day(on) | Q(latest=True), starts__lte=on)
        return self.filter(pk__in=self._all_employments().filter(scope, when).values("person"))

    def kept_by(self, user: Any) -> Self:
        """Those whose record `user` may change: a part-time post in the own scope lets one see, not change."""
        seen = self.visible_to(user)
        if user.role not in {Role.TOWNSHIP_CLERK, Role.UNIT_CONTACT}:
            return seen
        main = self._all_employments().filter(
            area_scope(user, area="area_code", unit="unit_id"), latest=True, main=True
        )
        return seen.filter(pk__in=main.values("person"))

    def on_register(self, on: date) -> Self:
        """Those with a main employment on the day."""
        return self.filter(Exists(self._employments().filter(on_day(on), main=True)))

    def employed(self, on: date, scope: Q) -> Self:
        """Those with a main employment on the day that meets `scope` (paths of Employment), a narrow condition."""
        return self.filter(pk__in=self._all_employments().filter(on_day(on), scope, main=True).values("person"))

    def _employments(self) -> models.QuerySet[Any]:
        return self._all_employments().filter(person=OuterRef("pk"))

    def _all_employments(self) -> models.QuerySet[Any]:
        employment: Any = self.model._meta.get_field("employments").related_model
        return employment.objects.all()


def place_of(field: str, key: int) -> str:
    """Where the sealed value of a field belongs that stands in the row of this key."""
    return f"people_person|{field}|{key}"


def mask_phone(number: str) -> str:
    """A phone number as lists show it; of another length than a mobile's nothing but the length is shown."""
    return f"{number[:3]}****{number[-4:]}" if len(number) == 11 else "*" * len(number)


class Person(models.Model):
    """Somebody on a county's register. Sealed fields open only through `rencai.people.reveal`."""

    county = models.CharField("县区", max_length=6)
    user = models.OneToOneField(User, models.SET_NULL, verbose_name="本人账号", null=True, blank=True)
    name = models.CharField("姓名", max_length=50, validators=[MaxLengthValidator(50)])
    name_key = models.CharField("姓名检索键", max_length=80, db_index=True)
    pinyin = models.CharField("拼音", max_length=300)
    initials = models.CharField("首字母", max_length=60)
    document_type = models.CharField(
        "证件类型", max_length=20, choices=DocumentType.choices, default=DocumentType.ID_CARD
    )
    id_sealed = models.CharField("证件号码（密文）", max_length=200)
    id_masked = models.CharField("证件号码", max_length=24)
    id_index = models.CharField("证件号码索引", max_length=22)
    id_tail_index = models.CharField("证件号码后四位索引", max_length=22, db_index=True)
    sex = models.CharField("性别", max_length=1, choices=Sex.choices, blank=True)
    birth = models.CharField("出生日期", max_length=10, blank=True)
    ethnicity = models.CharField("民族", max_length=20, blank=True)
    political_status = models.CharField("政治面貌", max_length=20, blank=True)
    phone_sealed = models.CharField("手机号（密文）", max_length=120, blank=True)
    phone_masked = models.CharField("手机号", max_length=20, blank=True)
    work_since = models.CharField("参加工作日期", max_length=10, blank=True)
    social_work_since = models.CharField("从事社会工作起始日期", max_length=10, blank=True)
    key_person = models.BooleanField("是否重点人员", null=True, blank=True)
    remark = models.TextField("备注", blank=True)
    sources = models.JSONField("字段来源", default=dict, blank=True)
    photo = models.CharField("照片", max_length=80, blank=True)
    created_at = models.DateTimeField("建档时间", auto_now_add=True)
    changed_at = models.DateTimeField("最近变更时间", auto_now=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = "人员"
        constraints = [
            models.UniqueConstraint(
                fields=["county", "id_index"],
                name="person_id_once_per_county",
                violation_error_message="该证件号码已在人才信息库中。",
            ),
            models.CheckConstraint(name="person_name_not_blank", condition=~Q(name="")),
        ]
        indexes = [models.Index(fields=["county", "pinyin", "id"], name="person_by_pinyin")]

    def __str__(self) -> str:
        return self.name

    def place(self, field: str) -> str:
        """Where a sealed value of this row belongs; the row must have its key."""
        return place_of(field, self.pk)

    def seal_id(self, number: str) -> None:
        """Put a checked document number on the row, sealed, masked and findable."""
        ring = settings.KEYRING
        self.id_sealed = ring.seal(number, self.place("id"))
        self.id_masked = mask_id(number)
        self.id_index = ring.index(number, "id")
        self.id_tail_index = ring.index(number[-4:], "tail")

    def seal_phone(self, number: str) -> None:
        self.phone_sealed = settings.KEYRING.seal(number, self.place("phone"))
        self.phone_masked = mask_phone(number)

    def open(self, field: str) -> str:
        """The clear value of `id` or `phone`. Only `people.reveal` and exports call this, which record it."""
        return str(settings.KEYRING.open(getattr(self, f"{field}_sealed"), self.place(field)))


class PastValue(Dated):
    """What one field of a person was until `ends`; present values stand on Person itself.

    What held on a day is the value with the earliest end after it, else the present one. Sealed fields leave only
    their mask behind.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="past_values", db_index=False)
    field = models.CharField("字段", max_length=30)
    value = models.TextField("当时的值", blank=True)
    source = models.CharField("来源", max_length=10, choices=Source.choices, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "字段沿革"
        ordering = ["starts", "id"]
        indexes = [
            models.Index(fields=["person", "field", "ends"], name="past_value_of_field"),
            models.Index(fields=["field", "ends"], name="past_values_by_end"),
        ]

    def __str__(self) -> str:
        return f"{self.field} {self.starts}"
