"""Dialogues, on the phones of those who take part."""

from django.urls import path

from assessments.views import phone_doors, phone_saves, phones, pulse

urlpatterns = [
    path("samtal/", phone_doors.join, name="dialogue_join"),
    path("samtal/<str:code>/", phones.phone, name="dialogue_phone"),
    path("samtal/<str:code>/ga-med/", phone_doors.take_seat, name="dialogue_take_seat"),
    path("samtal/<str:code>/lage/", pulse.state, name="dialogue_pulse"),
    path("samtal/<str:code>/reflektion/", phone_saves.reflection, name="dialogue_reflection"),
    path("samtal/<str:code>/anteckning/", phone_saves.note, name="dialogue_note"),
    path("samtal/<str:code>/tur/", phone_saves.turn, name="dialogue_turn"),
    path("samtal/<str:code>/skattning/", phone_saves.rating, name="dialogue_rating"),
    path("samtal/<str:code>/utcheckning/", phone_saves.send_check_out, name="dialogue_check_out"),
]
