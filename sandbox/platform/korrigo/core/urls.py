from django.contrib import admin
from django.urls import path, re_path

from accounts import views as accounts
from core import health, not_found
from exams import views as exams
from exams.media import serve_media

urlpatterns = [
    path("admin/", admin.site.urls),
    path("health/", health.live),
    path("api/health/", health.live),
    path("readyz/", health.ready),
    path("api/login/", accounts.LoginView.as_view()),
    path("api/logout/", accounts.LogoutView.as_view()),
    path("api/me/", accounts.MeView.as_view()),
    path("api/exams/", exams.ExamList.as_view()),
    path("api/copies/", exams.CopyList.as_view()),
    path("api/copies/<uuid:pk>/", exams.CopyDetail.as_view()),
    path("media/<path:name>", serve_media),
    re_path(r"^api/.*$", not_found.api),
]
