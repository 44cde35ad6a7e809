from django.contrib.auth import authenticate, login, logout
from rest_framework import serializers, status
from rest_framework.parsers import JSONParser
from rest_framework.permissions import AllowAny
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle
from rest_framework.views import APIView


class LoginView(APIView):
    # JSON only: another site's form cannot send it, so a visitor cannot be signed in behind their back.
    parser_classes = [JSONParser]
    permission_classes = [AllowAny]
    throttle_classes = [ScopedRateThrottle]
    throttle_scope = "login"

    def post(self, request):
        credentials = CredentialsSerializer(data=request.data)
        credentials.is_valid(raise_exception=True)
        user = authenticate(request, **credentials.validated_data)
        if user is None:
            return Response({"detail": "Identifiant ou mot de passe incorrect."}, status=status.HTTP_403_FORBIDDEN)
        login(request, user)
        return Response(describe(user))


class LogoutView(APIView):
    def post(self, request):
        logout(request)
        return Response(status=status.HTTP_204_NO_CONTENT)


class MeView(APIView):
    def get(self, request):
        return Response(describe(request.user))


class CredentialsSerializer(serializers.Serializer):
    username = serializers.CharField(max_length=150)
    password = serializers.CharField(max_length=256, trim_whitespace=False)


def describe(user):
    return {"username": user.get_username(), "name": str(user.profile), "role": user.profile.role}
