#!/usr/bin/env python3
"""range_server.py: an HTTP server on a free port of 127.0.0.1, printed first, for the download's tests.

The path says how it behaves: /whole serves the file, ranges too; /cut breaks off every answer after a
third of the file; /no-range ignores ranges; /wrong serves other bytes; /moved redirects to /whole;
/silent closes without an answer; anything else is 404. A line on standard output tells of each request.
"""

import http.server

CONTENT = bytes(i * 7 % 251 for i in range(300_000))


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        span = self.headers.get("Range")
        print(self.path, span or "all", flush=True)
        if self.path == "/silent":
            self.close_connection = True
            return
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "/whole")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        if self.path not in ("/whole", "/cut", "/no-range", "/wrong"):
            self.send_error(404)
            return
        content = CONTENT[::-1] if self.path == "/wrong" else CONTENT
        start = int(span.removeprefix("bytes=").rstrip("-")) if span and self.path != "/no-range" else 0
        if start >= len(content):
            self.send_error(416)
            return
        body = content[start:]
        self.send_response(206 if start else 200)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.path == "/cut" and len(body) > len(content) // 3:
            body = body[: len(content) // 3]
            self.close_connection = True
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
server.handle_error = lambda *_: None  # a client that hangs up
print(server.server_port, flush=True)
server.serve_forever()
