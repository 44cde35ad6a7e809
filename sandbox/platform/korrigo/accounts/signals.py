from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_save
from django.dispatch import receiver

from accounts.models import Profile
from core.models import AuditLog


# As on the real platform: signing in writes an audit row, a session, and the account's last sign-in.
@receiver(user_logged_in)
def audit_sign_in(sender, request, user, **kwargs):
    AuditLog.objects.create(user=user, action="login.success", ip_address=request.META.get("REMOTE_ADDR") or "127.0.0.1")


@receiver(post_save, sender=get_user_model())
def create_profile(sender, instance, created, raw, **kwargs):
    # `raw` is a fixture being loaded: its own profile row follows, a second one would violate the unique key.
    if created and not raw:
        Profile.objects.create(user=instance, display_name=instance.get_full_name())
