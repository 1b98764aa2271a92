from django.urls import path

from headway.web.design import views

app_name = "design"
urlpatterns = [path("design/", views.design, name="design")]
