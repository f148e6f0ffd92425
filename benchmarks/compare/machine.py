"""What the figures were measured on."""
import datetime
import os
import platform
import subprocess


def describe(java):
    version = subprocess.run([java, "-version"], check=True, capture_output=True, text=True).stderr
    return {
        "date": datetime.date.today().isoformat(),
        "processor": processor(),
        "cores": os.cpu_count(),
        "system": platform.platform(),
        "java": version.splitlines()[0],
    }


def processor():
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as f:
            return next(line.split(":")[1].strip() for line in f if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor()
