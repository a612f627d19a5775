"""An emulator of Google Cloud Storage on this machine: fake-gcs-server, a Go module, of a pinned version.

    python -m tests.engines.emulator build/engines      fetch it

Nothing here ever asks Google: STORAGE_EMULATOR_HOST says where the store is, and the credentials are of the test's own
making, with tokens from a server on this machine.
"""

import contextlib
import http.server
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
MODULE = "github.com/fsouza/fake-gcs-server@v1.56.1"
BUCKET = "demarche-test"


def binary() -> Path:
    """Where the emulator lies, or would lie."""
    return Path(os.environ.get("DEMARCHE_ENGINES") or ROOT / "build" / "engines", "fake-gcs-server")


def fetch(folder: Path) -> str | None:
    """Put the emulator into a folder. Why that could not be, or None."""
    if (folder / "fake-gcs-server").exists():
        return None
    if not shutil.which("go"):
        return "no Go on this machine: gs:// paths are NOT tested"
    folder.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "GOBIN": str(folder.absolute()), "GOFLAGS": "-modcacherw"}
    done = subprocess.run(["go", "install", MODULE], env=environment, capture_output=True, text=True, check=False)
    return None if done.returncode == 0 else f"{MODULE} could not be had: {done.stderr[-300:]}"


@contextlib.contextmanager
def emulated(patch: pytest.MonkeyPatch) -> Iterator[str]:
    """Within: an empty store, and this process and its children know it. Its address, `http://HOST:PORT`."""
    pytest.importorskip("google.cloud.storage", reason="the gcp extra is not installed: gs:// paths are NOT tested")
    if not binary().exists():
        pytest.skip(f"{binary()} is missing (make engines): gs:// paths are NOT tested")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    command = [str(binary()), "-scheme=http", "-host=127.0.0.1", f"-port={port}", "-backend=memory"]
    command += [f"-public-host=127.0.0.1:{port}", f"-external-url={address}", "-log-level=error"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _make_bucket(address)
        patch.setenv("STORAGE_EMULATOR_HOST", address)
        with credentials(patch):
            yield address
    finally:
        server.terminate()
        server.wait(timeout=30)


def _make_bucket(address: str) -> None:
    request = urllib.request.Request(
        f"{address}/storage/v1/b?project=demarche-test",
        data=json.dumps({"name": BUCKET}).encode(),
        headers={"content-type": "application/json"},
    )
    waited = threading.Event()
    for attempt in range(200):
        try:
            with urllib.request.urlopen(request, timeout=10):
                return
        except OSError:
            if attempt == 199:
                raise
            waited.wait(0.05)


class _Tokens(http.server.BaseHTTPRequestHandler):
    """Google's token endpoint, as far as a client needs it."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        body = json.dumps({"access_token": "of-the-test", "expires_in": 3600, "token_type": "Bearer"}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@contextlib.contextmanager
def credentials(patch: pytest.MonkeyPatch) -> Iterator[None]:
    """Within: this process and its children find credentials, whose tokens are given out here and nowhere else."""
    from apache_beam.internal.gcp.auth import _Credentials
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Tokens)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    account = {
        "type": "service_account",
        "project_id": "demarche-test",
        "private_key_id": "0",
        "private_key": key.decode(),
        "client_email": "worker@demarche-test.example",
        "client_id": "0",
        "token_uri": f"http://127.0.0.1:{server.server_port}/token",
    }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "account.json")
        path.write_text(json.dumps(account))
        patch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(path))
        patch.setenv("GOOGLE_CLOUD_PROJECT", "demarche-test")
        patch.setenv("NO_GCE_CHECK", "true")
        patch.setattr(_Credentials, "_credentials_init", False)
        patch.setattr(_Credentials, "_credentials", None)
        try:
            yield
        finally:
            server.shutdown()
            server.server_close()


if __name__ == "__main__":
    if fault := fetch(Path(sys.argv[1])):
        print(f"!! {fault}")
