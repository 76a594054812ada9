"""What is in deploy/: as far as it can be checked without the engines it is for."""

import re
import shlex
import shutil
import subprocess
import sys
import tomllib
import zipfile
from fnmatch import fnmatch
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

from search.settings import Settings

REPOSITORY = Path(__file__).parent.parent
DEPLOY = REPOSITORY / "deploy"
UNIT = (DEPLOY / "kikigaki.service").read_text(encoding="utf-8")


def steps() -> list[tuple[str, str]]:
    """Return the image's instructions, those over several lines as one."""
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(name, rest.strip()) for name, _, rest in (line.partition(" ") for line in lines)]


def test_the_image_runs_as_nobody_and_is_looked_after() -> None:
    names = [name for name, _ in steps()]
    users = [rest for name, rest in steps() if name == "USER"]
    assert users == ["10001:10001"] and names.index("USER") < names.index("ENTRYPOINT")
    assert "HEALTHCHECK" in names and "ADD" not in names
    bases = [rest.split()[0] for name, rest in steps() if name == "FROM"]
    assert len(set(bases)) == 1 and all(":" in base and not base.endswith(":latest") for base in bases)


@pytest.mark.slow
def test_what_the_image_copies_is_all_it_takes(tmp_path: Path) -> None:
    """The steps of the first stage, in a folder that holds nothing else."""
    source = tmp_path / "source"
    source.mkdir()
    build = steps()[: [name for name, _ in steps()].index("FROM", 1)]
    ignored = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").split()
    for _, rest in (each for each in build if each[0] == "COPY"):
        *found, target = rest.split()
        for name in found:
            assert f"!{name}" in ignored
            if (REPOSITORY / name).is_dir():
                ours = shutil.ignore_patterns("__pycache__")
                shutil.copytree(REPOSITORY / name, source / target, ignore=ours)
            else:
                shutil.copy(REPOSITORY / name, source / target)
    (install,) = (rest for name, rest in build if name == "RUN" and "pip install" in rest)
    assert (
        shlex.split(install)[-1] == ".$EXTRAS"
        and ("ARG", "EXTRAS=") in build
        and "--constraint constraints.txt" in install
    )
    # Dependencies come from elsewhere; here it is shown that ours is whole.
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "wheel"]
    subprocess.run([*pip, "--no-deps", "--no-build-isolation", "--wheel-dir", tmp_path, source], check=True)
    (wheel,) = tmp_path.glob("*.whl")
    inside = {name for name in zipfile.ZipFile(wheel).namelist() if not fnmatch(name, "*.dist-info/*")}
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    wheel_of = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    packages = [REPOSITORY / name for name in wheel_of["packages"]]
    ours = {
        path.relative_to(REPOSITORY).as_posix()
        for package in packages
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert inside == ours


def test_the_health_check_of_the_image_asks_the_page() -> None:
    (check,) = (rest for name, rest in steps() if name == "HEALTHCHECK")
    command = yaml.safe_load(check[check.index("[") :])
    assert command[:2] == ["python", "-c"]
    # Nobody listens there: the check says so by its exit code.
    failed = subprocess.run(
        [sys.executable, "-c", command[2].replace("8000", "9")], capture_output=True, text=True
    )
    assert failed.returncode == 1 and "URLError" in failed.stderr


def test_the_container_can_write_nothing_but_its_index() -> None:
    composed = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    site = composed["services"]["kikigaki"]
    assert site["read_only"] is True and site["user"] == "10001:10001"
    assert site["cap_drop"] == ["ALL"] and "no-new-privileges:true" in site["security_opt"]
    assert site["ports"] == ["127.0.0.1:8000:8000"]
    writable = [volume for volume in site["volumes"] if not volume.endswith(":ro")]
    assert writable == ["index:/index"] and set(composed["volumes"]) == {"index"}
    assert (DEPLOY / site["build"]["context"] / site["build"]["dockerfile"]).resolve().is_file()


def test_three_nodes_that_nobody_outside_reaches_are_named_to_the_site() -> None:
    composed = yaml.safe_load((DEPLOY / "compose.cluster.yaml").read_text(encoding="utf-8"))
    site, nodes = composed["services"].pop("kikigaki"), composed["services"]
    environ = {name: str(value) for name, value in site["environment"].items()}
    settings = Settings.from_env(environ)
    assert settings.engine == "opensearch"
    assert {urlsplit(each).hostname for each in settings.opensearch_url.split(",")} == set(nodes)
    # There is more to be set aside than memory has room for.
    alone = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))["services"]["kikigaki"]
    assert f"index:{environ['TMPDIR']}" in alone["volumes"]
    assert site["build"]["args"]["EXTRAS"] == "[opensearch]" and set(site["depends_on"]) == set(nodes)
    for name, node in nodes.items():
        assert node["environment"]["node.name"] == name and not node.keys() & {"ports", "expose"}
        assert node["environment"]["discovery.seed_hosts"].split(",") == list(nodes)
        assert re.fullmatch(r"\S+:\d+\.\d+\.\d+", node["image"]) and node["cap_drop"] == ["ALL"]
    volumes = [volume.partition(":")[0] for node in nodes.values() for volume in node["volumes"]]
    assert len(volumes) == len(nodes) and set(volumes) == set(composed["volumes"])


@pytest.mark.parametrize(
    "name",
    [
        *("Dockerfile", "compose.yaml", "compose.cluster.yaml"),
        *("kikigaki.service", "Caddyfile", "nginx.conf"),
    ],
)
def test_every_setting_that_is_named_there_is_one(name: str) -> None:
    text = (DEPLOY / name).read_text(encoding="utf-8")
    found = set(re.findall(r"KIKIGAKI_([A-Z_]+)", text))
    assert found and {each.lower() for each in found} <= set(Settings.__dataclass_fields__)


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    """The unit, with the command that is here in place of the one that will be there."""
    path = tmp_path / "kikigaki.service"
    command = shutil.which("kikigaki", path=str(Path(sys.executable).parent))
    path.write_text(UNIT.replace("/opt/kikigaki/bin/kikigaki", command or sys.executable))
    return path


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd-analyze here")
def test_systemd_takes_the_unit_and_finds_it_shut(unit: Path) -> None:
    verified = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True)
    assert (verified.returncode, verified.stderr) == (0, "")
    judged = subprocess.run(
        ["systemd-analyze", "security", "--offline=yes", "--no-pager", unit], capture_output=True, text=True
    )
    level = re.search(r"exposure level for \S+: ([\d.]+)", judged.stdout)
    assert level and float(level[1]) < 2.0


@pytest.mark.skipif(shutil.which("nginx") is None, reason="there is no nginx here")
def test_nginx_takes_the_snippet(tmp_path: Path) -> None:
    whole = tmp_path / "nginx.conf"
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    folders = "".join(f"{kind}_temp_path {tmp_path}/{kind};\n" for kind in kinds)
    http = f"access_log off;\n{folders}include {DEPLOY}/nginx.conf;\n"
    whole.write_text(f"events {{}}\nerror_log stderr;\npid {tmp_path}/pid;\nhttp {{\n{http}}}\n")
    subprocess.run(["nginx", "-t", "-q", "-c", whole], check=True)


@pytest.mark.skipif(shutil.which("caddy") is None, reason="there is no caddy here")
def test_caddy_takes_the_snippet() -> None:
    command = ["caddy", "validate", "--adapter", "caddyfile", "--config", DEPLOY / "Caddyfile"]
    subprocess.run(command, check=True, capture_output=True)
