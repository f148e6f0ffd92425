"""Medians, ratios and how they are shown."""
import json
import statistics


def summary(worker):
    rates = worker.rates()
    return {
        "side": worker.side.name,
        "description": worker.description,
        "threads": worker.threads,
        "median": statistics.median(rates),
        "min": min(rates),
        "max": max(rates),
        "slices": worker.slices,
    }


def result(row, workers, threads):
    """The figures of a row, in examples per second, and how ours compare."""
    sides = [summary(worker) for worker in workers]
    return {
        "work": row.name,
        "sizes": row.sizes,
        "sides": sides,
        "comparisons": [c for n in threads for c in comparisons(row, sides, n)],
    }


def comparisons(row, sides, threads):
    def of(side, least):
        return [s for s in sides if s["side"] == side.name and least <= s["threads"] <= threads]

    own = of(row.ours, threads)[0] if row.ours else None
    for rival in row.rivals:
        # With two threads, the better of its figures with one and with two.
        yield comparison(own, max(of(rival.side, 1), key=lambda s: s["median"]), rival.goal, threads)
    if row.floor:
        yield comparison(own, of(row.floor.side, threads)[0], row.floor.goal, threads)


def comparison(own, rival, goal, threads):
    return {
        "threads": threads,
        "ours": brief(own),
        "rival": rival["side"],
        "rival_threads": rival["threads"],
        "theirs": brief(rival),
        "ratio": own["median"] / rival["median"] if own else None,
        "at_least": goal,
    }


def brief(side):
    return {key: side[key] for key in ("median", "min", "max")} if side else None


def write_json(path, machine, settings, results):
    with open(path, "w", encoding="utf-8") as f:
        json.dump({"machine": machine, "settings": settings, "unit": "examples/s", "results": results}, f, indent=1)
        f.write("\n")


def table(results):
    lines = [
        "| work | threads | ours, examples/s | against | its examples/s | ours : its | at least |",
        "|---|---|---|---|---|---|---|",
    ]
    for each in results:
        for c in each["comparisons"]:
            lines.append(line(each["work"], c))
    return "\n".join(lines)


def line(work, c):
    rival = c["rival"]
    if c["rival_threads"] != c["threads"]:
        rival += f" ({c['rival_threads']} thread)"
    ratio = f"{c['ratio']:.2f}" if c["ratio"] else ""
    goal = f"{c['at_least']:g}" if c["at_least"] else ""
    return f"| {work} | {c['threads']} | {figures(c['ours'])} | {rival} | {figures(c['theirs'])} | {ratio} | {goal} |"


def figures(rates):
    """Median (least–most), to three digits."""
    if not rates:
        return ""
    return f"{digits(rates['median'])} ({digits(rates['min'])}–{digits(rates['max'])})"


def digits(value):
    places = 0 if value >= 100 else 1 if value >= 10 else 2
    return f"{value:,.{places}f}"
