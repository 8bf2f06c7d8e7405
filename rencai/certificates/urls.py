"""Routes."""

from django.urls import URLPattern, URLResolver, include, path

from rencai.certificates.views import certificates, funnel, own, papers, reconciling, registrations

urlpatterns: list[URLPattern | URLResolver] = [
    path("certificates/", certificates.certificate_list, name="certificate-list"),
    path("certificates/proposed/", certificates.certificates_proposed, name="certificates-proposed"),
    path("certificates/adopt/", certificates.certificates_adopt, name="certificates-adopt"),
    path("certificates/authorities/", certificates.authorities, name="authorities"),
    path("certificates/funnel/", funnel.funnel, name="funnel"),
    path("certificates/own/", own.own_account, name="own-account"),
    path("certificates/check/", papers.certificate_check, name="certificate-check"),
    path("certificates/people/<int:pk>/new/", certificates.certificate_add, name="holder-certificate"),
    path("certificates/<int:pk>/", certificates.certificate_page, name="certificate"),
    path("certificates/<int:pk>/complete/", certificates.certificate_complete, name="certificate-complete"),
    path("certificates/<int:pk>/end/", certificates.certificate_end, name="certificate-end"),
    path("certificates/<int:pk>/apply/", registrations.application_add, name="certificate-apply"),
    path("certificates/<int:pk>/period/", registrations.period_add, name="certificate-period"),
    path("certificates/periods/<int:pk>/end/", registrations.period_end, name="period-end"),
    path("certificates/applications/", registrations.application_list, name="application-list"),
    path("certificates/applications/<int:pk>/", registrations.application_page, name="application"),
    path("certificates/applications/<int:pk>/accept/", registrations.application_accept, name="application-accept"),
    path("certificates/applications/<int:pk>/return/", registrations.application_return, name="application-return"),
    path("certificates/applications/<int:pk>/again/", registrations.application_again, name="application-again"),
    path(
        "certificates/applications/<int:pk>/withdraw/", registrations.application_withdraw, name="application-withdraw"
    ),
    path("certificates/applications/<int:pk>/grant/", registrations.application_grant, name="application-grant"),
    path("certificates/applications/<int:pk>/refuse/", registrations.application_refuse, name="application-refuse"),
    path("certificates/applications/<int:pk>/notice/", papers.application_notice, name="application-notice"),
    # Below the addresses that may carry a file of the permitted size.
    path("imports/national/", reconciling.reconciliation_list, name="reconciliation-list"),
    path("imports/national/<int:pk>/", reconciling.reconciliation, name="reconciliation"),
    path("imports/national/rows/<int:pk>/", reconciling.reconciliation_settle, name="matched-settle"),
    path("certificates/", include("rencai.certificates.education.urls")),
]
