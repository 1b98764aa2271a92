from django.urls import path

from headway.apps.prioritisation import views

app_name = "prioritisation"
urlpatterns = [
    path("declined/", views.declined, name="declined"),
    path("pricing/", views.pricing, name="pricing"),
    path("pricing/change/", views.price, name="price"),
    path("initiatives/", views.initiatives, name="initiatives"),
    path("initiatives/<str:ref>/", views.initiative, name="initiative"),
]
