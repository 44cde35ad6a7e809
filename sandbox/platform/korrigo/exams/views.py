from django.db.models import Sum
from rest_framework import generics, serializers

from exams.models import Copy, Exam


class ExamSerializer(serializers.ModelSerializer):
    class Meta:
        model = Exam
        fields = ["id", "title", "subject", "held_on"]


class CopySerializer(serializers.ModelSerializer):
    exam = serializers.CharField(source="exam.title")
    url = serializers.SerializerMethodField()
    total = serializers.DecimalField(max_digits=6, decimal_places=2, read_only=True)

    class Meta:
        model = Copy
        fields = ["id", "anonymous_id", "exam", "status", "scanned_at", "url", "total"]

    def get_url(self, copy):
        return copy.pdf_source.url if copy.pdf_source else None


class ExamList(generics.ListAPIView):
    queryset = Exam.objects.all()
    serializer_class = ExamSerializer


class CopyQuery:
    queryset = Copy.objects.select_related("exam").annotate(total=Sum("scores__points")).order_by("anonymous_id")
    serializer_class = CopySerializer


class CopyList(CopyQuery, generics.ListAPIView):
    pass


class CopyDetail(CopyQuery, generics.RetrieveAPIView):
    pass
