"""The polite, safe fetcher: feeds, pages and robots.txt come through here, and nothing else opens a socket.

In: a Request (a URL and what is known of it). Out: an Answer, whatever happened: a failure is a value with a code and a
kind (transient, permanent, refused), never an exception of the transport. No Beam, no global state, no sleeping on
behalf of a server: an answer says when to come back.

    Fetcher(policy).fetch(request)                one answer
    fetch_all(requests, fetcher, politeness)      many hosts at once, each within its limits
    Robots(user_agent)                            the rules of sites, handed to fetch_all
    Paces()                                       when each host was asked, for batches that share it
"""

from transforms.web.client import Fetcher
from transforms.web.model import PROBLEMS, Answer, Kind, Limits, Policy, Problem, Request, Validators
from transforms.web.paces import Paces
from transforms.web.politeness import Politeness, fetch_all
from transforms.web.robots import Robots, Rules, Verdict

__all__ = [
    "PROBLEMS",
    "Answer",
    "Fetcher",
    "Kind",
    "Limits",
    "Paces",
    "Policy",
    "Politeness",
    "Problem",
    "Request",
    "Robots",
    "Rules",
    "Validators",
    "Verdict",
    "fetch_all",
]
