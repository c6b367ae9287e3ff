"""Draws a sample again: python verify_sample.py CERTIFICATE frame.csv (exit 0 same, 1 other, 2 not run)."""

import csv, hashlib, json, pathlib, sys
from fractions import Fraction


def sha(text: str) -> str:
    """The sha256 of a text in UTF-8, as 64 hex digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


files = sys.argv[1:] or [str(pathlib.Path(__file__).with_name(n)) for n in ("certificate.json", "frame.csv")]
if [pathlib.Path(n).is_file() for n in files] != [True, True]:
    raise SystemExit(sys.stderr.write(f"{__doc__}\n") and 2)
sys.excepthook = lambda _, error, __: print(f"NO   these files can be read and drawn from: {error!a}")
text = pathlib.Path(files[0]).read_text("utf-8-sig")  # what is not whole, or stands twice, breaks the digest
cert = json.loads(text, parse_float=str, object_pairs_hook=lambda p: len(dict(p)) == len(p) and dict(p))
with pathlib.Path(files[1]).open(encoding="utf-8-sig", newline="") as lines:
    rows = [row for row in csv.reader(lines, strict=True) if row][1:]
frame, design, method, seed = cert["frame"], cert["design"], cert["design"]["method"], cert.get("seed", "")
report, pools, found = {}, {}, {"drawn": [], "reserves": [], "sub_samples": []}  # type: ignore[var-annotated]

for i, record in enumerate([cert, *cert["acts"]]):  # a digest is of all that stands beside it
    rest = {key: value for key, value in record.items() if key != "digest"}
    text = json.dumps(rest, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    what = f"act {i} ({record['act']}) is unedited" if i else "the certificate is unedited"
    report[what] = "" if sha(text) == record["digest"] else "its digest does not fit"
seals = [act["content"]["frame"] for act in cert["acts"] if act["act"] == "seal"]
report["its frame was sealed"] = "" if seals and seals.count(frame) == len(seals) else "not this one"
sums = [sum(int(sha("\x1f".join(row))[i : i + 15], 16) for row in rows) % 16**15 for i in (0, 15)]
same = (len(rows), "{:015x} {:015x}".format(*sums)) == (frame["population"], frame["fingerprint"])
report["frame.csv is that frame"] = "" if same else f"its {len(rows)} units are not its {frame['population']}"

for row in rows:  # a unit's ticket is the sha256 of SEED|UNIT
    texts = [f"{row[0]}#{k + 1}" for k in range(int(row[2]))] if method == "weighted" else row[:1]
    ticket = min(sha(f"{seed}|{text}") for text in texts) if seed or method != "census" else ""
    group = {"stratified": row[1], "census": row[1], "cluster": row[-1]}.get(method, "")
    pools.setdefault(group, []).append((row[2:] if method == "systematic" else ticket, row[0], ticket))
size = dict.fromkeys(pools, len(rows) if method == "census" else design.get("size"))
if method == "stratified":  # one case at a time to the stratum that bids most, the first by name among equals
    rule, weight, least = design["allocate"], {}, design.get("minimum") or 0
    divisor = {"proportional": lambda k: 2 * k + 1, "equal": lambda k: k + 1, "neyman": lambda k: k * (k + 1)}
    for name, pool in pools.items():
        count, past = len(pool), (design.get("strata") or {}).get(name, {})
        p = Fraction(past.get("compliant", 0) + 1, past.get("sample", 0) + 2)
        variance = Fraction(past["sd"]) ** 2 if "sd" in past else p * (1 - p)
        weight[name] = {"proportional": Fraction(count), "neyman": count**2 * variance}.get(rule, Fraction(1))
        size[name] = past["size"] if rule == "fixed" else min(count, max(least, rule == "neyman"))
    while rule != "fixed" and sum(size.values()) < design["size"]:
        bids = {n: weight[n] / divisor[rule](k) for n, k in size.items() if k < len(pools[n])}
        size[max(sorted(bids), key=bids.__getitem__)] += 1
elif method == "cluster":
    first = sorted(pools, key=lambda name: sha(f"{seed}/cluster|{name}"))[: design["clusters"]]
    size = dict.fromkeys(first, design["per_cluster"])
elif method == "systematic":  # all in line, a start that the seed gives, even steps
    line, n, start = sorted(pools[""]), design["size"], int(sha(f"{seed}/start"), 16)
    pools[""] = [line[(i * 2**256 + start) * len(line) // (n * 2**256)] for i in range(n)]
for name in sorted(size if method != "judgement" else ()):  # the smallest tickets; the next are reserves
    last = size[name] + (size[name] if design.get("reserves") is None else design["reserves"])
    for place, (_, unit, ticket) in enumerate(sorted(pools[name])[:last], 1):
        found["drawn" if place <= size[name] else "reserves"].append((ticket, unit, name, place))
for name, part in sorted(design.get("sub_samples", {}).items()):
    n = -(-len(found["drawn"]) * Fraction(part[:-1]) // 100) if "%" in part else int(part)  # rounded up
    ranked = sorted((sha(f"{seed}/{name}|{unit}"), unit) for _, unit, _, _ in found["drawn"])
    found["sub_samples"] += [(name, unit) for _, unit in ranked[:n]]
found["drawn"].sort()
keys = ("ticket", "unit", "stratum", "place")
told = {part: [tuple(case[key] for key in keys) for case in cert[part]] for part in ("drawn", "reserves")}
told["sub_samples"] = [(name, u) for name, part in sorted(cert["sub_samples"].items()) for u in part]
if method == "judgement":
    report["chosen by hand, so that there is nothing to draw again"] = ""
    units = {row[0] for row in rows}
    found["drawn"] = [case for case in told["drawn"] if case[1] in units]
for what, new in found.items():
    lost, more = ([c[1] for c in sorted({*a} - {*b})] for a, b in ((told[what], new), (new, told[what])))
    wrong = f"{len(lost)} of the certificate's do not: {lost[:5]!a}, {len(more)} others do: {more[:5]!a}"
    report[f"{len(new)} {what} come out the same"] = "" if told[what] == new else wrong
for what, wrong in report.items():
    print(f"NO   {what}: {wrong}" if wrong else f"yes  {what}")
raise SystemExit(any(report.values()))
