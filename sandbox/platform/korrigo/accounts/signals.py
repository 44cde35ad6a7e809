import logging

from django.contrib.auth import get_user_model
from django.contrib.auth.models import update_last_login
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_save
from django.dispatch import receiver

from accounts.models import Profile

logger = logging.getLogger("korrigo.connexions")

# A check that signs in must not change the data it checks: sign-ins go to the log, not to the database.
user_logged_in.disconnect(update_last_login, dispatch_uid="update_last_login")


@receiver(user_logged_in)
def log_sign_in(sender, user, **kwargs):
    logger.info("connexion de l'utilisateur %s", user.pk)


@receiver(post_save, sender=get_user_model())
def create_profile(sender, instance, created, raw, **kwargs):
    # `raw` is a fixture being loaded: its own profile row follows, a second one would violate the unique key.
    if created and not raw:
        Profile.objects.create(user=instance, display_name=instance.get_full_name())
