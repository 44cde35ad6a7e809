from django.apps import AppConfig


class StudentsConfig(AppConfig):
    name = "students"
    verbose_name = "Élèves"
    default_auto_field = "django.db.models.BigAutoField"
