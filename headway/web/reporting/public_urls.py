from django.urls import path

from headway.web.reporting import export_views

app_name = "stopping"
urlpatterns = [path("stop/<str:token>/", export_views.stop, name="stop")]
