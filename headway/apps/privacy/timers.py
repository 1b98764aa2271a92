from headway.core.jobs import every

every(60, "what is due by retention schedules", "headway.apps.privacy.daily.retention_due")
