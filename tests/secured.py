"""A node behind TLS that lets in who has its password: what a secured cluster looks like from outside."""

import base64
import http.client
import shutil
import ssl
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import urlsplit

from serving import answering

Answer = tuple[int, bytes]
Behind = Callable[[str, str, bytes, str], Answer]
"""What stands behind it: method, path, body and content type -> status and JSON."""


def certified(folder: Path, name: str = "IP:127.0.0.1") -> tuple[Path, Path]:
    """Return a file of a CA, and one of a certificate by it for a name, with its key."""
    openssl = shutil.which("openssl")
    assert openssl, "there is no openssl"
    folder.mkdir()
    ca, key, node, node_key = (folder / each for each in ("ca.pem", "ca.key", "node.pem", "node.key"))
    curve = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-x509")
    own = ("-subj", "/CN=ca", "-addext", "keyUsage=critical,keyCertSign", "-keyout", key, "-out", ca)
    its = ("-subj", "/CN=node", "-addext", f"subjectAltName={name}", "-CA", ca, "-CAkey", key)
    its = (*its, "-addext", "basicConstraints=critical,CA:FALSE", "-keyout", node_key, "-out", node)
    for command in (own, its):
        subprocess.run([openssl, "req", *curve, *map(str, command)], check=True, capture_output=True)
    node.write_text(node.read_text() + node_key.read_text())
    return ca, node


def forwarding(url: str) -> Behind:
    """Return a node as what stands behind."""

    def ask(method: str, path: str, body: bytes, kind: str) -> Answer:
        connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=120)
        try:
            connection.request(method, path, body or None, {"content-type": kind} if body else {})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    return ask


@contextmanager
def secured(behind: Behind, certificate: Path, user: str, password: str) -> Iterator[str]:
    """A node that speaks TLS and lets one user in; yields host and port."""
    wanted = f"Basic {base64.b64encode(f'{user}:{password}'.encode()).decode()}"

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"] or 0))
            if self.headers["authorization"] == wanted:
                status, told = behind(self.command, self.path, body, self.headers["content-type"] or "")
            else:
                status, told = 401, b'{"error":"Unauthorized"}'
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

        do_POST = do_PUT = do_DELETE = do_GET

        def log_message(self, *told: object) -> None:
            pass

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with answering(Handler, context) as port:
        yield f"127.0.0.1:{port}"
