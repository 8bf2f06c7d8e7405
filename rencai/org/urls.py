"""Routes of the organisation."""

from django.urls import path

from rencai.org.views import account, areas, audit, signing_in, units, users

urlpatterns = [
    path("login/", signing_in.login, name="login"),
    path("login/code/", signing_in.code, name="login-code"),
    path("login/second-factor/", signing_in.set_up, name="login-second-factor"),
    path("login/password/", signing_in.first_password, name="login-password"),
    path("logout/", account.logout, name="logout"),
    path("verify/", account.verify, name="verify"),
    path("account/", account.account, name="account"),
    path("account/password/", account.password, name="password"),
    path("account/second-factor/", account.set_up_second_factor, name="second-factor"),
    path("account/second-factor/remove/", account.remove_second_factor, name="second-factor-remove"),
    path("users/", users.users, name="users"),
    path("users/add/", users.add_user, name="user-add"),
    path("users/<int:pk>/", users.user, name="user"),
    path("users/<int:pk>/access/", users.change_access, name="user-access"),
    path("users/<int:pk>/disable/", users.disable, name="user-disable"),
    path("users/<int:pk>/enable/", users.enable, name="user-enable"),
    path("users/<int:pk>/reset/", users.reset_password, name="user-reset"),
    path("users/<int:pk>/second-factor/remove/", users.remove_second_factor, name="user-second-factor-remove"),
    path("units/", units.units, name="units"),
    path("units/add/", units.add_unit, name="unit-add"),
    path("units/<int:pk>/", units.unit, name="unit"),
    path("units/<int:pk>/edit/", units.edit_unit, name="unit-edit"),
    path("units/<int:pk>/rename/", units.rename_unit, name="unit-rename"),
    path("units/<int:pk>/merge/", units.merge_unit, name="unit-merge"),
    path("units/<int:pk>/close/", units.close_unit, name="unit-close"),
    path("units/<int:pk>/sections/", units.add_section, name="unit-section-add"),
    path("areas/", areas.areas, name="areas"),
    path("areas/add/", areas.add_area, name="area-add"),
    path("areas/check/", areas.check_areas, name="areas-check"),
    path("areas/import/", areas.import_areas, name="areas-import"),
    path("audit/", audit.events, name="audit"),
    path("audit/verify/", audit.verify, name="audit-verify"),
    path("audit/anchor/", audit.anchor, name="audit-anchor"),
]
