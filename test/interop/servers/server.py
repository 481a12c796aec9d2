"""Speaks XML-RPC by Python's own xmlrpc.server, and says on which port."""

from datetime import datetime
from xmlrpc.client import Binary, DateTime, Fault
from xmlrpc.server import SimpleXMLRPCServer


def fail(code, text):
    raise Fault(code, text)


def natives():
    return {
        "string": "Grüße & <Küsse>\n😀",
        "empty": "",
        "int": -2147483648,
        "double": 0.1,
        "small": 1e-10,
        "true": True,
        "false": False,
        "date": datetime(1998, 7, 17, 14, 8, 55),
        "bytes": bytes(range(256)),
        "array": [1, "two", [3.5], {}],
        "struct": {"a b": {"é": []}},
    }


server = SimpleXMLRPCServer(("127.0.0.1", 0), logRequests=False)
server.register_function(lambda value: value, "echo")
server.register_function(lambda value: type(value).__name__, "typeOf")
server.register_function(len, "size")
server.register_function(lambda value: Binary(value.data[::-1]), "reversed")
server.register_function(fail)
server.register_function(natives)
print("listening on", server.server_address[1], flush=True)
server.serve_forever()
