"""Routes of the ledger."""

from django.urls import URLPattern, path

from rencai.training.ledger.views import completions, evaluations, ledger, objections, own, phone, screens, sheets

urlpatterns: list[URLPattern] = [
    path("batches/<int:pk>/ledger/", ledger.ledger, name="ledger"),
    path("batches/<int:pk>/ledger/terms/", ledger.terms, name="ledger-terms"),
    path("batches/<int:pk>/ledger/walk-in/", ledger.walk_in, name="ledger-walk-in"),
    path("batches/<int:pk>/ledger/<slug:day>/", sheets.enter, name="sheet-enter"),
    path("batches/<int:pk>/sheets/<slug:day>/", sheets.sheet, name="sheet"),
    path("batches/<int:pk>/sheets/<slug:day>/file/", sheets.sheet_file, name="sheet-file"),
    path("batches/<int:pk>/evaluation/", evaluations.evaluation_results, name="evaluation-results"),
    path("batches/<int:pk>/evaluation/screen/", screens.evaluation_screen, name="evaluation-screen"),
    path("batches/<int:pk>/completions/", completions.completions, name="completions"),
    path("batches/<int:pk>/completions/issue/", completions.completion_issue, name="completions-issue"),
    path("completions/<int:pk>/revoke/", completions.completion_revoke, name="completion-revoke"),
    path("completions/<int:pk>/file/", completions.completion_file, name="completion-file"),
    path("sessions/<int:pk>/screen/", screens.screen, name="screen"),
    path("sessions/<int:pk>/hours/", ledger.session_hours, name="session-hours"),
    path("sessions/<int:pk>/absent/", ledger.rest_absent, name="session-rest-absent"),
    path("enrolments/<int:pk>/sessions/<int:session>/correct/", ledger.correct, name="attendance-correct"),
    path("objections/", objections.objections, name="objections"),
    path("objections/<int:pk>/", objections.objection, name="objection"),
    path("own/", own.own_training, name="own-training"),
    path("own/<int:pk>/sessions/<int:session>/object/", own.own_objection, name="own-objection"),
    # Open to everybody who stands before the screen, or holds the paper.
    path("scan/<slug:purpose>/<int:key>/<slug:code>/", phone.scan, name="scan"),
    path("sign-in/<int:pk>/", phone.sign_in, name="sign-in"),
    path("evaluate/<int:pk>/", phone.evaluation, name="evaluation"),
    path("check/", completions.completion_check, name="completion-check"),
]
