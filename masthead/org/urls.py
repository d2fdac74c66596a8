from django.urls import path

from masthead.org.views import deeds, keys, members

app_name = "org"
urlpatterns = [
    path("members/", members.member_list, name="members"),
    path("members/add/", deeds.add_member, name="add_member"),
    path("members/<int:pk>/", members.member_detail, name="member"),
    path("members/<int:pk>/position/", deeds.take_position, name="take_position"),
    path("members/<int:pk>/role/", deeds.grant_role, name="grant_role"),
    path("members/<int:pk>/password/", deeds.set_password, name="set_password"),
    path("members/<int:pk>/leave/", deeds.leave, name="leave"),
    path("members/<int:pk>/second-factor/", deeds.drop_second_factor, name="drop_second_factor"),
    path("grants/<int:pk>/end/", deeds.end_grant, name="end_grant"),
    path("units/add/", deeds.add_unit, name="add_unit"),
    path("group/", members.group, name="group"),
    path("group/seat/", deeds.take_seat, name="take_seat"),
    path("keys/", keys.my_keys, name="my_keys"),
    path("keys/issue/", keys.issue_key, name="issue_key"),
    path("service-keys/", keys.service_keys, name="service_keys"),
    path("service-keys/issue/", keys.issue_service_key, name="issue_service_key"),
    path("keys/<int:pk>/", keys.key, name="key"),
    path("keys/<int:pk>/rotate/", keys.rotate_key, name="rotate_key"),
    path("keys/<int:pk>/revoke/", keys.revoke_key, name="revoke_key"),
]
