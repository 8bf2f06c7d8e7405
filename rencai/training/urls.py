"""Routes."""

from django.urls import URLPattern, URLResolver, include, path

from rencai.training.views import batches, nominations, plans, programmes

urlpatterns: list[URLPattern | URLResolver] = [
    path("", batches.batch_list, name="batch-list"),
    path("courses/new/", batches.course_add, name="course-add"),
    path("courses/<int:pk>/batches/new/", batches.batch_add, name="course-batch"),
    path("batches/<int:pk>/", batches.batch_page, name="batch"),
    path("batches/<int:pk>/edit/", batches.batch_edit, name="batch-edit"),
    path("batches/<int:pk>/half-days/", batches.batch_half_days, name="batch-half-days"),
    path("batches/<int:pk>/session/", batches.batch_session, name="batch-session"),
    path("batches/<int:pk>/session/<int:sitting>/remove/", batches.batch_session_remove, name="batch-session-remove"),
    path("batches/<int:pk>/teachers/", batches.batch_teachers, name="batch-teachers"),
    path("batches/<int:pk>/move/", batches.batch_move, name="batch-move"),
    path("batches/<int:pk>/finish/", batches.batch_finish, name="batch-finish"),
    path("batches/<int:pk>/cancel/", batches.batch_cancel, name="batch-cancel"),
    path("batches/<int:pk>/places/", nominations.batch_places, name="batch-places"),
    path("batches/<int:pk>/nominate/", nominations.batch_nominate, name="batch-nominate"),
    path("batches/<int:pk>/confirm/", nominations.batch_confirm, name="batch-confirm"),
    path("batches/<int:pk>/people/", nominations.batch_people, name="batch-people"),
    path("enrolments/<int:pk>/decline/", nominations.enrolment_decline, name="enrolment-decline"),
    path("enrolments/<int:pk>/withdraw/", nominations.enrolment_withdraw, name="enrolment-withdraw"),
    path("plans/", plans.plan_list, name="plan-list"),
    path("plans/new/", plans.plan_add, name="plan-add"),
    path("plans/<int:pk>/", plans.plan_page, name="plan"),
    path("plans/<int:pk>/issue/", plans.plan_issue, name="plan-issue"),
    path("plans/<int:pk>/needs/", plans.plan_need, name="plan-need"),
    path("needs/<int:pk>/remove/", plans.need_remove, name="need-remove"),
    path("programmes/", programmes.programme_list, name="programme-list"),
    path("programmes/new/", programmes.programme_add, name="programme-add"),
    path("programmes/<int:pk>/", programmes.programme_page, name="programme"),
    path("programmes/<int:pk>/module/", programmes.programme_module, name="programme-module"),
    path("programmes/<int:pk>/term/", programmes.programme_term, name="programme-term"),
    path("programmes/<int:pk>/term/<int:term>/pay/", programmes.programme_pay, name="programme-pay"),
    path("programmes/<int:pk>/join/", programmes.programme_join, name="programme-join"),
    path("members/<int:pk>/result/", programmes.member_result, name="member-result"),
    path("members/<int:pk>/leave/", programmes.member_leave, name="member-leave"),
    path("", include("rencai.training.ledger.urls")),
]
