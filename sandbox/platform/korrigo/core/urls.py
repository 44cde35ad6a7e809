from django.contrib import admin
from django.urls import include, path, re_path

from accounts import views as accounts
from core import not_found
from exams import views as exams
from exams.media import serve_final_pdf, serve_media

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("core.health")),
    path("api/login/", accounts.LoginView.as_view()),
    path("api/logout/", accounts.LogoutView.as_view()),
    path("api/me/", accounts.MeView.as_view()),
    path("api/exams/", exams.ExamList.as_view()),
    path("api/copies/", exams.CopyList.as_view()),
    path("api/copies/<uuid:pk>/", exams.CopyDetail.as_view()),
    path("api/grading/copies/<uuid:pk>/final-pdf/", serve_final_pdf),
    path("media/<path:name>", serve_media),
    re_path(r"^api/.*$", not_found.api),
]
