"""Set security headers: the page's own policy in the header, and the headers of every answer."""

from __future__ import annotations

from html.parser import HTMLParser

from service.http.response_cache import Answer

STRICTEST = "default-src 'none'"
ALWAYS = "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def page_answer(content: bytes) -> Answer:
    """A page, with the policy that it states for itself."""
    policy = f"{stated_policy(content.decode('utf-8')) or STRICTEST}; {ALWAYS}"
    said = {"content-security-policy": policy, "cache-control": HEADERS["Cache-Control"]}
    return Answer(content, "text/html; charset=utf-8", said)


class _PolicyReader(HTMLParser):
    """Finds the policy in a page's head."""

    policy = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at each element until the policy is found."""
        said = dict(attrs)
        if tag == "meta" and (said.get("http-equiv") or "").lower() == "content-security-policy" and not self.policy:
            self.policy = (said.get("content") or "").strip().rstrip(";")


def stated_policy(html: str) -> str:
    """The policy that a page states in its head (scripts by hash), so that the header can say the same."""
    reader = _PolicyReader()
    reader.feed(html[: html.find("</head>") + 1 or len(html)])
    return " ".join(reader.policy.split())
