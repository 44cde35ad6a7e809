from celery import shared_task
from django.core.cache import cache

from exams.media_control import missing_files


@shared_task(name="exams.tasks.control_media")
def control_media():
    """Notes in the cache how many copies have lost their file; writes nothing in the database."""
    cache.set("controle-des-medias", len(missing_files()), timeout=None)
