"""Result lines: reading, writing, and the median and spread of rounds of the same. Standard library only."""

import json
import os
import statistics

import subjects


def key(line):
    """What makes lines rounds of the same."""
    return line["benchmark"], line["subject"], json.dumps(line.get("parameters", {}), sort_keys=True)


def place(cell):
    """Where a cell belongs in a table."""
    numbers = [(name, value) for name, value in sorted(cell.parameters.items()) if isinstance(value, (int, float))]
    names = [subject.name for subject in subjects.LONE]
    return numbers, names.index(cell.subject) if cell.subject in names else len(names)


class Cell:
    """All rounds of one measurement of one subject."""

    def __init__(self, lines):
        self.benchmark = lines[0]["benchmark"]
        self.subject = lines[0]["subject"]
        self.parameters = lines[0].get("parameters", {})
        self.lines = lines

    @property
    def command(self):
        return self.lines[-1].get("command", "")

    @property
    def errors(self):
        return sum(line.get("errors", 0) for line in self.lines)

    def values(self, figure):
        return [line["figures"][figure] for line in self.lines if figure in line.get("figures", {})]

    def median(self, figure):
        """The median of the rounds, None if there is no such figure."""
        values = self.values(figure)
        return statistics.median(values) if values else None

    def spread(self, figure):
        """The least and the greatest."""
        values = self.values(figure)
        return (min(values), max(values)) if values else None


class Results:
    """A file of result lines, kept in memory too."""

    def __init__(self, path):
        self.path = path
        self.lines = []
        if os.path.exists(path):
            with open(path, encoding="utf-8") as file:
                self.lines = [json.loads(line) for line in file if line.strip()]

    def forget(self, benchmarks, subjects):
        """Leaves out what is to be measured again, of all subjects or of some, and what is said of the machine."""
        self.lines = [line for line in self.lines if line.get("benchmark", "machine") != "machine" and not
                      (line["benchmark"] in benchmarks and (subjects is None or line["subject"] in subjects))]
        os.makedirs(os.path.dirname(os.path.abspath(self.path)), exist_ok=True)
        with open(self.path, "w", encoding="utf-8") as file:
            file.writelines(json.dumps(line) + "\n" for line in self.lines)

    def add(self, line):
        self.lines.append(line)
        with open(self.path, "a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")

    def machine(self):
        return next((line for line in self.lines if line.get("benchmark") == "machine"), {})

    def of(self, benchmark):
        """The cells of a benchmark, by their numbers, then as `subjects` lists them, then as they were first measured."""
        groups = {}
        for line in self.lines:
            if line.get("benchmark") == benchmark and "figures" in line:
                groups.setdefault(key(line), []).append(line)
        return sorted((Cell(lines) for lines in groups.values()), key=place)

    def skipped(self, benchmark):
        """Why which subjects were not measured."""
        return {line["subject"]: line["skipped"] for line in self.lines
                if line.get("benchmark") == benchmark and "skipped" in line}

    def median(self, benchmark, subject, figure, **parameters):
        """One figure; the cell is found by some of its parameters. None if it was not measured."""
        for cell in self.of(benchmark):
            if cell.subject == subject and parameters.items() <= cell.parameters.items():
                return cell.median(figure)
        return None

    def faults(self):
        """All lines with errors, and measurements that failed."""
        return [line for line in self.lines if line.get("errors") or "failed" in line]
