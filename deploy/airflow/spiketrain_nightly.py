"""A night for each configuration, by Airflow 2.7 and later or 3, on a worker that has Spiketrain and a JDK 17."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from airflow.exceptions import AirflowException, AirflowFailException, AirflowSkipException
from airflow.timetables.trigger import CronTriggerTimetable

try:  # Airflow 3
    from airflow.providers.standard.hooks.subprocess import SubprocessHook
    from airflow.sdk import DAG, BaseOperator
except ImportError:  # Airflow 2
    from airflow import DAG
    from airflow.hooks.subprocess import SubprocessHook
    from airflow.models import BaseOperator

SPIKETRAIN = "/opt/spiketrain/deploy/bin/spiketrain"
CONFIGURATIONS = {
    "names": "/etc/spiketrain/names.conf",
}

# nightly.exit-codes of the configuration
NOT_PROMOTED = 99
REFUSED = 3
USAGE = 2


class SpiketrainNightlyOperator(BaseOperator):
    """Runs `spiketrain nightly`, and makes of its exit code what Airflow knows: success, skipped, failed for good, or
    failed and to be tried again, which goes on where it stopped."""

    template_fields = ("arguments",)
    ui_color = "#d5e8d4"

    def __init__(self, *, arguments: list[str], **kwargs) -> None:
        super().__init__(**kwargs)
        self.arguments = arguments
        self.process = SubprocessHook()

    def execute(self, context) -> None:
        code = self.process.run_command([SPIKETRAIN, "nightly", *self.arguments]).exit_code
        if code == NOT_PROMOTED:
            raise AirflowSkipException("It ran well, and the champion stays: see the night's record.json")
        if code in (USAGE, REFUSED):
            raise AirflowFailException(f"Exit code {code}: to try it again would change nothing; see the log above")
        if code != 0:
            raise AirflowException(f"Exit code {code}: see the log above")

    def on_kill(self) -> None:
        self.process.send_sigterm()


for name, configuration in CONFIGURATIONS.items():
    with DAG(
        dag_id=f"spiketrain_nightly_{name}",
        description=f"Trains {name} on what has come in, and promotes the model if it is better",
        # A run's date is the day on which it runs, in Airflow 2 as in 3.
        schedule=CronTriggerTimetable("30 2 * * *", timezone="UTC"),
        start_date=datetime(2026, 1, 1, tzinfo=timezone.utc),
        # Nights that were missed: airflow dags backfill (2) or airflow backfill create (3).
        catchup=False,
        # One after the other, and none on top of one that failed.
        max_active_runs=1,
        default_args={
            "depends_on_past": True,
            "retries": 2,
            "retry_delay": timedelta(minutes=15),
            "execution_timeout": timedelta(hours=10),
        },
        tags=["spiketrain"],
    ):
        SpiketrainNightlyOperator(
            task_id="nightly",
            arguments=[configuration, "--as-of", "{{ ds }}"],
        )
