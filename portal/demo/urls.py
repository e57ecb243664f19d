"""URLs that exist only in the demo."""

from django.urls import path

from portal.demo import views

urlpatterns = [
    path("als/", views.login_as, name="demo_login"),
    path("klok/", views.set_clock, name="demo_clock"),
    path("mails/", views.mails, name="demo_mails"),
    path("mails/<slug:name>/", views.mail, name="demo_mail"),
    path("mails/<slug:name>/html/", views.mail_html, name="demo_mail_html"),
]
