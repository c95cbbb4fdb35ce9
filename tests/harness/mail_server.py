#!/usr/bin/env python3
"""A mail server for tests (aiosmtpd) on a loopback port. Prints one JSON line per event: {"port"}, {"mail"}. Reads one word a line:
accept, later (451 for every recipient), never (550), full (452 after the text), spam (554 after the text), slow (a second a letter)."""
import asyncio
import email
import email.policy
import json
import sys
import threading

from aiosmtpd.controller import Controller

mode = "accept"


def say(event):
    print(json.dumps(event), flush=True)


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if mode == "later":
            return "451 4.7.1 Try again later"
        if mode == "never" or address.startswith("inconnu"):
            return "550 5.1.1 No such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if mode == "full":
            return "452 4.2.2 Mailbox full"
        if mode == "spam":
            return "554 5.7.1 Refused"
        if mode == "slow":
            await asyncio.sleep(1)
        raw = envelope.content
        message = email.message_from_bytes(raw, policy=email.policy.default)
        say({"mail": {
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "raw": raw.decode("latin-1"),
            "headers": {k.lower(): str(v) for k, v in message.items()},
            "defects": [str(d) for d in message.defects],
            "body": message.get_content().replace("\r\n", "\n"),
        }})
        return "250 OK"


controller = Controller(Handler(), hostname="127.0.0.1", port=int(sys.argv[1]) if len(sys.argv) > 1 else 0)
if controller.port == 0:
    import socket
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        controller.port = s.getsockname()[1]
controller.start()
say({"port": controller.port})
for line in sys.stdin:
    mode = line.strip()
    say({"mode": mode})
controller.stop()
