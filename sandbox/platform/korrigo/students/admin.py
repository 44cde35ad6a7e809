from django.contrib import admin

from students.models import Student


@admin.register(Student)
class StudentAdmin(admin.ModelAdmin):
    list_display = ["number", "last_name", "first_name", "class_name"]
    list_filter = ["class_name"]
    search_fields = ["number", "last_name", "first_name"]
