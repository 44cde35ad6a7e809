from django.contrib import admin

from exams.models import Annotation, Booklet, Copy, Exam, Score


@admin.register(Exam)
class ExamAdmin(admin.ModelAdmin):
    list_display = ["title", "subject", "held_on"]
    filter_horizontal = ["correctors"]


@admin.register(Copy)
class CopyAdmin(admin.ModelAdmin):
    list_display = ["anonymous_id", "exam", "status", "scanned_at"]
    list_filter = ["status", "exam"]
    search_fields = ["anonymous_id"]
    raw_id_fields = ["student"]


@admin.register(Booklet)
class BookletAdmin(admin.ModelAdmin):
    list_display = ["exam", "number"]
    raw_id_fields = ["copies"]


@admin.register(Score)
class ScoreAdmin(admin.ModelAdmin):
    list_display = ["copy", "question", "points", "corrector"]
    raw_id_fields = ["copy"]


@admin.register(Annotation)
class AnnotationAdmin(admin.ModelAdmin):
    list_display = ["copy", "page", "author"]
    raw_id_fields = ["copy"]
