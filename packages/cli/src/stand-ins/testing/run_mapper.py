"""What a script written for Timeloop does: runs timeloop-mapper in a folder and reads what it wrote there.

    run_mapper.py INPUT.yaml FOLDER      prints one JSON object
"""

import json
import os
import re
import subprocess
import sys

import yaml

source, folder = (os.path.abspath(path) for path in sys.argv[1:3])
os.makedirs(folder, exist_ok=True)
run = subprocess.run(["timeloop-mapper", source], cwd=folder, capture_output=True, text=True)

with open(os.path.join(folder, "timeloop-mapper.stats.txt")) as file:
    stats = file.read()
summary = stats[stats.index("Summary Stats") :]
energy_uj = float(re.search(r"^Energy: ([\d.]+) uJ$", summary, re.M).group(1))
cycles = int(re.search(r"^Cycles: (\d+)$", summary, re.M).group(1))
computes = int(re.search(r"^Computes = (\d+)$", summary, re.M).group(1))
parts = dict(re.findall(r"^    (\S+) += ([\d.]+)$", summary, re.M))

with open(os.path.join(folder, "timeloop-mapper.ERT.yaml")) as file:
    tables = yaml.safe_load(file)["ERT"]["tables"]
energies = {
    table["name"].split(".", 1)[1].split("[")[0]: {action["name"]: action["energy"] for action in table["actions"]}
    for table in tables
}
with open(os.path.join(folder, "timeloop-mapper.map.yaml")) as file:
    targets = [directive["target"] for directive in yaml.safe_load(file)["mapping"]]

print(
    json.dumps(
        {
            "code": run.returncode,
            "energyUj": energy_uj,
            "cycles": cycles,
            "computes": computes,
            "femtojoules": {name: float(value) for name, value in parts.items()},
            "energies": energies,
            "targets": sorted(set(targets)),
        }
    )
)
