from django.urls import path

from headway.web.metrics import amiss_views, choice_views, model_views, table_views, trial_views, views

app_name = "metrics"
# No name of a metric or table has a hyphen, so that none of them hides a page.
urlpatterns = [
    path("metrics/", views.metrics, name="metrics"),
    path("metrics/<str:ref>/", views.metric, name="metric"),
    path("metrics/<str:ref>/drivers/", views.tree, name="tree"),
    path("metrics/<str:ref>/rows/", views.rows, name="rows"),
    path("metrics/<str:ref>/tests/", trial_views.trials, name="trials"),
    path("metric-gaps/", amiss_views.amiss, name="amiss"),
    path("metric-choice/", choice_views.choose, name="choose"),
    path("metric-tables/", table_views.tables, name="tables"),
    path("metric-tables/take-a-file/", table_views.table_take, name="table-take"),
    path("metric-tables/<str:ref>/", table_views.table, name="table"),
    path("semantic-models/", model_views.models, name="models"),
    path("semantic-models/<str:ref>/", model_views.model, name="model"),
]
