"""Routes."""

from django.urls import URLPattern, URLResolver, include, path

from rencai.training.views import arranging, batches, courses, members, nominations, plans, programmes, summary

urlpatterns: list[URLPattern | URLResolver] = [
    path("", batches.batch_list, name="batch-list"),
    path("summary/", summary.training_summary, name="training-summary"),
    path("plans/", plans.plan_list, name="plan-list"),
    path("plans/new/", plans.plan_add, name="plan-add"),
    path("plans/<int:pk>/", plans.plan_page, name="plan"),
    path("plans/<int:pk>/edit/", plans.plan_edit, name="plan-edit"),
    path("plans/<int:pk>/issue/", plans.plan_issue, name="plan-issue"),
    path("plans/<int:pk>/needs/new/", plans.need_add, name="plan-need-add"),
    path("needs/<int:pk>/take-back/", plans.need_take_back, name="need-take-back"),
    path("courses/new/", courses.course_add, name="course-add"),
    path("courses/<int:pk>/", courses.course_page, name="course"),
    path("courses/<int:pk>/edit/", courses.course_edit, name="course-edit"),
    path("courses/<int:pk>/batches/new/", batches.batch_add, name="course-batch-add"),
    path("batches/<int:pk>/", batches.batch_page, name="batch"),
    path("batches/<int:pk>/edit/", batches.batch_edit, name="batch-edit"),
    path("batches/<int:pk>/move-on/", batches.batch_move_on, name="batch-move-on"),
    path("batches/<int:pk>/finish/", batches.batch_finish, name="batch-finish"),
    path("batches/<int:pk>/cancel/", batches.batch_cancel, name="batch-cancel"),
    path("batches/<int:pk>/print/", batches.batch_print, name="batch-print"),
    path("batches/<int:pk>/sessions/", arranging.batch_sessions, name="batch-sessions"),
    path("batches/<int:pk>/sessions/<int:session>/", arranging.batch_session, name="batch-session"),
    path(
        "batches/<int:pk>/sessions/<int:session>/remove/", arranging.batch_session_remove, name="batch-session-remove"
    ),
    path("batches/<int:pk>/teachers/", arranging.batch_teachers, name="batch-teachers"),
    path("batches/<int:pk>/places/", arranging.batch_places, name="batch-places"),
    path("batches/<int:pk>/nominate/", nominations.batch_nominate, name="batch-nominate"),
    path("batches/<int:pk>/confirm/", nominations.batch_confirm, name="batch-confirm"),
    path("nominations/<int:pk>/decline/", nominations.nomination_decline, name="nomination-decline"),
    path("nominations/<int:pk>/withdraw/", nominations.nomination_withdraw, name="nomination-withdraw"),
    path("nominations/<int:pk>/replace/", nominations.nomination_replace, name="nomination-replace"),
    path("programmes/", programmes.programme_list, name="programme-list"),
    path("programmes/new/", programmes.programme_add, name="programme-add"),
    path("programmes/<int:pk>/", programmes.programme_page, name="programme"),
    path("programmes/<int:pk>/edit/", programmes.programme_edit, name="programme-edit"),
    path("programmes/<int:pk>/modules/new/", programmes.module_add, name="programme-module-add"),
    path("modules/<int:pk>/remove/", programmes.module_remove, name="module-remove"),
    path("programmes/<int:pk>/terms/new/", programmes.term_add, name="programme-term-add"),
    path("terms/<int:pk>/pay/", programmes.term_pay, name="term-pay"),
    path("terms/<int:pk>/remove/", programmes.term_remove, name="term-remove"),
    path("programmes/<int:pk>/members/new/", members.member_join, name="programme-join"),
    path("members/<int:pk>/results/", members.member_results, name="member-results"),
    path("members/<int:pk>/leave/", members.member_leave, name="member-leave"),
    path("", include("rencai.training.ledger.urls")),
]
